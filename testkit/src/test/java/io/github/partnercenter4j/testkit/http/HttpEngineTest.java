package io.github.partnercenter4j.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpEngineTest {

    private final FakeHandler handler = new FakeHandler();
    private final HttpEngine engine =
            HttpEngine.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void serves_manyRequestsOnOneConnection() throws Exception {
        try (RawClient client = new RawClient(engine)) {
            client.send("GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer()).isEqualTo("HTTP/1.1 200 OK | GET /a?b=c ");
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.answer()).isEqualTo("HTTP/1.1 200 OK | PUT /a hello");
        }
    }
}
