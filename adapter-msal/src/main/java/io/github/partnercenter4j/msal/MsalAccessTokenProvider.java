package io.github.partnercenter4j.msal;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.github.partnercenter4j.error.CallFacts;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.port.support.Futures;
import io.github.partnercenter4j.port.support.HttpSettings;
import io.github.partnercenter4j.port.support.OwnThreads;
import io.github.partnercenter4j.port.support.Required;
import io.github.partnercenter4j.port.support.TransportThreads;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens by Microsoft's Secure Application Model: a person of the partner signs in once, with multi-factor
 * authentication ({@link #consent} or {@link #consentByDeviceCode}); from then on a stored refresh token is exchanged
 * for access tokens, and for the refresh token that replaces it. Thread-safe; may serve any number of clients.
 *
 * <p>Each {@link #accessToken} is one exchange: a client keeps access tokens, this keeps none. Exchanges follow one
 * another, so that each uses the refresh token that the one before it brought; one whose store or supplier has not come
 * back 10 seconds after the request timeout is overtaken by the next. Nothing is asked twice: a failure is an
 * {@link io.github.partnercenter4j.error.AuthenticationException} whose reason and message say who must do what. The
 * login service's descriptions, which name users, are neither in it nor shown to MSAL, which would log them.
 *
 * <p>It talks to the cloud's authority and nobody else. Each request has a connection and a daemon thread of its own,
 * which end with the request.
 */
public final class MsalAccessTokenProvider implements AccessTokenProvider, AutoCloseable {

    /** How long store and suppliers may take, beyond the request itself, before the next request overtakes them. */
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(10);

    /** What a request gets whose client has waited long for its turn: its answer may hold the only good refresh token. */
    private static final Duration LEAST_TIME = Duration.ofSeconds(1);

    private final LoginSettings settings;
    private final LoginService service;
    private final MsalGrants grants;
    private final RefreshTokenCache kept;
    private final URI redirectUri;
    private final Duration consentTimeout;
    private final Time time;
    private final SerialQueue turns;
    private final Set<Runnable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private MsalAccessTokenProvider(Builder builder, LoginSettings settings, LoginService service) {
        this.settings = settings;
        this.service = service;
        this.grants = new MsalGrants(settings, service);
        this.kept = new RefreshTokenCache(builder.refreshTokens, settings.tenant(), settings.kind());
        this.redirectUri = builder.redirectUri;
        this.consentTimeout = builder.consentTimeout;
        this.time = builder.time;
        this.turns = new SerialQueue(builder.time, builder.requestTimeout.plus(STORE_PATIENCE));
    }

    /**
     * Returns a builder.
     *
     * @param cloud the cloud whose tokens to get; its authority must be https
     * @return a new builder
     */
    public static Builder builder(Cloud cloud) {
        return new Builder(cloud);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The exchange runs on the request's executor, within the request timeout and four fifths of the time that the
     * client waits. Cancelling the future takes it back if
     * it has not begun; one that has begun is finished, because its answer may hold the only good refresh token, which is
     * then stored. The future fails with {@code CREDENTIAL_REJECTED} before anything is sent if the stored token is of
     * another kind of client, and with {@code INTERACTION_REQUIRED} if there is none; a provider that is closed fails
     * it with category {@code CLOSED}.
     */
    @Override
    public CompletableFuture<AccessToken> accessToken(TokenRequest request) {
        Objects.requireNonNull(request, "request");
        CompletableFuture<AccessToken> future = opened();
        // Four fifths: our failure says more than the client's own, so it must come first.
        long end =
                time.nanos() + request.timeLeft().multipliedBy(4).dividedBy(5).toNanos();
        turns.submit(future, request.executor(), () -> refresh(end));
        return future;
    }

    private AccessToken refresh(long end) {
        if (closed) {
            // Its turn came because those before it were closed.
            throw closed(true);
        }
        RefreshTokenCache.Current current = kept.current();
        TokenReply reply = grants.refresh(current.token(), longer(LEAST_TIME, Duration.ofNanos(end - time.nanos())));
        kept.rotated(current, reply.refreshToken());
        return reply.accessToken();
    }

    /**
     * Signs a person in by browser, and stores the refresh token for this tenant; {@link #accessToken} uses it from then
     * on. Listens on 127.0.0.1 for the redirect meanwhile, on threads of its own. First it checks the store
     * ({@link RefreshTokenStore#check}): nobody is asked to sign in if the token could not be kept.
     *
     * @param browser shows the sign-in page: opens a browser on this machine, or prints the address; called once, on a
     *     thread where it may block
     * @return complete when the token is stored. Cancelling it, or closing the provider, stops the listener. It fails
     *     with an {@link io.github.partnercenter4j.error.AuthenticationException}, with {@code INTERACTION_REQUIRED} if
     *     the person refused or was too late
     * @throws IllegalStateException if no store was set by {@link Builder#refreshTokens}
     */
    public CompletableFuture<Void> consent(Consumer<URI> browser) {
        Objects.requireNonNull(browser, "browser");
        return consenting(
                (future, threads) -> new BrowserConsent(settings, grants, redirectUri).await(future, threads, browser));
    }

    /**
     * Signs a person in on another device, and stores the refresh token for this tenant; {@link #accessToken} uses it
     * from then on. For public clients. The store is checked first, as in {@link #consent}.
     *
     * @param prompt shows the code and where to enter it; called once, on a thread where it may block
     * @return complete when the token is stored. Cancelling it, or closing the provider, ends the waiting. It fails with
     *     an {@link io.github.partnercenter4j.error.AuthenticationException}, with {@code INTERACTION_REQUIRED} if the
     *     person refused or was too late
     * @throws IllegalStateException if this provider is of a confidential client (use {@link #consent}), or if no store was
     *     set by {@link Builder#refreshTokens}
     */
    public CompletableFuture<Void> consentByDeviceCode(Consumer<DeviceCodePrompt> prompt) {
        Objects.requireNonNull(prompt, "prompt");
        if (settings.kind() != ClientKind.PUBLIC) {
            throw new IllegalStateException(
                    "Device codes are for public clients: call consent(..), or build with publicClient().");
        }
        return consenting((future, threads) -> {
            TokenReply reply = new DeviceConsent(settings, service, time).await(future, prompt);
            return () -> reply;
        });
    }

    private CompletableFuture<Void> consenting(
            BiFunction<CompletableFuture<Void>, ExecutorService, Supplier<TokenReply>> signIn) {
        kept.requireStore();
        CompletableFuture<Void> future = opened();
        if (future.isDone()) {
            return future;
        }
        ExecutorService threads = TransportThreads.platform("msal");
        Time.Cancellable timer = time.after(
                consentTimeout,
                () -> threads.execute(() -> future.completeExceptionally(LoginFailures.interaction(
                        "Nobody signed in within " + consentTimeout + ": run the consent again.", null))));
        future.whenComplete((value, ended) -> {
            timer.cancel();
            threads.shutdown();
        });
        threads.execute(() -> {
            try {
                kept.check();
                Supplier<TokenReply> signedIn = signIn.apply(future, threads);
                turns.submit(future, threads, () -> {
                    kept.consented(signedIn.get().refreshToken());
                    return null;
                });
            } catch (Throwable thrown) {
                future.completeExceptionally(Futures.unwrap(thrown));
            }
        });
        return future;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private <T> CompletableFuture<T> opened() {
        CompletableFuture<T> future = new CompletableFuture<>();
        Runnable end = () -> future.completeExceptionally(closed(true));
        open.add(end);
        future.whenComplete((value, ended) -> open.remove(end));
        if (closed) {
            future.completeExceptionally(closed(false));
        }
        return future;
    }

    private static PartnerCenterException closed(boolean inFlight) {
        return PartnerCenterException.closed(
                CallFacts.of("", "", 0, Duration.ZERO, null), "access token provider", inFlight);
    }

    @Override
    public Cloud cloud() {
        return settings.cloud();
    }

    /**
     * Fails what is open with category {@code CLOSED} and ends consents. Returns at once: an exchange that has begun is
     * finished and its refresh token stored, within the request timeout. The stores and contexts that were lent stay
     * open. Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        // Each on a thread of its own: what follows may be somebody's callback, and the others must not wait for it.
        Executor threads = new OwnThreads("partnercenter4j-close");
        open.forEach(threads::execute);
        service.close();
    }

    /** Shows cloud, tenant and kind of client; no secret. */
    @Override
    public String toString() {
        return "MsalAccessTokenProvider[" + settings + "]";
    }

    /** Builds a provider. Not thread-safe. */
    public static final class Builder {

        private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
        private static final Pattern DOMAIN = Pattern.compile(
                "(?=.{1,253}$)[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)+");
        private static final int LEAST_KEY_BITS = 2048;

        private final Cloud cloud;
        private final List<String> kinds = new ArrayList<>();
        private @Nullable String tenant;
        private @Nullable String clientId;
        private @Nullable Supplier<? extends IClientCredential> credential;
        private @Nullable RefreshTokenStore refreshTokens;
        private HttpSettings http = HttpSettings.defaults();
        private Duration requestTimeout = Duration.ofSeconds(8);
        private URI redirectUri = URI.create("http://localhost/");
        private Duration consentTimeout = Duration.ofMinutes(15);
        private Time time = Time.system();
        private @Nullable LoginService service;

        private Builder(Cloud cloud) {
            this.cloud = Objects.requireNonNull(cloud, "cloud");
            if (!"https".equals(cloud.authority().getScheme())) {
                throw new IllegalArgumentException(
                        "The cloud's authority must be https, because refresh tokens and secrets are sent there. The fake's"
                                + " login uses https too: use its cloud and its sslContext.");
            }
        }

        /**
         * Sets the partner's tenant. Required.
         *
         * @param tenant its GUID or a domain of its; upper and lower case are the same
         * @return this
         * @throws IllegalArgumentException if it is neither; {@code common} and its kin are no partner's tenant
         */
        public Builder tenant(String tenant) {
            Objects.requireNonNull(tenant, "tenant");
            if (!GUID.matcher(tenant).matches() && !DOMAIN.matcher(tenant).matches()) {
                throw new IllegalArgumentException(
                        "tenant must be the partner tenant's GUID, or a domain such as contoso.onmicrosoft.com");
            }
            this.tenant = tenant.toLowerCase(Locale.ROOT);
            return this;
        }

        /**
         * Sets the app registration. Required.
         *
         * @param clientId its application (client) id, a GUID
         * @return this
         * @throws IllegalArgumentException if it is no GUID
         */
        public Builder clientId(String clientId) {
            Objects.requireNonNull(clientId, "clientId");
            if (!GUID.matcher(clientId).matches()) {
                throw new IllegalArgumentException("clientId must be the app registration's application id, a GUID");
            }
            this.clientId = clientId;
            return this;
        }

        /**
         * Says that the app is confidential and proves itself by a secret.
         *
         * @param secret gives the secret's value; asked for each request, where it may block; nothing of it is kept. If
         *     it throws, the request fails with {@code TOKEN_ENDPOINT_UNAVAILABLE} and that as cause
         * @return this
         */
        public Builder clientSecret(Supplier<String> secret) {
            Objects.requireNonNull(secret, "clientSecret");
            return confidential(
                    "clientSecret", () -> ClientCredentialFactory.createFromSecret(asked("client secret", secret)));
        }

        /**
         * Says that the app is confidential and proves itself by a certificate, which signs an assertion for each
         * request.
         *
         * @param key the certificate's RSA key, at least 2048 bits
         * @param certificate the certificate, uploaded to the app registration
         * @return this
         * @throws IllegalArgumentException if the key is not RSA, too short, or another certificate's
         */
        public Builder certificate(PrivateKey key, X509Certificate certificate) {
            return certificate(key, List.of(Objects.requireNonNull(certificate, "certificate")));
        }

        /**
         * Says that the app is confidential and proves itself by a certificate of which the service knows the issuer.
         *
         * @param key the first certificate's RSA key, at least 2048 bits
         * @param chain the certificate, then its issuers
         * @return this
         * @throws IllegalArgumentException if the chain is empty, or the key is not RSA, too short, or another certificate's
         */
        public Builder certificate(PrivateKey key, List<X509Certificate> chain) {
            Objects.requireNonNull(key, "key");
            List<X509Certificate> certificates = List.copyOf(chain);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("certificate needs at least one certificate");
            }
            if (!key.getAlgorithm().equals("RSA")
                    || !certificates.get(0).getPublicKey().getAlgorithm().equals("RSA")) {
                throw new IllegalArgumentException(
                        "certificate and key must be RSA: the login service accepts no other kind");
            }
            if (certificates.get(0).getPublicKey() instanceof RSAKey shown
                    && shown.getModulus().bitLength() < LEAST_KEY_BITS) {
                throw new IllegalArgumentException("the certificate's key must have at least " + LEAST_KEY_BITS
                        + " bits, but has " + shown.getModulus().bitLength());
            }
            if (key instanceof RSAKey secret
                    && certificates.get(0).getPublicKey() instanceof RSAKey shown
                    && !secret.getModulus().equals(shown.getModulus())) {
                throw new IllegalArgumentException("the key does not belong to the (first) certificate");
            }
            return confidential(
                    "certificate", () -> ClientCredentialFactory.createFromCertificateChain(key, certificates));
        }

        /**
         * Says that the app is confidential and proves itself by the certificate in a PKCS #12 file ({@code .p12}, {@code
         * .pfx}) with one private key. The file is read now; of a certificate that is renewed, build a new provider.
         *
         * @param pkcs12 the file
         * @param password its password; it is not kept
         * @return this
         * @throws IllegalArgumentException if the file cannot be read, does not open with the password, has no private key
         *     or several, or one that {@link #certificate(PrivateKey, List)} refuses; the message names the file
         */
        public Builder certificate(Path pkcs12, char[] password) {
            Objects.requireNonNull(pkcs12, "pkcs12");
            Objects.requireNonNull(password, "password");
            return certificate(CertificateFiles.pkcs12(pkcs12, password), pkcs12);
        }

        /**
         * Says that the app is confidential and proves itself by a certificate in PEM files. They are read now.
         *
         * @param keyFile has the private key as PKCS #8, not encrypted ({@code -----BEGIN PRIVATE KEY-----})
         * @param chainFile has the certificate, then its issuers if the service is to know them; may be the same file
         * @return this
         * @throws IllegalArgumentException if a file cannot be read, if there is not exactly one key, if it is encrypted or
         *     of another form, if there is no certificate, or if {@link #certificate(PrivateKey, List)} refuses them; the
         *     message names the file
         */
        public Builder certificatePem(Path keyFile, Path chainFile) {
            Objects.requireNonNull(keyFile, "keyFile");
            Objects.requireNonNull(chainFile, "chainFile");
            return certificate(CertificateFiles.pem(keyFile, chainFile), chainFile);
        }

        private Builder certificate(CertificateFiles.KeyAndChain read, Path file) {
            try {
                return certificate(read.key(), read.chain());
            } catch (IllegalArgumentException unusable) {
                throw CertificateFiles.refused(file, "cannot be used: " + unusable.getMessage() + ".", unusable);
            }
        }

        /**
         * Says that the app is confidential and proves itself by a signed assertion from elsewhere, such as a workload
         * identity.
         *
         * @param assertion gives one; asked for each request, where it may block; nothing of it is kept. If it throws,
         *     the request fails with {@code TOKEN_ENDPOINT_UNAVAILABLE} and that as cause
         * @return this
         */
        public Builder clientAssertion(Supplier<String> assertion) {
            Objects.requireNonNull(assertion, "clientAssertion");
            return confidential(
                    "clientAssertion",
                    () -> ClientCredentialFactory.createFromClientAssertion(asked("client assertion", assertion)));
        }

        /**
         * Says that the app is public: it proves nothing, and anybody who has its refresh token may use it.
         *
         * @return this
         */
        public Builder publicClient() {
            kinds.add("publicClient");
            this.credential = null;
            return this;
        }

        private Builder confidential(String option, Supplier<? extends IClientCredential> proof) {
            kinds.add(option);
            this.credential = proof;
            return this;
        }

        private static String asked(String what, Supplier<String> source) {
            String value;
            try {
                value = source.get();
            } catch (RuntimeException thrown) {
                throw LoginFailures.unavailable(
                        "The " + what + " could not be read: its supplier failed with "
                                + thrown.getClass().getName() + ".",
                        thrown);
            }
            if (value == null || value.isBlank()) {
                throw LoginFailures.rejected("There is no " + what + ": its supplier returned null.", null);
            }
            return value;
        }

        /**
         * Sets where refresh tokens are kept. Without a store a consent fails at once, and there is no token to exchange.
         *
         * @param refreshTokens the store, such as {@link RefreshTokenStore#file}; it stays yours
         * @return this
         */
        public Builder refreshTokens(RefreshTokenStore refreshTokens) {
            this.refreshTokens = Objects.requireNonNull(refreshTokens, "refreshTokens");
            return this;
        }

        /**
         * Sets proxy, its credentials, trust and the time to connect at once, in place of all four: for the value that the
         * gateway is given, too. The setters of the four change one each, afterwards.
         *
         * @param settings the settings
         * @return this
         */
        public Builder http(HttpSettings settings) {
            this.http = Objects.requireNonNull(settings, "http");
            return this;
        }

        /**
         * Sets whom to trust and, for mutual TLS, who we are. The platform's default unless set. Host names are always
         * checked; TLS below 1.2 is never spoken.
         *
         * @param sslContext the context
         * @return this
         */
        public Builder sslContext(SSLContext sslContext) {
            return http(http.toBuilder().sslContext(sslContext).build());
        }

        /**
         * Sets how to reach the login service. The JVM's default selector unless set. What the selector offers is tried in
         * its order, HTTP and SOCKS proxies and direct connections, until one can be connected to.
         *
         * @param proxy the selector
         * @return this
         */
        public Builder proxy(ProxySelector proxy) {
            return http(http.toBuilder().proxy(proxy).build());
        }

        /**
         * Sets the credentials to give an HTTP proxy that asks for them (Basic, in UTF-8), and no one else.
         *
         * @param user the user name
         * @param password the password
         * @return this
         */
        public Builder proxyCredentials(String user, String password) {
            return http(http.toBuilder().proxyCredentials(user, password).build());
        }

        /**
         * Sets how long opening a connection may take, 5 seconds unless set.
         *
         * @param connectTimeout 1 ms to 1 day
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder connectTimeout(Duration connectTimeout) {
            return http(http.toBuilder().connectTimeout(connectTimeout).build());
        }

        /**
         * Sets how long a request to the login service may take in all, from connecting to its answer's last byte, 8
         * seconds unless set. What your suppliers and store take is not counted. A token request
         * takes four fifths of the client's {@code tokenTimeout} (10 seconds unless set) at most, so that its failure,
         * which says how far the request came, is the one that the calls see.
         *
         * @param requestTimeout 1 ms to 1 day
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = checked("requestTimeout", requestTimeout);
            return this;
        }

        /**
         * Sets where the login service sends the browser after {@link MsalAccessTokenProvider#consent}; register it with
         * the app. {@code http://localhost/} on a free port unless set: for localhost the service ignores the port.
         *
         * @param redirectUri {@code http}, host {@code localhost} or {@code 127.0.0.1}; without a port, a free one is taken
         * @return this
         * @throws IllegalArgumentException if it is none of these, or has more than a path
         */
        public Builder redirectUri(URI redirectUri) {
            Objects.requireNonNull(redirectUri, "redirectUri");
            boolean here = "localhost".equals(redirectUri.getHost()) || "127.0.0.1".equals(redirectUri.getHost());
            if (!"http".equals(redirectUri.getScheme())
                    || !here
                    || redirectUri.getRawUserInfo() != null
                    || redirectUri.getRawQuery() != null
                    || redirectUri.getRawFragment() != null
                    || redirectUri.getPort() == 0
                    || redirectUri.getPort() > 65_535) {
                throw new IllegalArgumentException(
                        "redirectUri must be like http://localhost:8400/path, because the browser is redirected to this process");
            }
            this.redirectUri = redirectUri;
            return this;
        }

        /**
         * Sets how long a person may take to consent, 15 minutes unless set.
         *
         * @param consentTimeout 1 ms to 1 day
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder consentTimeout(Duration consentTimeout) {
            this.consentTimeout = checked("consentTimeout", consentTimeout);
            return this;
        }

        /**
         * Sets the time that consents wait by: for tests, which advance a clock of their own. Requests to the login
         * service are under real time.
         *
         * @param time the time; real time unless set
         * @return this
         */
        public Builder time(Time time) {
            this.time = Objects.requireNonNull(time, "time");
            return this;
        }

        /** For tests, which script the service's answers. */
        Builder service(LoginService value) {
            this.service = value;
            return this;
        }

        private static Duration checked(String option, Duration value) {
            Objects.requireNonNull(value, option);
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(option + " must be 1 ms to 1 day, but is " + value);
            }
            return value;
        }

        /**
         * Builds the provider. It opens nothing: the first request does.
         *
         * @return the provider, to be closed by the caller
         * @throws IllegalStateException if tenant or client id is missing; or if not exactly one of secret, certificate,
         *     assertion and {@code publicClient()} was given
         */
        public MsalAccessTokenProvider build() {
            String theTenant = Required.of(tenant, "tenant");
            String theClientId = Required.of(clientId, "clientId");
            if (kinds.size() != 1) {
                throw new IllegalStateException("Call exactly one of clientSecret(..), certificate(..) and"
                        + " clientAssertion(..), for a confidential client, or publicClient() before build(); called: "
                        + (kinds.isEmpty() ? "none" : String.join(", ", kinds)));
            }
            return new MsalAccessTokenProvider(
                    this,
                    new LoginSettings(cloud, theTenant, theClientId, credential),
                    service != null ? service : new LoginHttp(LoginHttp.Options.of(theTenant, http, requestTimeout)));
        }

        /** Shows cloud and tenant; no secret. */
        @Override
        public String toString() {
            return "MsalAccessTokenProvider.Builder[" + cloud + ", tenant " + tenant + "]";
        }
    }
}
