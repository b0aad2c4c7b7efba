/**
 * The fake as a program: its command line. Depends on the fake, {@code admin}, {@code behaviour}, {@code door},
 * {@code json} and {@code tls}. No other package uses it. Not part of the API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.standalone;

import org.jspecify.annotations.NullMarked;
