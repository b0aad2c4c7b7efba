package io.github.partnercenter4j.contract.matrix;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a whole client does when something goes wrong on the way to the service: the faults of {@link FaultMatrix}, and
 * those of connections, of TLS, and of bytes that are not what HTTP says. Extend it and implement {@link #open}.
 *
 * <p>That an outcome is exact takes a gateway that reports how far its exchanges have come: without
 * {@link io.github.partnercenter4j.port.ExchangeProgress}, every write that is cut short is of unknown outcome.
 */
public abstract class HttpFaultMatrix extends FaultMatrix {

    /** For subclasses. */
    protected HttpFaultMatrix() {}

    @TestFactory
    @DisplayName("F22-F31: heads that never come, or wrong")
    Stream<DynamicTest> heads() {
        return rows(AnswerHeadFaults.all());
    }

    @TestFactory
    @DisplayName("F3-F34: connections, TLS, and bytes at a time")
    Stream<DynamicTest> wire() {
        return rows(ConnectionFaults.all());
    }

    @TestFactory
    @DisplayName("F1, F5, F9: names and proxies")
    Stream<DynamicTest> reach() {
        return cells(NameAndProxyFaults.all(getClass()));
    }

    @TestFactory
    @DisplayName("F8, F32, F65: connections that are shared")
    Stream<DynamicTest> sharedConnections() {
        return cells(SharedConnectionFaults.all());
    }

    @Override
    final Map<String, String> notPlayed() {
        return NotPlayed.overHttp();
    }

    @Override
    final boolean isOverHttp() {
        return true;
    }
}
