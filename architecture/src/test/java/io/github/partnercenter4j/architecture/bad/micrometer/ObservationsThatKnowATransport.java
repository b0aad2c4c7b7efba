package io.github.partnercenter4j.architecture.bad.micrometer;

import io.github.partnercenter4j.architecture.bad.retrofit.TransportThatKnowsTheOther;

/** Breaks: observations work with any transport. */
public class ObservationsThatKnowATransport {
    TransportThatKnowsTheOther transport;
}
