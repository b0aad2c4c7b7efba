package io.github.partnercenter4j.port.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransportFailuresTest {

    private static final String ID = "603f3cd9-01b8-48f2-b65d-855a246f5bfd";
    private static final RequestContext CONTEXT = RequestContext.builder()
            .requestId(ID)
            .correlationId(ID)
            .accessToken(AccessToken.of("t"))
            .build();

    static Stream<Arguments> connecting() {
        return Stream.of(
                Arguments.of(new UnknownHostException("h"), ErrorCategory.CONNECT),
                Arguments.of(new ConnectException("refused"), ErrorCategory.CONNECT),
                Arguments.of(new SocketTimeoutException("slow"), ErrorCategory.CONNECT),
                Arguments.of(new IOException("canary"), ErrorCategory.CONNECT),
                Arguments.of(new SSLHandshakeException("unknown issuer"), ErrorCategory.TLS),
                Arguments.of(new SSLPeerUnverifiedException("other host"), ErrorCategory.TLS),
                Arguments.of(new SSLException("plain text?"), ErrorCategory.TLS),
                Arguments.of(cut(new SSLHandshakeException("cut"), new EOFException()), ErrorCategory.CONNECT),
                Arguments.of(cut(new SSLException("cut"), new SocketException("reset")), ErrorCategory.CONNECT),
                Arguments.of(cut(new SSLException("cut"), new SocketTimeoutException()), ErrorCategory.CONNECT));
    }

    private static SSLException cut(SSLException handshake, IOException network) {
        handshake.initCause(network);
        return handshake;
    }

    @ParameterizedTest
    @MethodSource
    void connecting(IOException thrown, ErrorCategory expected) {
        PartnerCenterException failure = TransportFailures.connecting(CONTEXT, thrown);

        assertThat(failure.category()).isEqualTo(expected);
        assertThat(failure.isRetryable()).isEqualTo(expected == ErrorCategory.CONNECT);
        assertThat(failure.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(failure.getCause().toString())
                .contains(thrown.getClass().getName())
                .doesNotContain("canary");
    }

    static Stream<Arguments> exchanging() {
        return Stream.of(
                Arguments.of(new SocketTimeoutException("slow"), ErrorCategory.TIMEOUT, true),
                Arguments.of(new SocketException("reset"), ErrorCategory.IO, true),
                Arguments.of(new SSLException("closed"), ErrorCategory.IO, true),
                Arguments.of(new EOFException("canary"), ErrorCategory.IO, false),
                Arguments.of(new IOException("canary"), ErrorCategory.IO, false),
                Arguments.of(new ProtocolException("canary"), ErrorCategory.PROTOCOL, false),
                Arguments.of(new IllegalStateException("canary"), ErrorCategory.PROTOCOL, false));
    }

    @ParameterizedTest
    @MethodSource
    void exchanging(Exception thrown, ErrorCategory expected, boolean keepsTheCause) {
        PartnerCenterException failure = TransportFailures.exchanging(CONTEXT, WriteOutcome.UNKNOWN, thrown);

        assertThat(failure.category()).isEqualTo(expected);
        assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(failure.getCause() == thrown).isEqualTo(keepsTheCause);
        assertThat(failure.getCause().getStackTrace()).isEqualTo(thrown.getStackTrace());
        assertThat(failure.getCause().toString()).doesNotContain("canary");
    }
}
