package io.github.partnercenter4j.apache;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.file.Path;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections, and closes a connection that was opened after its exchange was aborted. HttpClient closes the
 * connection of a cancelled exchange, but may do so just before the connection exists, and then it would stay open.
 */
final class NoLateConnections extends DefaultHttpClientConnectionOperator {

    /** Returns a builder of a connection manager that uses this class. */
    static PoolingHttpClientConnectionManagerBuilder builder() {
        return new PoolingHttpClientConnectionManagerBuilder() {
            @Override
            protected HttpClientConnectionOperator createConnectionOperator(
                    @Nullable SchemePortResolver ports, @Nullable DnsResolver dns, TlsSocketStrategy tls) {
                return new NoLateConnections(
                        ports,
                        dns,
                        RegistryBuilder.<TlsSocketStrategy>create()
                                .register(URIScheme.HTTPS.id, tls)
                                .build());
            }
        };
    }

    NoLateConnections(@Nullable SchemePortResolver ports, @Nullable DnsResolver dns, Lookup<TlsSocketStrategy> tls) {
        // The route is already chosen. Without NO_PROXY, Java would ask the JVM's selector again for a SOCKS proxy.
        super(socks -> new Socket(Proxy.NO_PROXY), ports, dns, tls);
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            @Nullable NamedEndpoint name,
            @Nullable Path socketFile,
            @Nullable InetSocketAddress local,
            @Nullable Timeout timeout,
            SocketConfig config,
            @Nullable Object attachment,
            HttpContext context)
            throws IOException {
        super.connect(connection, host, name, socketFile, local, timeout, config, attachment, context);
        if (SingleSendClient.trace(context).isAbandoned()) {
            connection.close(CloseMode.IMMEDIATE);
            throw new InterruptedIOException("cut short while it connected");
        }
    }
}
