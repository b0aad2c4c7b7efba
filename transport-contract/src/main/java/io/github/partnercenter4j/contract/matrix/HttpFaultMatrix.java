package io.github.partnercenter4j.contract.matrix;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a whole client does over a gateway on HTTP when something goes wrong: the faults of {@link FaultMatrix}, and those of
 * connections, of TLS, and of bytes that are no HTTP. Extend this class, implement {@link #open}, and run the class as a
 * JUnit test:
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
 * <p>The gateway must report how far each exchange has come
 * ({@link io.github.partnercenter4j.port.ExchangeProgress}). If it does not, a write that breaks off ends as UNKNOWN where
 * the matrix wants APPLIED or NOT_APPLIED.
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
