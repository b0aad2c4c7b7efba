package io.github.partnercenter4j.architecture.bad.outside;

import io.github.partnercenter4j.architecture.bad.testkit.door.Door;

/** Breaks: other modules use only packages that the testkit exports. */
public class ReachesIntoTheTestkit {
    Door door;
}
