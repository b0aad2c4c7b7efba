package io.github.partnercenter4j.testkit.visit;

/**
 * Where an exchange came in.
 *
 * @param inMemory true if through the gateway in memory, false if over a socket
 * @param connection the number of the connection, or of the gateway, from 1
 * @param index the number of the exchange on it, from 0
 */
public record Origin(boolean inMemory, long connection, int index) {}
