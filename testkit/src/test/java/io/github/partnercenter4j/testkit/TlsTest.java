package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.model.Cloud;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TlsTest {

    private static final String GET = "GET /v1/profiles/support HTTP/1.1";

    @Test
    void port_always_servesHttpAndHttps() throws Exception {
        for (FakePartnerCenter.Builder builder :
                List.of(FakePartnerCenter.builder(), FakePartnerCenter.builder().https())) {
            try (FakePartnerCenter fake = builder.build()) {
                URI plain = URI.create("http://127.0.0.1:" + fake.url().getPort());

                assertThat(get(fake, URI.create("https://localhost:" + plain.getPort()), fake.sslContext())
                                .statusCode())
                        .isEqualTo(200);
                assertThat(get(fake, fake.cloud().authority(), fake.sslContext())
                                .statusCode())
                        .isEqualTo(200);
                RawHttp.Answer answer = RawHttp.send(
                        plain,
                        "",
                        GET,
                        "Authorization: Bearer " + fake.tokens().appPlusUser().value());
                assertThat(answer.status()).isEqualTo(200);
                assertThat(fake.journal().total()).isEqualTo(3);
            }
        }
    }

    @Test
    void https_whenSet_changesUrlAndApiBase() {
        try (FakePartnerCenter fake = FakePartnerCenter.builder().https().build()) {
            Cloud cloud = fake.cloud();

            assertThat(fake.url().toString()).matches("https://127\\.0\\.0\\.1:\\d+");
            assertThat(cloud.apiBase()).isEqualTo(fake.url()).isEqualTo(cloud.authority());
            assertThat(cloud.scope()).isEqualTo(fake.url() + "/user_impersonation");
        }
    }

    @Test
    void sslContext_onlyThatOfTheFake_trustsTheFake() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.builder().https().build()) {
            assertThatThrownBy(() -> get(fake, fake.url(), SSLContext.getDefault()))
                    .isInstanceOf(SSLHandshakeException.class);

            assertThat(fake.journal().total()).isZero();
            assertThat(fake.sslContext().getSocketFactory()).isNotNull();
        }
    }

    @Test
    void certificate_usesTheSystemTimeAndIsTheSameForAllFakes() throws Exception {
        Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");
        try (FakePartnerCenter fake =
                        FakePartnerCenter.builder().clock(() -> longAgo).build();
                FakePartnerCenter other = FakePartnerCenter.create()) {
            X509Certificate ca = fake.caCertificate();

            ca.checkValidity();
            ca.checkValidity(Date.from(Instant.now().plus(Duration.ofDays(1000))));
            ca.verify(ca.getPublicKey());
            assertThat(ca.getBasicConstraints()).isNotNegative();
            assertThat(other.caCertificate()).isEqualTo(ca);
            assertThat(CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(fake.caPem().getBytes(StandardCharsets.US_ASCII))))
                    .isEqualTo(ca);
            assertThat(fake.caPem().lines()).allMatch(line -> line.length() <= 64);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tlsVersion_current_isAccepted(String version) throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SSLSocket socket = connect(fake)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();

            SSLSession session = socket.getSession();
            X509Certificate leaf = (X509Certificate) session.getPeerCertificates()[0];
            assertThat(session.getProtocol()).isEqualTo(version);
            leaf.verify(fake.caCertificate().getPublicKey());
            assertThat(leaf.getSubjectAlternativeNames())
                    .extracting(name -> (Object) name.get(1))
                    .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        }
    }

    @Test
    void tlsVersion_older_isRefused() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                Socket socket = new Socket(fake.url().getHost(), fake.url().getPort())) {
            socket.setSoTimeout(10_000);
            // A ClientHello of TLS 1.1 with one old cipher suite.
            String hello = "0302" + "00".repeat(32) + "00" + "0002c013" + "0100";
            byte[] bytes = HexFormat.of()
                    .parseHex("16030100" + "%02x".formatted(hello.length() / 2 + 4) + "010000"
                            + "%02x".formatted(hello.length() / 2) + hello);
            socket.getOutputStream().write(bytes);

            byte[] alert = socket.getInputStream().readNBytes(7);

            // The fatal alert protocol_version.
            assertThat(alert[0]).isEqualTo((byte) 21);
            assertThat(alert).endsWith(2, 70);
        }
    }

    @Test
    void faults_overTls_apply() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            fake.next(Fault.reset(Fault.Point.AFTER_COMMIT), Fault.truncate(10), Fault.answer(503));

            assertThatThrownBy(() -> rawGet(fake)).isInstanceOf(IOException.class);
            String cut = rawGet(fake);
            assertThat(cut).startsWith("HTTP/1.1 200 OK\r\nContent-Length: 246\r\n");
            assertThat(cut.substring(cut.indexOf("\r\n\r\n") + 4)).hasSize(10);
            assertThat(rawGet(fake)).startsWith("HTTP/1.1 503 ");
            assertThat(fake.journal().total()).isEqualTo(3);
        }
    }

    private static String rawGet(FakePartnerCenter fake) throws IOException {
        try (SSLSocket socket = connect(fake)) {
            String head = GET + "\r\nHost: fake\r\nConnection: close\r\nAuthorization: Bearer "
                    + fake.tokens().appPlusUser().value() + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void close_withSilentAndHandshakingClients_returnsSoon() throws Exception {
        FakePartnerCenter fake = FakePartnerCenter.create();
        URI url = fake.url();
        try (Socket silent = new Socket(url.getHost(), url.getPort());
                Socket half = new Socket(url.getHost(), url.getPort());
                SSLSocket idle = connect(fake)) {
            half.getOutputStream().write(new byte[] {22, 3, 1});
            idle.startHandshake();
            silent.setSoTimeout(10_000);
            long before = System.nanoTime();

            fake.close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
            assertThat(ended(silent)).isTrue();
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private static SSLSocket connect(FakePartnerCenter fake) throws IOException {
        SSLSocket socket = (SSLSocket) fake.sslContext()
                .getSocketFactory()
                .createSocket(fake.url().getHost(), fake.url().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static HttpResponse<String> get(FakePartnerCenter fake, URI base, SSLContext trust) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trust).build();
        return client.send(
                HttpRequest.newBuilder(base.resolve("/v1/profiles/support"))
                        .timeout(Duration.ofSeconds(10))
                        .header(
                                "Authorization",
                                "Bearer " + fake.tokens().appPlusUser().value())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
