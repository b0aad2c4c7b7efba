/** Programs to read and run. */
@NullMarked
package io.github.partnercenter4j.examples;

import org.jspecify.annotations.NullMarked;
