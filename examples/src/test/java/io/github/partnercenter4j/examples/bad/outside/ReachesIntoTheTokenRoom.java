package io.github.partnercenter4j.examples.bad.outside;

import io.github.partnercenter4j.examples.bad.token.CacheThatKnowsAMapping;

/** Breaks: what core does not export is its own. */
public class ReachesIntoTheTokenRoom {
    CacheThatKnowsAMapping cache;
}
