/**
 * The fake as a JUnit extension, for JUnit 5.10 to 6:
 * {@link io.github.partnercenter4j.testkit.junit.PartnerCenterFake}. JUnit is an optional dependency of the testkit,
 * and tests that use this package already have it. Depends on core, the fake and JUnit. Part of the API: used by tests.
 */
@NullMarked
package io.github.partnercenter4j.testkit.junit;

import org.jspecify.annotations.NullMarked;
