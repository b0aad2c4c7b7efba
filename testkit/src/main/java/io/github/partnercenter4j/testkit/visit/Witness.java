package io.github.partnercenter4j.testkit.visit;

/** Is told of every exchange, before a byte of its answer leaves: a port, so that a request's way knows no journal. Thread-safe. */
public interface Witness {

    /** Hears what came to the API, or what befell a connection. */
    void saw(Visited visited);

    /** Hears of a request for tokens. */
    void saw(TokenVisited visited);
}
