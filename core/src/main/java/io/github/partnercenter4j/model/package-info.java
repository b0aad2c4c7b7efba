/**
 * Immutable values that applications and transports use: the support profile, the cloud, and the metadata of a
 * response. All types are thread-safe and not {@code Serializable}; {@code toString} shows no personal data. This
 * package depends on no other package.
 */
@NullMarked
package io.github.partnercenter4j.model;

import org.jspecify.annotations.NullMarked;
