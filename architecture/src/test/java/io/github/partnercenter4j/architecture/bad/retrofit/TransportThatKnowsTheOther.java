package io.github.partnercenter4j.architecture.bad.retrofit;

import io.github.partnercenter4j.architecture.bad.apache.TransportThatLosesCancellation;

/** Breaks: transports do not depend on each other. */
public class TransportThatKnowsTheOther {
    TransportThatLosesCancellation other;
}
