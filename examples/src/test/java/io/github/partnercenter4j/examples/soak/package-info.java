/** Many callers, many faults, for a while, and a judge of what they were told. */
@NullMarked
package io.github.partnercenter4j.examples.soak;

import org.jspecify.annotations.NullMarked;
