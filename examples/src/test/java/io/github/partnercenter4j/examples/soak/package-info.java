/** Runs many callers with many faults for a while, and judges what they were told. */
@NullMarked
package io.github.partnercenter4j.examples.soak;

import org.jspecify.annotations.NullMarked;
