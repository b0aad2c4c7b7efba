/**
 * The administration API of the fake: HTTP and JSON under {@code /__admin}. Its contract is {@code openapi.json}.
 * Depends on core, the fake, {@code behaviour}, {@code door}, {@code http}, {@code json} and {@code service}. Used by
 * {@code standalone}, and by the fake through {@code FurtherDoor}. Not part of the API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.admin;

import org.jspecify.annotations.NullMarked;
