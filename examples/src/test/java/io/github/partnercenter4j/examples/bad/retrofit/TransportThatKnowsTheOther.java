package io.github.partnercenter4j.examples.bad.retrofit;

import io.github.partnercenter4j.examples.bad.apache.TransportThatLosesCancellation;

/** Breaks: transports do not know each other. */
public class TransportThatKnowsTheOther {
    TransportThatLosesCancellation other;
}
