package io.github.partnercenter4j.architecture.bad.port;

import io.github.partnercenter4j.architecture.bad.model.ModelThatKnowsAPort;

/** Breaks: no cycle of packages. */
public class PortThatKnowsItsUser {
    ModelThatKnowsAPort user;
}
