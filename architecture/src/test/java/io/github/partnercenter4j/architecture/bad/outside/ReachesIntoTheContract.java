package io.github.partnercenter4j.architecture.bad.outside;

import io.github.partnercenter4j.architecture.bad.contract.peer.Peer;

/** Breaks: other modules use only packages that the contract suite exports. */
public class ReachesIntoTheContract {
    Peer peer;
}
