package io.github.partnercenter4j.spring;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties below {@code partnercenter}.
 *
 * @param cloud Cloud of Microsoft that the partners are in.
 * @param customCloud Addresses to use instead of those of a cloud of Microsoft, such as the ones of an API gateway.
 * @param transport Transport to use. Unless set, the one that is on the class path.
 * @param sslBundle Name of the SSL bundle with the certificates to trust, for Partner Center and the login service.
 *     Unless set, those of the JVM.
 * @param proxy HTTP proxy for Partner Center and the login service, such as "http://proxy.example:3128". Unless set, the
 *     proxy of the JVM.
 * @param proxyUsername User name for the proxy.
 * @param proxyPassword Password for the proxy.
 * @param timeout How long a call may take in total, with all attempts. Unless set, 60 seconds.
 * @param attemptTimeout How long one attempt may take. Unless set, 20 seconds.
 * @param connectTimeout How long opening a connection may take. Unless set, 5 seconds.
 * @param maxConnections How many exchanges may be in flight at once, for all partners together. Unless set, 64.
 * @param applicationName Name of the application that is sent to Partner Center. Unless set, none is sent.
 * @param retry Which failures are retried, and when.
 * @param refreshTokens File of the refresh tokens, if there is no RefreshTokenStore bean. Its folder must exist.
 * @param tenant Tenant of the partner, if there is only one: a GUID or a domain.
 * @param clientId Application (client) id of the app registration, if there is only one partner.
 * @param clientSecret Secret of the app registration, if there is only one partner.
 * @param certificateBundle Name of the SSL bundle with the certificate of the app registration, in place of a secret, if
 *     there is only one partner.
 * @param partners Partners by name. The name is the qualifier of the partner's PartnerCenter bean.
 */
@ConfigurationProperties("partnercenter")
record PartnerCenterProperties(
        @DefaultValue("global") KnownCloud cloud,
        @Nullable CustomCloud customCloud,
        @Nullable Transport transport,
        @Nullable String sslBundle,
        @Nullable URI proxy,
        @Nullable String proxyUsername,
        @Nullable String proxyPassword,
        @Nullable Duration timeout,
        @Nullable Duration attemptTimeout,
        @Nullable Duration connectTimeout,
        @Nullable Integer maxConnections,
        @Nullable String applicationName,
        @DefaultValue Retry retry,
        @Nullable Path refreshTokens,
        @Nullable String tenant,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable String certificateBundle,
        @DefaultValue Map<String, Partner> partners) {

    static final String PREFIX = "partnercenter";

    /** The name of a partner whose properties have none. */
    static final String UNNAMED = "default";

    /** An empty choice is none, so that a profile or a variable can take back what other properties chose. */
    PartnerCenterProperties {
        sslBundle = chosen(sslBundle);
        proxyUsername = chosen(proxyUsername);
        proxyPassword = chosen(proxyPassword);
        applicationName = chosen(applicationName);
        certificateBundle = chosen(certificateBundle);
        if (certificateBundle != null) {
            clientSecret = chosen(clientSecret);
        }
    }

    private static @Nullable String chosen(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    /**
     * Returns the partners by name: the ones with a name, or the single one without.
     *
     * @throws InvalidPropertyException if there are both, or if a name is not fit for an address
     */
    Map<String, Partner> allPartners() {
        if (partners.isEmpty()) {
            return isUnnamedSet(Objects::nonNull)
                    ? Map.of(UNNAMED, new Partner(tenant, clientId, clientSecret, certificateBundle, null, null))
                    : Map.of();
        }
        if (isUnnamedSet(value -> chosen(value) != null)) {
            throw new InvalidPropertyException(
                    PREFIX + ".partners",
                    "is set beside the properties of a single partner (" + PREFIX + ".tenant, client-id, client-secret,"
                            + " certificate-bundle). Move those below " + PREFIX + ".partners.<name>.");
        }
        for (String name : partners.keySet()) {
            if (!name.matches("[A-Za-z0-9_-]+")) {
                throw new InvalidPropertyException(
                        PREFIX + ".partners." + name,
                        "has a name that does not fit into an address. Use letters, digits, '-' and '_'.");
            }
        }
        return partners;
    }

    /** Returns whether this is true of a property of the partner without a name. */
    private boolean isUnnamedSet(Predicate<@Nullable String> set) {
        return Stream.of(tenant, clientId, clientSecret, certificateBundle).anyMatch(set);
    }

    /** Returns the name of a property of a partner. */
    String property(String partner, String member) {
        return partners.isEmpty() ? PREFIX + "." + member : PREFIX + ".partners." + partner + "." + member;
    }

    /** Returns a text without secrets. */
    @Override
    public String toString() {
        return "PartnerCenterProperties[" + cloud + ", partners " + partners.keySet() + "]";
    }

    /** The clouds of Microsoft. */
    enum KnownCloud {
        GLOBAL,
        CHINA,
        US_GOVERNMENT,
        GERMANY
    }

    /** The transports that this module knows. */
    enum Transport {
        /** Retrofit and OkHttp: the artifact partnercenter4j-adapter-retrofit. */
        RETROFIT,
        /** Apache HttpClient: the artifact partnercenter4j-adapter-apache. */
        APACHE
    }

    /**
     * The addresses of a custom cloud.
     *
     * @param api Address of the API, without /v1.
     * @param authority Address of the login service, without a path.
     * @param scope Scope of the access tokens.
     */
    record CustomCloud(
            @Nullable URI api,
            @Nullable URI authority,
            @Nullable String scope) {}

    /**
     * The retries.
     *
     * @param maxAttempts Number of attempts, the first one included, 1 to 5. Unless set, 3.
     * @param firstWait Longest wait before the second attempt. It doubles with each attempt. Unless set, 250 milliseconds.
     * @param longestWait Longest wait before any attempt. Unless set, 20 seconds.
     * @param longestRetryAfter Longest Retry-After that a call waits for. Unless set, two minutes.
     * @param readsOnly Whether only reads are retried.
     */
    record Retry(
            @Nullable Integer maxAttempts,
            @Nullable Duration firstWait,
            @Nullable Duration longestWait,
            @Nullable Duration longestRetryAfter,
            boolean readsOnly) {}

    /**
     * A partner, and the app that acts for it.
     *
     * @param tenant Tenant of the partner: a GUID or a domain.
     * @param clientId Application (client) id of the app registration.
     * @param clientSecret Secret of the app registration.
     * @param certificateBundle Name of the SSL bundle with the certificate of the app registration, in place of a secret.
     * @param refreshTokens File of this partner's refresh token, in place of the common store. Its folder must exist.
     * @param refreshTokenStore Name of the RefreshTokenStore bean of this partner, in place of the common store.
     */
    record Partner(
            @Nullable String tenant,
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable String certificateBundle,
            @Nullable Path refreshTokens,
            @Nullable String refreshTokenStore) {

        /** An empty choice is none, so that a profile can take back what the properties below it chose. */
        Partner {
            certificateBundle = chosen(certificateBundle);
            clientSecret = certificateBundle == null ? clientSecret : chosen(clientSecret);
            refreshTokens = refreshTokens == null || refreshTokens.toString().isBlank() ? null : refreshTokens;
            refreshTokenStore = chosen(refreshTokenStore);
        }

        /** Returns a text without the secret. */
        @Override
        public String toString() {
            return "Partner[tenant=" + tenant + ", clientId=" + clientId + "]";
        }
    }
}
