package io.github.partnercenter4j.port.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.Route;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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

    static Stream<Arguments> connectingFailures() {
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
    @MethodSource("connectingFailures")
    void connecting_anyException_hasItsCategoryAndNothingIsApplied(IOException thrown, ErrorCategory expected) {
        PartnerCenterException failure = TransportFailures.connecting(CONTEXT, thrown);

        assertThat(failure.category()).isEqualTo(expected);
        assertThat(failure.isRetryable()).isEqualTo(expected == ErrorCategory.CONNECT);
        assertThat(failure.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(failure.getCause().toString())
                .contains(thrown.getClass().getName())
                .doesNotContain("canary");
    }

    static Stream<Arguments> exchangingFailures() {
        return Stream.of(
                Arguments.of(new SocketTimeoutException("canary"), ErrorCategory.TIMEOUT),
                Arguments.of(new SocketException("canary"), ErrorCategory.IO),
                Arguments.of(new SSLException("canary"), ErrorCategory.IO),
                Arguments.of(new EOFException("canary"), ErrorCategory.IO),
                Arguments.of(new IOException("canary"), ErrorCategory.IO),
                Arguments.of(new IOException("canary", new SocketException("canary")), ErrorCategory.IO),
                Arguments.of(new SocketExceptionWithAMessage(), ErrorCategory.IO),
                Arguments.of(new ProtocolException("canary"), ErrorCategory.PROTOCOL),
                Arguments.of(new IllegalStateException("canary"), ErrorCategory.PROTOCOL));
    }

    /** A socket exception with another message. */
    private static final class SocketExceptionWithAMessage extends SocketException {

        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            return "canary";
        }
    }

    @ParameterizedTest
    @MethodSource("exchangingFailures")
    void exchanging_anyException_hasItsCategoryAndTheGivenOutcome(Exception thrown, ErrorCategory expected) {
        PartnerCenterException failure = TransportFailures.exchanging(CONTEXT, WriteOutcome.UNKNOWN, thrown);

        assertThat(failure.category()).isEqualTo(expected);
        assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(failure.getCause().getStackTrace()).isEqualTo(thrown.getStackTrace());
        assertThat(failure.getCause()).hasMessage(thrown.getClass().getName());
        assertThat(failure).hasStackTraceContaining("Caused by");
        assertThat(stackOf(failure)).doesNotContain("canary");
    }

    private static String stackOf(Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        return stack.toString();
    }

    @Test
    void connecting_exceptionOfTheJdksNetwork_isTheCauseWithItsMessage() throws IOException {
        IOException refused = refused();

        PartnerCenterException failure = TransportFailures.connecting(CONTEXT, new IOException("canary", refused));

        assertThat(failure.getCause()).hasMessage("java.io.IOException");
        assertThat(failure.getCause().getCause()).isSameAs(refused);
        assertThat(refused).hasMessageContaining("refused");
    }

    private static IOException refused() throws IOException {
        ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = gone.getLocalPort();
        gone.close();
        try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
            throw new AssertionError(open + " has a server that listens.");
        } catch (IOException thrown) {
            return thrown;
        }
    }

    @Test
    void connecting_tlsExceptionWithForeignText_dropsTheMessage() {
        SSLException thrown = cut(new SSLHandshakeException("canary"), new IOException("canary"));
        // TLS throws this exception when the application's trust manager rejects a certificate.
        thrown.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("sun.security.ssl.Alert", "createSSLException", "Alert.java", 1)
        });

        assertThat(stackOf(TransportFailures.connecting(CONTEXT, thrown))).doesNotContain("canary");
    }

    static Stream<Arguments> ways() {
        String way = "Partner Center (api.example:443 through the proxy proxy.example:3128)";
        return Stream.of(
                Arguments.of(
                        new UnknownHostException("x"), null, "Partner Center (api.example:443) could not be found"),
                Arguments.of(
                        new UnknownHostException("x"), "proxy.example", "The proxy proxy.example:3128 could not be"),
                Arguments.of(new ConnectException("x"), null, "Partner Center (api.example:443) could not be reached"),
                Arguments.of(
                        new ConnectException("x"),
                        "proxy.example",
                        "The proxy proxy.example:3128 could not be reached"),
                Arguments.of(
                        new SocketTimeoutException("x"), "proxy.example", "Connecting to " + way + " took too long"),
                Arguments.of(new IOException("x"), "proxy.example", "Connecting to " + way + " failed before"),
                Arguments.of(new ConnectException("x"), "::1", "The proxy [0:0:0:0:0:0:0:1]:3128 could not be"),
                Arguments.of(new SSLException("x"), null, "TLS with Partner Center (api.example:443) failed:"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void connecting_anyRoute_messageNamesIt(IOException thrown, @Nullable String proxy, String start)
            throws IOException {
        RequestContext context = CONTEXT.toBuilder().build();
        InetSocketAddress address = proxy == null
                ? null
                : proxy.equals("::1")
                        ? new InetSocketAddress(InetAddress.getByName(proxy), 3128)
                        : InetSocketAddress.createUnresolved(proxy, 3128);
        context.progress().takes(Route.to(URI.create("https://api.example")).through(address));

        assertThat(TransportFailures.connecting(context, thrown)).hasMessageStartingWith(start);
    }

    @Test
    void proxyRefused_byStatus_namesTheProxyAndTheService() {
        RequestContext context = CONTEXT.toBuilder().build();
        context.progress()
                .takes(Route.to(URI.create("https://api.example"))
                        .through(InetSocketAddress.createUnresolved("proxy.example", 3128)));

        PartnerCenterException forbidden = TransportFailures.proxyRefused(context, 403);
        PartnerCenterException unknown = TransportFailures.proxyRefused(context, 407);

        assertThat(forbidden)
                .hasMessageStartingWith(
                        "The proxy proxy.example:3128 refused to connect to api.example:443 with HTTP 403.");
        assertThat(forbidden.isRetryable()).isTrue();
        assertThat(unknown)
                .hasMessageStartingWith(
                        "The proxy proxy.example:3128 requires credentials or rejected the given ones (HTTP 407)");
        assertThat(unknown.isRetryable()).isFalse();
    }

    static Stream<Arguments> tlsReasons() {
        return Stream.of(
                Arguments.of(new CertificateExpiredException("x"), "the certificate has expired"),
                Arguments.of(new CertificateNotYetValidException("x"), "the certificate is not valid yet"),
                Arguments.of(new CertPathBuilderException("x"), "the certificate's issuer is not trusted"),
                Arguments.of(new CertPathValidatorException("x"), "the certificate is not acceptable"),
                Arguments.of(
                        new CertificateException("No name matching a.example found"),
                        "the certificate is for another host"),
                Arguments.of(new SSLPeerUnverifiedException("x"), "the certificate is for another host"),
                Arguments.of(
                        new SSLException("(x) Received fatal alert: handshake_failure"),
                        "the server refused it with the alert handshake_failure"),
                Arguments.of(
                        new SSLException("Unsupported or unrecognized SSL message"), "the server does not use TLS"),
                Arguments.of(
                        new SSLException("The server selected protocol version TLS10 is not accepted"),
                        "client and server have no common TLS version from 1.2 up"),
                Arguments.of(new SSLException("canary"), "client and server did not agree"));
    }

    @ParameterizedTest
    @MethodSource("tlsReasons")
    void connecting_tlsFailure_messageHasTheReason(Exception reason, String words) {
        SSLException thrown = new SSLHandshakeException("x");
        thrown.initCause(reason);

        assertThat(TransportFailures.connecting(CONTEXT, thrown))
                .hasMessageStartingWith("TLS with Partner Center failed: " + words + ".");
    }
}
