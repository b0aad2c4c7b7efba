package io.github.partnercenter4j.examples.bad.model;

import io.github.partnercenter4j.examples.bad.port.PortWithALibrary;

/** Breaks: the model knows only itself. */
public class ModelThatKnowsAPort {
    PortWithALibrary port;
}
