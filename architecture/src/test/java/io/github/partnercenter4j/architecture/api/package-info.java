/** Checks the public API of the modules against a text of it. */
@NullMarked
package io.github.partnercenter4j.architecture.api;

import org.jspecify.annotations.NullMarked;
