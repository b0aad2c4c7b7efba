/**
 * The fake as a program: its command line. Depends on the fake and {@code admin}. Not part of the API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.standalone;

import org.jspecify.annotations.NullMarked;
