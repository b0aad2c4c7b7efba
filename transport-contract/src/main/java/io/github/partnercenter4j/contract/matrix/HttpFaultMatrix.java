package io.github.partnercenter4j.contract.matrix;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests how a whole client with an HTTP gateway handles faults: those of {@link FaultMatrix}, and faults of
 * connections, of TLS, and of responses that are not valid HTTP. Extend this class, implement {@link #open}, and run
 * the class as a JUnit test:
 *
 * <pre>{@code
 * class MyTransportFaultsTest extends HttpFaultMatrix {
 *     @Override
 *     protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
 *         return new MyGateway(cloud, trust);
 *     }
 * }
 * }</pre>
 *
 * <p>The gateway must report the progress of each exchange ({@link io.github.partnercenter4j.port.ExchangeProgress}).
 * Without that, the outcome of an aborted write is UNKNOWN where the matrix expects APPLIED or NOT_APPLIED.
 */
public abstract class HttpFaultMatrix extends FaultMatrix {

    /** For subclasses. */
    protected HttpFaultMatrix() {}

    @TestFactory
    @DisplayName("F22-F31: missing or wrong response heads")
    Stream<DynamicTest> responseHeadFaults() {
        return rows(AnswerHeadFaults.all());
    }

    @TestFactory
    @DisplayName("F3-F34: connections, TLS, and slow or partial bytes")
    Stream<DynamicTest> connectionFaults() {
        return rows(ConnectionFaults.all());
    }

    @TestFactory
    @DisplayName("F1, F5, F9: host names and proxies")
    Stream<DynamicTest> nameAndProxyFaults() {
        return cells(NameAndProxyFaults.all(getClass()));
    }

    @TestFactory
    @DisplayName("F8, F32, F65: shared connections")
    Stream<DynamicTest> sharedConnectionFaults() {
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
