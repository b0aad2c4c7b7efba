package io.github.partnercenter4j.examples.bad.wire;

/** Breaks: no name ends in Impl. */
public class MapperImpl {}
