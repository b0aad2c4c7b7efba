/**
 * A fake Partner Center for tests: {@link io.github.partnercenter4j.testkit.FakePartnerCenter}, its faults, its journal
 * and its login. Works with any test framework or without one; not for production. It listens on loopback unless told
 * otherwise, and opens no connections. Depends on core, and on all packages of the testkit except {@code admin},
 * {@code standalone} and {@code junit}. Part of the API: used by tests, and by these three packages.
 */
@NullMarked
package io.github.partnercenter4j.testkit;

import org.jspecify.annotations.NullMarked;
