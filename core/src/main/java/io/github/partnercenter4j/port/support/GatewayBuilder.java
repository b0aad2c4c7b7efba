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
 * The options that every transport over HTTP has, said once, so that transports look alike. Not thread-safe.
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
     * @param transport the transport's short name, for its threads' names
     * @param cloud the cloud to talk to
     */
    protected GatewayBuilder(String transport, Cloud cloud) {
        this.transport = Objects.requireNonNull(transport, "transport");
        this.cloud = Objects.requireNonNull(cloud, "cloud");
    }

    /**
     * Returns this, as what it is.
     *
     * @return this
     */
    protected abstract B self();

    /**
     * Builds the gateway. It opens nothing: the first call does.
     *
     * @return the gateway, to be closed by the caller
     * @throws IllegalArgumentException if options contradict each other
     * @throws IllegalStateException if virtual threads are asked for and this Java has none
     */
    public abstract SupportProfileGateway build();

    /**
     * Sets proxy, its credentials, trust and the time to connect at once, in place of all four: for a value that the token
     * provider is given, too. The setters of the four change one each, afterwards.
     *
     * @param settings the settings
     * @return this
     */
    public B http(HttpSettings settings) {
        this.http = Objects.requireNonNull(settings, "http");
        return self();
    }

    /**
     * Sets whom to trust and, for mutual TLS, who we are. The platform's default unless set. Host names are always
     * checked; TLS below 1.2 is never spoken.
     *
     * @param sslContext the context
     * @return this
     */
    public B sslContext(SSLContext sslContext) {
        return http(http.toBuilder().sslContext(sslContext).build());
    }

    /**
     * Sets how to reach the service. The JVM's default selector unless set, which follows {@code https.proxyHost} and
     * its kin. Of several proxies the next is tried when one does not work. A transport that speaks no SOCKS refuses a
     * selector that offers nothing else.
     *
     * @param proxy the selector
     * @return this
     */
    public B proxy(ProxySelector proxy) {
        return http(http.toBuilder().proxy(proxy).build());
    }

    /**
     * Sets the credentials to give a proxy once it asks for them (Basic, alone or among other schemes), in UTF-8, and no
     * one else.
     *
     * @param user the user name
     * @param password the password
     * @return this
     */
    public B proxyCredentials(String user, String password) {
        return http(http.toBuilder().proxyCredentials(user, password).build());
    }

    /**
     * Sets how long opening a connection to the service or the proxy may take, 5 seconds unless set; lengthen it on slow
     * networks. What follows, a proxy's answer and TLS, is under the call's deadline.
     *
     * @param connectTimeout a positive duration, at most a day
     * @return this
     * @throws IllegalArgumentException if it is zero, negative or longer than a day
     */
    public B connectTimeout(Duration connectTimeout) {
        return http(http.toBuilder().connectTimeout(connectTimeout).build());
    }

    /**
     * Sets how many exchanges may be in flight at once, each on a connection of its own, 64 unless set. Further calls
     * wait for their turn, within their own deadline.
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
     * Says whether exchanges in flight run on virtual threads. Where Java has them (21 and up) they do, unless set to
     * false; elsewhere they run on daemon threads.
     *
     * @param virtualThreads true to insist on virtual threads, false to use daemon threads
     * @return this
     */
    public B virtualThreads(boolean virtualThreads) {
        this.virtualThreads = virtualThreads;
        return self();
    }

    /**
     * Adds a header to each request, for what stands in front of Partner Center, such as an API gateway's
     * {@code Ocp-Apim-Subscription-Key}. The value is taken for a secret: it is in no message, it goes to the cloud's own
     * origin only, and interceptors that are lent do not see it. A header that is set twice has the later value.
     *
     * @param name the header's name, none that the client sends itself
     * @param value visible ASCII, at most 16384 characters
     * @return this
     * @throws IllegalArgumentException if the name is no HTTP token, or is one of the client's own ({@code Authorization},
     *     {@code MS-...}, {@code Content-...} and the like), or if the value cannot stand in a header
     */
    public B header(String name, String value) {
        headers.put(name, value);
        return self();
    }

    /**
     * Returns the headers to add to each request. Their values are secrets, like the access token.
     *
     * @return name to value, unmodifiable
     */
    protected final Map<String, String> headers() {
        return headers.toMap();
    }

    /**
     * Returns the cloud to talk to.
     *
     * @return the cloud
     */
    protected final Cloud cloud() {
        return cloud;
    }

    /**
     * Returns the TLS context: the one that was set, or else {@link SSLContext#getDefault()}, which is what the sign-in's
     * HTTP client uses as well.
     *
     * @return the context
     * @throws IllegalStateException if the JVM's default context cannot be made, for example because of a missing key store
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
                    "The JVM's default SSLContext cannot be made: check javax.net.ssl.keyStore and trustStore.",
                    unusable);
        }
    }

    /**
     * Returns the proxy selector.
     *
     * @return the selector, or null for the JVM's
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
     * Refuses options that an object borrowed from the caller already decides: they would have no effect.
     *
     * @param borrowed what was borrowed, for the message
     * @param options the options that it decides, by their methods' names
     * @throws IllegalArgumentException if any of them was set
     */
    protected final void refuseBeside(String borrowed, String... options) {
        for (String option : options) {
            if (isSet(option)) {
                throw new IllegalArgumentException(
                        option + " has no effect beside a borrowed " + borrowed + ": set it there instead.");
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
     * Makes the runner of exchanges, with threads of its own for those for which no caller waits.
     *
     * @param onCallers whether an exchange whose caller waits runs on the caller's thread
     * @return a new runner, to be closed with the gateway
     */
    protected final BlockingExchanges newExchanges(boolean onCallers) {
        boolean virtual = virtualThreads != null ? virtualThreads : TransportThreads.virtualAvailable();
        ExecutorService threads = virtual ? TransportThreads.virtual(transport) : TransportThreads.platform(transport);
        return new BlockingExchanges(threads, maxConnections, onCallers);
    }
}
