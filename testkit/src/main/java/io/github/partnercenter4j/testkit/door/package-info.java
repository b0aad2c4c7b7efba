/**
 * The doors over the wire: the API's, the login's, and the port that holds the doors of one address. Knows {@code visit},
 * {@code service}, {@code entra}, {@code http} and {@code tls}. Not part of the API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.door;

import org.jspecify.annotations.NullMarked;
