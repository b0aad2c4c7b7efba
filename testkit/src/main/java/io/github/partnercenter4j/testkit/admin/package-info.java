/**
 * The administration API of the fake: HTTP and JSON under {@code /__admin}. It uses only the Java API of {@link
 * io.github.partnercenter4j.testkit.FakePartnerCenter}. Its contract is {@code openapi.json}. Not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.admin;

import org.jspecify.annotations.NullMarked;
