package io.github.partnercenter4j.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

@org.junit.jupiter.api.Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class NoLateConnectionsTest {

    private final ExchangeTrace trace = new ExchangeTrace(
            RequestContext.builder()
                    .requestId(UUID.randomUUID().toString())
                    .correlationId(UUID.randomUUID().toString())
                    .accessToken(AccessToken.of("t"))
                    .build(),
            "Bearer t",
            Map.of());

    private void connect(ManagedHttpClientConnection connection, ServerSocket listener) throws Exception {
        new NoLateConnections(null, null, name -> null)
                .connect(
                        connection,
                        new HttpHost("http", listener.getInetAddress(), listener.getLocalPort()),
                        null,
                        null,
                        null,
                        Timeout.ofSeconds(10),
                        SocketConfig.DEFAULT,
                        null,
                        SingleSendClient.context(trace));
    }

    @Test
    void connect_exchangeAborted_leavesNoConnectionOpen() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ManagedHttpClientConnection connection =
                        ManagedHttpClientConnectionFactory.INSTANCE.createConnection(null)) {
            trace.abandon();

            assertThatThrownBy(() -> connect(connection, listener)).isInstanceOf(InterruptedIOException.class);

            assertThat(connection.isOpen()).isFalse();
        }
    }

    @Test
    void connect_exchangeInProgress_opensConnection() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ManagedHttpClientConnection connection =
                        ManagedHttpClientConnectionFactory.INSTANCE.createConnection(null)) {
            connect(connection, listener);

            assertThat(connection.isOpen()).isTrue();
        }
    }
}
