package io.github.partnercenter4j.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ClientInteropTest {

    private final FakeHandler handler = new FakeHandler();
    private final HttpEngine engine =
            HttpEngine.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler);
    private final URI uri = URI.create("http://127.0.0.1:" + engine.port() + "/p");

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void jdkHttpClient_offersHttp2_isAnsweredOverHttp11(boolean expectContinue) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < 100; i++) {
            java.net.http.HttpRequest request = java.net.http.HttpRequest.newBuilder(uri)
                    .timeout(Duration.ofSeconds(10))
                    .expectContinue(expectContinue)
                    .PUT(BodyPublishers.ofString("body " + i))
                    .build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(response.body()).isEqualTo("PUT /p body " + i);
        }
        assertThat(handler.journal).hasSize(100);
    }

    /** The client of Java 17 waits forever for the 100 (Continue), also if a final response comes. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void jdkHttpClient_refusedInsteadOf100_readsTheRefusal() throws Exception {
        handler.decision = Decision.refuse(HttpAnswer.of(401).body("no"));
        java.net.http.HttpRequest request = java.net.http.HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .expectContinue(true)
                .PUT(BodyPublishers.ofString("body"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(handler.commits).hasValue(0);
    }

    @Test
    void httpUrlConnection_refusedInsteadOf100_readsTheRefusal() throws Exception {
        handler.decision = Decision.refuse(HttpAnswer.of(401).body("no"));
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(10_000);
        connection.setReadTimeout(10_000);
        connection.setRequestMethod("PUT");
        connection.setRequestProperty("Expect", "100-Continue");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(4);
        assertThatThrownBy(connection::getOutputStream).isInstanceOf(ProtocolException.class);
        assertThat(connection.getResponseCode()).isEqualTo(401);
        assertThat(handler.commits).hasValue(0);
    }

    @Test
    void httpUrlConnection_manyRequests_areAnswered() throws Exception {
        for (int i = 0; i < 100; i++) {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(10_000);
            connection.setReadTimeout(10_000);
            connection.setRequestMethod("PUT");
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(("body " + i).getBytes(StandardCharsets.UTF_8));
            }
            assertThat(connection.getInputStream().readAllBytes()).asString().isEqualTo("PUT /p body " + i);
        }
        assertThat(handler.journal).extracting(Exchange::connection).containsOnly(1L);
    }

    @Test
    void aHundredConnections_atOnce_areAnswered() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(new RawClient(engine));
        }
        for (RawClient client : clients) {
            client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        for (RawClient client : clients) {
            assertThat(client.answer()).endsWith("| GET /x ");
        }
        assertThat(handler.journal)
                .extracting(Exchange::connection)
                .doesNotHaveDuplicates()
                .hasSize(100);
        for (RawClient client : clients) {
            client.close();
        }
    }
}
