package io.github.partnercenter4j.examples.bad.testkit;

import io.github.partnercenter4j.examples.bad.wire.MapperImpl;

/** Breaks: the testkit knows only core. */
public class TestkitThatKnowsWire {
    MapperImpl mapper;
}
