/** Stores of refresh tokens, to copy into your own code. */
@NullMarked
package io.github.partnercenter4j.examples.stores;

import org.jspecify.annotations.NullMarked;
