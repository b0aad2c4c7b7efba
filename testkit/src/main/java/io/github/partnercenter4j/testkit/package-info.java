/**
 * A fake Partner Center for tests: {@link io.github.partnercenter4j.testkit.FakePartnerCenter}, its faults, its journal
 * and its login. Works with any test framework or without one; not for production. It listens on loopback unless told
 * otherwise, and opens no connections.
 */
@NullMarked
package io.github.partnercenter4j.testkit;

import org.jspecify.annotations.NullMarked;
