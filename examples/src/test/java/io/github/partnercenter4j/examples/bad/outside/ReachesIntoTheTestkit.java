package io.github.partnercenter4j.examples.bad.outside;

import io.github.partnercenter4j.examples.bad.testkit.door.Door;

/** Breaks: what the testkit does not export is its own. */
public class ReachesIntoTheTestkit {
    Door door;
}
