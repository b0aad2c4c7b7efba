package io.github.partnercenter4j.port.support;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.net.ProxySelector;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The common options of all HTTP transports. Not thread-safe.
 *
 * @param <B> the transport's own builder
 */
public abstract class GatewayBuilder<B extends GatewayBuilder<B>> {

    private final String transport;
    private final Cloud cloud;
    private final FixedHeaders headers = new FixedHeaders();
    private HttpSettings http = HttpSettings.defaults();
    private int maxConnections = 64;
    private boolean maxConnectionsIsSet;
    private @Nullable Boolean virtualThreads;

    /**
     * Creates a builder.
     *
     * @param transport the short name of the transport, for the names of its threads
     * @param cloud the cloud to connect to
     */
    protected GatewayBuilder(String transport, Cloud cloud) {
        this.transport = Objects.requireNonNull(transport, "transport");
        this.cloud = Objects.requireNonNull(cloud, "cloud");
    }

    /**
     * Returns this builder with its own type.
     *
     * @return this
     */
    protected abstract B self();

    /**
     * Builds the gateway. It opens no connection before the first call.
     *
     * @return the gateway; the caller must close it
     * @throws IllegalArgumentException if options contradict each other
     * @throws IllegalStateException if virtual threads were set and this Java has none
     */
    public abstract SupportProfileGateway build();

    /**
     * Sets proxy, proxy credentials, TLS context and connect timeout together. Use it to give the gateway and the token
     * provider the same settings. It replaces all four; the single setters may change one of them afterwards.
     *
     * @param settings the settings
     * @return this
     */
    public B http(HttpSettings settings) {
        this.http = Objects.requireNonNull(settings, "http");
        return self();
    }

    /**
     * Sets the TLS context: the trusted certificates and, for mutual TLS, the client's certificate. The JVM's default
     * unless set. The gateway always checks host names, and never uses TLS below 1.2.
     *
     * @param sslContext the context
     * @return this
     */
    public B sslContext(SSLContext sslContext) {
        return http(http.toBuilder().sslContext(sslContext).build());
    }

    /**
     * Sets the proxy selector. The JVM's default selector unless set, which uses {@code https.proxyHost} and related
     * system properties. If the selector returns several proxies, the gateway tries them in order. A transport without
     * SOCKS fails if the selector returns only SOCKS proxies.
     *
     * @param proxy the selector
     * @return this
     */
    public B proxy(ProxySelector proxy) {
        return http(http.toBuilder().proxy(proxy).build());
    }

    /**
     * Sets the credentials for the proxy. They are sent only to a proxy, and only after it asked for {@code Basic}
     * (perhaps among other schemes), in UTF-8.
     *
     * @param user the user name
     * @param password the password
     * @return this
     */
    public B proxyCredentials(String user, String password) {
        return http(http.toBuilder().proxyCredentials(user, password).build());
    }

    /**
     * Sets how long opening a TCP connection to the service or the proxy may take, 5 seconds unless set. Use a longer
     * time on slow networks. The following steps, the proxy's response and TLS, are limited only by the timeouts of the
     * attempt and the call.
     *
     * @param connectTimeout a positive duration, at most a day
     * @return this
     * @throws IllegalArgumentException if it is zero, negative or longer than a day
     */
    public B connectTimeout(Duration connectTimeout) {
        return http(http.toBuilder().connectTimeout(connectTimeout).build());
    }

    /**
     * Sets how many exchanges may be in flight at once, each on its own connection; 64 unless set. Further exchanges
     * wait in a queue, until the deadline of their call.
     *
     * @param maxConnections 1 or more
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public B maxConnections(int maxConnections) {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be 1 or more, but is " + maxConnections);
        }
        this.maxConnections = maxConnections;
        this.maxConnectionsIsSet = true;
        return self();
    }

    /**
     * Sets whether the exchanges of async calls run on virtual threads. Unless set, they run on virtual threads on Java
     * 21 and newer, and on daemon threads on older versions. The exchange of a blocking call usually runs on the
     * caller's thread.
     *
     * @param virtualThreads true to require virtual threads, false to use daemon threads
     * @return this
     */
    public B virtualThreads(boolean virtualThreads) {
        this.virtualThreads = virtualThreads;
        return self();
    }

