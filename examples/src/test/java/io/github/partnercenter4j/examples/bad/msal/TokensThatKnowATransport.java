package io.github.partnercenter4j.examples.bad.msal;

import io.github.partnercenter4j.examples.bad.retrofit.TransportThatKnowsTheOther;

/** Breaks: tokens are had without any transport. */
public class TokensThatKnowATransport {
    TransportThatKnowsTheOther transport;
}
