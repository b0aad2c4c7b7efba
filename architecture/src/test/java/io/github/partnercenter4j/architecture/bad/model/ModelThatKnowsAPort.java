package io.github.partnercenter4j.architecture.bad.model;

import io.github.partnercenter4j.architecture.bad.port.PortWithALibrary;

/** Breaks: the model depends on no other package. */
public class ModelThatKnowsAPort {
    PortWithALibrary port;
}
