package io.github.partnercenter4j.testkit.visit;

/**
 * The port that records every exchange, before the first byte of its response is sent. So {@link Visit} does not depend
 * on the journal. Thread-safe.
 */
public interface ExchangeRecorder {

    /** Records an exchange with the API, or a fault of a connection. */
    void record(VisitResult result);

    /** Records a token request. */
    void record(TokenVisitResult result);
}
