package io.github.partnercenter4j.examples.bad.token;

import io.github.partnercenter4j.examples.bad.wire.MapperImpl;

/** Breaks: the token room knows ports and errors only. */
public class CacheThatKnowsAMapping {
    MapperImpl mapper;
}
