/**
 * A fake Partner Center to test against: {@link io.github.partnercenter4j.testkit.FakePartnerCenter}, the faults it can be
 * told to play, what it has seen, and its login. For everybody's tests, with any test framework or none; never for
 * production. It listens on loopback only, and calls nobody.
 */
@NullMarked
package io.github.partnercenter4j.testkit;

import org.jspecify.annotations.NullMarked;
