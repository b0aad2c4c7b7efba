/**
 * One request's way through the fake, written once for all doors: the service is asked, something may go wrong, and what came is
 * written down. The port {@code Mischief} chooses what goes wrong. The port {@code Witness} writes down what came.
 * Knows {@code http}, {@code service} and, for requests for tokens, {@code entra}. Not part of the API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.visit;

import org.jspecify.annotations.NullMarked;