    /**
     * Adds a header to each request, for example {@code Ocp-Apim-Subscription-Key} for an API gateway in front of
     * Partner Center. The value is treated as a secret: it is in no message, it is sent to the cloud's own origin only,
     * and the application's interceptors do not see it. If a header is set twice, the last value counts.
     *
     * @param name the header's name; not one of the headers that the client sends itself
     * @param value visible ASCII, at most 16384 characters
     * @return this
     * @throws IllegalArgumentException if the name is not an HTTP token, or is one of the client's own headers
     *     ({@code Authorization}, {@code MS-...}, {@code Content-...} and the like), or if the value is not allowed in
     *     a header
     */
    public B header(String name, String value) {
        headers.put(name, value);
        return self();
    }

    /**
     * Returns the headers to add to each request. Treat their values as secrets, like the access token.
     *
     * @return name to value, unmodifiable
     */
    protected final Map<String, String> headers() {
        return headers.toMap();
    }

    /**
     * Returns the cloud to connect to.
     *
     * @return the cloud
     */
    protected final Cloud cloud() {
        return cloud;
    }

    /**
     * Returns the TLS context: the one that was set, or else {@link SSLContext#getDefault()}. The HTTP client of the
     * token provider has the same default.
     *
     * @return the context
     * @throws IllegalStateException if the JVM's default context cannot be created, for example because a key store is
     *     missing
     */
    protected final SSLContext sslContext() {
        SSLContext set = http.sslContext();
        if (set != null) {
            return set;
        }
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException unusable) {
            throw new IllegalStateException(
                    "The JVM's default SSLContext cannot be created: check javax.net.ssl.keyStore and trustStore.",
                    unusable);
        }
    }

    /**
     * Returns the proxy selector.
     *
     * @return the selector, or null for the JVM's default
     */
    protected final @Nullable ProxySelector proxy() {
        return http.proxy();
    }

    /**
     * Returns the proxy's credentials.
     *
     * @return the credentials, or null for none
     */
    protected final @Nullable ProxyCredentials proxyCredentials() {
        return http.proxyCredentials();
    }

    /**
     * Returns how long connecting may take.
     *
     * @return the timeout
     */
    protected final Duration connectTimeout() {
        Duration set = http.connectTimeout();
        return set != null ? set : Duration.ofSeconds(5);
    }

    /**
     * Returns how many exchanges may be in flight at once.
     *
     * @return the number
     */
    protected final int maxConnections() {
        return maxConnections;
    }

    /**
     * Throws if an option was set that has no effect because a borrowed object decides it.
     *
     * @param borrowed the kind of the borrowed object, for the message
     * @param options the options that the borrowed object decides, by the names of their methods
     * @throws IllegalArgumentException if any of them was set
     */
    protected final void refuseBeside(String borrowed, String... options) {
        for (String option : options) {
            if (isSet(option)) {
                throw new IllegalArgumentException(
                        option + " has no effect with a borrowed " + borrowed + ": set it there instead.");
            }
        }
    }

    private boolean isSet(String option) {
        return switch (option) {
            case "sslContext" -> http.sslContext() != null;
            case "proxy" -> http.proxy() != null;
            case "proxyCredentials" -> http.proxyCredentials() != null;
            case "connectTimeout" -> http.connectTimeout() != null;
            case "maxConnections" -> maxConnectionsIsSet;
            default -> throw new IllegalArgumentException("There is no option " + option + ".");
        };
    }

    /**
     * Creates the runner of exchanges, with its own threads for exchanges without a blocking caller.
     *
     * @param onCallers whether an exchange with a blocking caller runs on the caller's thread
     * @return a new runner; close it with the gateway
     */
    protected final BlockingExchanges newExchanges(boolean onCallers) {
        boolean virtual = virtualThreads != null ? virtualThreads : TransportThreads.virtualAvailable();
        ExecutorService threads = virtual ? TransportThreads.virtual(transport) : TransportThreads.platform(transport);
        return new BlockingExchanges(threads, maxConnections, onCallers);
    }
}
