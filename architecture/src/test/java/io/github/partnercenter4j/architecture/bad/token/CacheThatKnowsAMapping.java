package io.github.partnercenter4j.architecture.bad.token;

import io.github.partnercenter4j.architecture.bad.wire.MapperImpl;

/** Breaks: the token package depends only on ports, errors and the model. */
public class CacheThatKnowsAMapping {
    MapperImpl mapper;
}
