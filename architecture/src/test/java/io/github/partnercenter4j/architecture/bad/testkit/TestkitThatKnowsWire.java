package io.github.partnercenter4j.architecture.bad.testkit;

import io.github.partnercenter4j.architecture.bad.wire.MapperImpl;

/** Breaks: the testkit depends only on core. */
public class TestkitThatKnowsWire {
    MapperImpl mapper;
}
