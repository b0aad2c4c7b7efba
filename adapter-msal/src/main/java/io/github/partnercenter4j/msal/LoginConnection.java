package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.port.support.HttpProxies;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One exchange with the login service, on its own connection. Used by one thread; any thread may close it. */
final class LoginConnection implements AutoCloseable {

    private static final Set<String> OURS = Set.of("host", "connection", "content-length", "transfer-encoding");

    private final URI endpoint;
    private final String host;
    private final int port;
    private final LoginHttp.Options options;
    private volatile String stage = "the exchange has not begun";
    private Proxy proxy = Proxy.NO_PROXY;

    // Guarded by this.
    private @Nullable Socket socket;
    private boolean closed;

    LoginConnection(URI endpoint, LoginHttp.Options options) {
        this.endpoint = endpoint;
        this.host = endpoint.getHost().replaceAll("[\\[\\]]", "");
        this.port = endpoint.getPort() >= 0 ? endpoint.getPort() : isHttps(endpoint) ? 443 : 80;
        this.options = options;
    }

    private static boolean isHttps(URI endpoint) {
        return "https".equals(endpoint.getScheme());
    }

    /** Sends a form and returns the whole response. */
    LoginAnswer post(Map<String, String> headers, String form) throws IOException {
        Socket opened = opened();
        byte[] body = form.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("POST " + endpoint.getRawPath() + " HTTP/1.1\r\nHost: " + authority()
                + "\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n");
        headers.forEach((name, value) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                head.append(name)
                        .append(": ")
                        .append(value.replaceAll("[\\r\\n]", " "))
                        .append("\r\n");
            }
        });
        stage = "the request was sent, and the response is not complete";
        send(opened, head.append("\r\n").toString(), body);
        return HttpAnswers.read(new BufferedInputStream(opened.getInputStream()));
    }

    private String authority() {
        return endpoint.getRawAuthority();
    }

    private static void send(Socket socket, String head, byte[] body) throws IOException {
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        socket.getOutputStream().write(whole);
        socket.getOutputStream().flush();
    }

    /** Connects on the first route of the proxy selector that works: through a proxy or directly. */
    private Socket opened() throws IOException {
        SSLContext tls = isHttps(endpoint) ? tls() : null;
        IOException last = null;
        for (Proxy offered : proxies()) {
            proxy = offered;
            try {
                Socket raw = offered.type() == Proxy.Type.HTTP ? tunnelled(offered) : connected(offered);
                return tls == null ? raw : secured(raw, tls);
            } catch (CannotConnect failed) {
                last = failed;
                told(offered, failed);
            }
        }
        throw LoginFailures.unconnected(this, last);
    }

    private List<Proxy> proxies() {
        ProxySelector selector = options.proxy() != null ? options.proxy() : ProxySelector.getDefault();
        if (selector == null) {
            return List.of(Proxy.NO_PROXY);
        }
        List<Proxy> offered;
        try {
            offered = selector.select(URI.create("https://" + authority() + "/"));
        } catch (RuntimeException thrown) {
            throw LoginFailures.unavailable(
                    "The request to the " + service() + " could not begin, because the proxy selector failed with "
                            + thrown.getClass().getName() + ".",
                    LoginFailures.wordless(thrown));
        }
        return offered == null || offered.isEmpty() ? List.of(Proxy.NO_PROXY) : offered;
    }

    private void told(Proxy failed, IOException how) {
        ProxySelector selector = options.proxy() != null ? options.proxy() : ProxySelector.getDefault();
        if (selector != null && failed.type() != Proxy.Type.DIRECT) {
            try {
                selector.connectFailed(URI.create("https://" + authority() + "/"), failed.address(), how);
            } catch (RuntimeException foreign) {
                // The next proxy may work.
            }
        }
    }

    private SSLContext tls() {
        SSLContext given = options.sslContext();
        try {
            SSLContext context = given != null ? given : SSLContext.getDefault();
            context.getSocketFactory();
            return context;
        } catch (NoSuchAlgorithmException | IllegalStateException unusable) {
            throw LoginFailures.unavailable(
                    "The request to the " + service() + " could not begin: "
                            + (given != null
                                    ? "the sslContext was never initialised."
                                    : "the JVM's default TLS context cannot be used, set an sslContext."),
                    LoginFailures.wordless(unusable));
        }
    }

    /** Opens a socket to the service, directly or through a SOCKS proxy. */
    private Socket connected(Proxy by) throws IOException {
        return by.type() == Proxy.Type.SOCKS
                ? connected(new Socket(by), InetSocketAddress.createUnresolved(host, port))
                : connected(host, port);
    }

    private Socket connected(String name, int at) throws IOException {
        stage = "the lookup of its host name " + name + " has not ended";
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(name);
        } catch (IOException unknown) {
            throw new CannotConnect(unknown);
        }
        CannotConnect last = null;
        for (InetAddress address : addresses) {
            try {
                return connected(new Socket(Proxy.NO_PROXY), new InetSocketAddress(address, at));
            } catch (CannotConnect failed) {
                last = failed;
            }
        }
        throw last != null ? last : new CannotConnect(new IOException("no address"));
    }

    private Socket connected(Socket fresh, InetSocketAddress to) throws IOException {
        stage = "no connection to " + to.getHostString() + ":" + to.getPort() + " has been opened";
        hold(fresh);
        try {
            fresh.setTcpNoDelay(true);
            fresh.connect(to, (int)
                    Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis()));
            return fresh;
        } catch (IOException failed) {
            fresh.close();
            throw new CannotConnect(failed);
        }
    }

    /** Asks the proxy for a tunnel. Sends the credentials only if the proxy asks for them. */
    private Socket tunnelled(Proxy by) throws IOException {
        InetSocketAddress address = (InetSocketAddress) by.address();
        String credentials = null;
        while (true) {
            Socket raw = connected(address.getHostString(), address.getPort());
            stage = "the proxy has not connected to it";
            String target = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
            send(
                    raw,
                    "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n"
                            + (credentials == null ? "" : "Proxy-Authorization: " + credentials + "\r\n") + "\r\n",
                    new byte[0]);
            // Without a buffer, because the bytes after the head belong to TLS.
            InputStream in = raw.getInputStream();
            LoginAnswer answer = HttpAnswers.head(in);
            if (answer.status() >= 200 && answer.status() < 300) {
                return raw;
            }
            raw.close();
            boolean asks = answer.status() == 407 && HttpProxies.asksForBasic(answer.values("Proxy-Authenticate"));
            if (credentials != null || !asks || options.proxyAuthorization() == null) {
                throw LoginFailures.noTunnel(this, answer.status(), credentials != null);
            }
            credentials = options.proxyAuthorization();
        }
    }

    private Socket secured(Socket raw, SSLContext tls) throws IOException {
        stage = "the TLS handshake has not ended";
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(raw, host, port, true);
        try {
            SSLParameters parameters = secured.getSSLParameters();
            // The application's context may still offer old TLS versions.
            parameters.setProtocols(Arrays.stream(parameters.getProtocols())
                    .filter(protocol -> protocol.equals("TLSv1.2") || protocol.equals("TLSv1.3"))
                    .toArray(String[]::new));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        } catch (IOException | RuntimeException failed) {
            throw LoginFailures.tls(this, failed);
        }
    }

    /** Keeps the socket so that it can be closed. Closes it at once if the exchange has already been closed. */
    private void hold(Socket fresh) throws IOException {
        synchronized (this) {
            if (!closed) {
                socket = fresh;
                return;
            }
        }
        fresh.close();
        throw new IOException("closed");
    }

    /** Returns the progress of the exchange, for messages. */
    String stage() {
        return stage;
    }

    /** Returns the current proxy for messages, or null for a direct connection. */
    @Nullable
    String proxy() {
        return proxy.type() != Proxy.Type.DIRECT && proxy.address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : null;
    }

    /** Aborts the exchange if it is still running. Idempotent. */
    @Override
    public void close() {
        Socket held;
        synchronized (this) {
            closed = true;
            held = socket;
        }
        if (held != null) {
            try {
                // Closes the socket below TLS, because closing TLS may block.
                held.close();
            } catch (IOException closedAllTheSame) {
                // A failure to close does not matter.
            }
        }
    }

    /** Returns the service for messages that already name the proxy. */
    String service() {
        return "login service " + host + ":" + port + " (tenant " + options.tenant() + ")";
    }

    /** Returns the service and the proxy for messages. */
    @Override
    public String toString() {
        String by = proxy();
        return "login service " + host + ":" + port + " (tenant " + options.tenant()
                + (by == null ? ")" : ", by proxy " + by + ")");
    }

    /** Thrown if no connection could be opened. Nothing was sent. */
    private static final class CannotConnect extends IOException {

        @Serial
        private static final long serialVersionUID = 1;

        CannotConnect(IOException cause) {
            super(cause);
        }
    }
}
