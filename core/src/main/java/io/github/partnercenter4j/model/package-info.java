/** Immutable values that callers and transports exchange. Knows nothing but itself. */
@NullMarked
package io.github.partnercenter4j.model;

import org.jspecify.annotations.NullMarked;
