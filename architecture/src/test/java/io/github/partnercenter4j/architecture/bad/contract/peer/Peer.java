package io.github.partnercenter4j.architecture.bad.contract.peer;

/** Breaks no rule. Another class uses it. */
public class Peer {}
