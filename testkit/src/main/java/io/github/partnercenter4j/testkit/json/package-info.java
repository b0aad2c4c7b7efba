/**
 * The fake's own JSON. It controls every byte, and does not share the client's mapping. Depends on nothing. Used by
 * {@code service}, {@code entra}, {@code memory}, {@code admin}, {@code standalone} and the fake. Not part of the API:
 * not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.json;

import org.jspecify.annotations.NullMarked;
