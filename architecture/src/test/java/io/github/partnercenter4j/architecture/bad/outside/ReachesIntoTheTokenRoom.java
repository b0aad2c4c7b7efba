package io.github.partnercenter4j.architecture.bad.outside;

import io.github.partnercenter4j.architecture.bad.token.CacheThatKnowsAMapping;

/** Breaks: other modules use only packages that core exports. */
public class ReachesIntoTheTokenRoom {
    CacheThatKnowsAMapping cache;
}
