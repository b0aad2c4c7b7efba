package io.github.partnercenter4j.examples.bad.port;

import io.github.partnercenter4j.examples.bad.model.ModelThatKnowsAPort;

/** Breaks: no circle of packages. */
public class PortThatKnowsItsUser {
    ModelThatKnowsAPort user;
}
