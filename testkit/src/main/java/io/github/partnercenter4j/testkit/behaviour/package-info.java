/**
 * How the fake behaves where the service's behaviour is unknown, or where a test chooses it: switches, presets and the throttle. Knows no
 * other package of the testkit.
 */
@NullMarked
package io.github.partnercenter4j.testkit.behaviour;

import org.jspecify.annotations.NullMarked;
