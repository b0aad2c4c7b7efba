package io.github.partnercenter4j.testkit.visit;

/**
 * The connection or in-memory gateway of an exchange.
 *
 * @param inMemory true for the in-memory gateway, false for a socket
 * @param connection the number of the connection, or of the gateway, from 1
 * @param index the number of the exchange on it, from 0
 */
public record Origin(boolean inMemory, long connection, int index) {}
