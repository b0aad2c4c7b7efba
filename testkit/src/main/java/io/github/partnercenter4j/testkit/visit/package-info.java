/**
 * One request's way through the fake, written once for all doors: the service is asked, something may go wrong, and what came is
 * written down. Who chooses what goes wrong, and who writes it down, stands behind two ports, {@code Mischief} and {@code Witness}.
 * Knows {@code http}, {@code service} and, for requests for tokens, {@code entra}. Not part of the API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.visit;

import org.jspecify.annotations.NullMarked;
