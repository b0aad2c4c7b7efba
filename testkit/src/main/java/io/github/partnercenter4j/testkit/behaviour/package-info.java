/**
 * Behaviour of the fake that a test can choose, for example because the real service's behaviour is not known:
 * switches, presets and the throttle. Depends on no other package. Part of the API: used by tests, and by
 * {@code service}, {@code admin}, {@code standalone} and the fake.
 */
@NullMarked
package io.github.partnercenter4j.testkit.behaviour;

import org.jspecify.annotations.NullMarked;
