package io.github.partnercenter4j.examples.bad.testkit.door;

/** Breaks nothing by itself. */
public class Door {}
