package io.github.partnercenter4j.architecture.bad.msal;

import io.github.partnercenter4j.architecture.bad.retrofit.TransportThatKnowsTheOther;

/** Breaks: the token provider works without a transport. */
public class TokensThatKnowATransport {
    TransportThatKnowsTheOther transport;
}
