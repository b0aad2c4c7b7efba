package io.github.partnercenter4j.port.support;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The application's network settings: proxy, TLS context and connect timeout. Give the same value to the gateway and
 * the token provider. Immutable; thread-safe if the selector is.
 */
public final class HttpSettings {

    private static final HttpSettings DEFAULTS = builder().build();

    private final @Nullable ProxySelector proxy;
    private final @Nullable ProxyCredentials proxyCredentials;
    private final @Nullable SSLContext sslContext;
    private final @Nullable Duration connectTimeout;

    private HttpSettings(Builder builder) {
        this.proxy = builder.proxy;
        this.proxyCredentials = builder.proxyCredentials;
        this.sslContext = builder.sslContext;
        this.connectTimeout = builder.connectTimeout;
    }

    /**
     * Returns settings without any value set.
     *
     * @return the defaults
     */
    public static HttpSettings defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a builder without any value set.
     *
     * @return a new builder, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder that starts from these settings.
     *
     * @return a new builder, not thread-safe
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.proxy = proxy;
        builder.proxyCredentials = proxyCredentials;
        builder.sslContext = sslContext;
        builder.connectTimeout = connectTimeout;
        return builder;
    }

    /**
     * Returns the proxy selector.
     *
     * @return the selector, or null for the JVM's default
     */
    public @Nullable ProxySelector proxy() {
        return proxy;
    }

    /**
     * Returns the proxy's credentials.
     *
     * @return the credentials, or null for none
     */
    public @Nullable ProxyCredentials proxyCredentials() {
        return proxyCredentials;
    }

    /**
     * Returns the TLS context.
     *
     * @return the context, or null for {@link SSLContext#getDefault()}
     */
    public @Nullable SSLContext sslContext() {
        return sslContext;
    }

    /**
     * Returns how long opening a connection may take.
     *
     * @return the timeout, or null for 5 seconds
     */
    public @Nullable Duration connectTimeout() {
        return connectTimeout;
    }

    /** Shows which values are set, without secrets. */
    @Override
    public String toString() {
        return "HttpSettings[proxy " + (proxy == null ? "the JVM's" : "set") + ", proxyCredentials "
                + (proxyCredentials == null ? "none" : "set") + ", sslContext "
                + (sslContext == null ? "the JVM's" : "set") + ", connectTimeout "
                + (connectTimeout == null ? "default" : connectTimeout) + "]";
    }

    /** Builds {@link HttpSettings}. Not thread-safe. */
    public static final class Builder {
        private @Nullable ProxySelector proxy;
        private @Nullable ProxyCredentials proxyCredentials;
        private @Nullable SSLContext sslContext;
        private @Nullable Duration connectTimeout;

        private Builder() {}

        /**
         * Sets the proxy selector. The JVM's default selector unless set, which uses {@code https.proxyHost} and
         * related system properties.
         *
         * @param selector the selector
         * @return this
         */
        public Builder proxy(ProxySelector selector) {
            this.proxy = Objects.requireNonNull(selector, "proxy");
            return this;
        }

        /**
         * Sets the credentials for the proxy. They are sent only to a proxy, and only after it asked for {@code Basic},
         * in UTF-8.
         *
         * @param user the user name
         * @param password the password
         * @return this
         */
        public Builder proxyCredentials(String user, String password) {
            this.proxyCredentials = new ProxyCredentials(user, password);
            return this;
        }

        /**
         * Sets the TLS context: the trusted certificates and, for mutual TLS, the client's certificate.
         * {@link SSLContext#getDefault()} unless set.
         *
         * @param context the context
         * @return this
         */
        public Builder sslContext(SSLContext context) {
            this.sslContext = Objects.requireNonNull(context, "sslContext");
            return this;
        }

        /**
         * Sets how long opening a connection to the service or the proxy may take, 5 seconds unless set.
         *
         * @param timeout 1 millisecond to 1 day
         * @return this
         * @throws IllegalArgumentException if the timeout is out of this range
         */
        public Builder connectTimeout(Duration timeout) {
            Objects.requireNonNull(timeout, "connectTimeout");
            if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("connectTimeout must be 1 ms to 1 day, but is " + timeout);
            }
            this.connectTimeout = timeout;
            return this;
        }

        /**
         * Builds the settings.
         *
         * @return the settings
         */
        public HttpSettings build() {
            return new HttpSettings(this);
        }
    }
}
