package io.github.partnercenter4j.architecture.bad.testkit.door;

/** Breaks no rule. Another class uses it. */
public class Door {}
