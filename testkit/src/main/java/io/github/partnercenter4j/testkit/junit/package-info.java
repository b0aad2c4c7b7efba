/**
 * The fake as a JUnit extension, for JUnit 5.10 to 6: {@link io.github.partnercenter4j.testkit.junit.PartnerCenterFake}. For
 * tests only; JUnit is an optional dependency that whoever uses this has already.
 */
@NullMarked
package io.github.partnercenter4j.testkit.junit;

import org.jspecify.annotations.NullMarked;
