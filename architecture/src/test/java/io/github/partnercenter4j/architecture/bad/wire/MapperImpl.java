package io.github.partnercenter4j.architecture.bad.wire;

/** Breaks: no name ends in Impl. */
public class MapperImpl {}
