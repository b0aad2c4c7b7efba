/**
 * The administrator's API of the fake: HTTP and JSON under {@code /__admin}, over nothing but what {@link
 * io.github.partnercenter4j.testkit.FakePartnerCenter} offers in Java. Not exported; {@code openapi.json} is its contract.
 */
@NullMarked
package io.github.partnercenter4j.testkit.admin;

import org.jspecify.annotations.NullMarked;
