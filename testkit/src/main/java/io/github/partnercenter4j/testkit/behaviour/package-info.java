/**
 * How the fake behaves where nobody knows how the service does, or as it is told: switches, presets and the throttle. Knows no
 * other package of the testkit.
 */
@NullMarked
package io.github.partnercenter4j.testkit.behaviour;

import org.jspecify.annotations.NullMarked;
