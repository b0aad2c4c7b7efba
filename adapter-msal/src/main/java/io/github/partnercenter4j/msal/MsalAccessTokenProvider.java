package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A token provider for Microsoft's Secure Application Model. A user of the partner signs in once, with multi-factor
 * authentication ({@link #consent(Consumer)} or
 * {@link #consentByDeviceCode(Consumer)}). Then the provider exchanges the stored refresh
 * token for access tokens and for new refresh tokens. Thread-safe; any number of clients may share it.
 *
 * <p>Each {@link #accessToken} is one exchange; the client caches access tokens, the provider does not. Exchanges run
 * one after another, so that each uses the newest refresh token. If the store or a supplier still blocks 10 seconds
 * after the request timeout, the next exchange begins. There are no retries, with two exceptions: if the refresh token
 * is refused and another process has stored a newer one, that is exchanged too; and if the credential of the app is
 * refused and its source then returns another one, the request is sent once more ({@link CredentialSource}). A failure
 * is an {@link AuthenticationException} whose reason and message say what to do. It does not contain the login service's
 * descriptions, which name users; MSAL does not see them either, because it would log them.
 *
 * <p>The provider connects only to the authority of the cloud. Each request has its own connection and its own daemon
 * thread, which end with the request.
 */
public final class MsalAccessTokenProvider implements AccessTokenProvider, AutoCloseable {

    /** How long store and suppliers may take, in addition to the request timeout, before the next exchange begins. */
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(10);

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
        this.kept = new RefreshTokenCache(
                builder.refreshTokens, settings.tenant(), settings.kind(), builder.time, builder.rotationListener);
        this.redirectUri = builder.redirectUri;
        this.consentTimeout = builder.consentTimeout;
        this.time = builder.time;
        this.turns = new SerialQueue(builder.time, builder.requestTimeout.plus(STORE_PATIENCE));
    }

    /**
     * Returns a builder.
     *
     * @param cloud the cloud of the tokens; its authority must be https
     * @return a new builder
     */
    public static Builder builder(Cloud cloud) {
        return new Builder(cloud);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The exchange runs on the executor of the request. It may take as long as the request timeout, but at most four
     * fifths of the time that the client waits. Cancelling the future cancels an exchange that has not begun. An
     * exchange that has begun is completed and its refresh token stored, because that may be the only valid one. The
     * future fails before anything is sent if there is no stored token ({@code INTERACTION_REQUIRED}), if the stored
     * token belongs to another kind of client ({@code CREDENTIAL_REJECTED}), or if the provider is closed (category
     * {@code CLOSED}).
     */
    @Override
    public CompletableFuture<AccessToken> accessToken(TokenRequest request) {
        Objects.requireNonNull(request, "request");
        CompletableFuture<AccessToken> future = opened();
        // Four fifths, so that this provider's failure, which says more, comes before the client's timeout.
        long end =
                time.nanos() + request.timeLeft().multipliedBy(4).dividedBy(5).toNanos();
        turns.submit(future, request.executor(), () -> refresh(end));
        return future;
    }

    private AccessToken refresh(long end) {
        if (closed) {
            // The exchange begins only because the provider was closed.
            throw closed(true);
        }
        RefreshTokenCache.Current current = kept.current();
        try {
            return exchange(current, end);
        } catch (AuthenticationException refused) {
            RefreshTokenCache.Current newer =
                    refused.reason() == AuthenticationReason.INTERACTION_REQUIRED ? kept.newerThan(current) : null;
            if (newer == null) {
                throw refused;
            }
            return exchange(newer, end);
        }
    }

    private AccessToken exchange(RefreshTokenCache.Current current, long end) {
        TokenReply reply = grants.refresh(current.token(), Duration.ofNanos(end - time.nanos()));
        kept.rotated(current, reply.refreshToken());
        return reply.accessToken();
    }

    /**
     * Signs a user in with a browser, and stores the refresh token for this tenant. {@link #accessToken} uses it from
     * then on. First it checks the store ({@link RefreshTokenStore#check}), so that no user has to sign in if the token
     * cannot be stored. During the sign-in, it listens on 127.0.0.1 for the redirect, on its own threads.
     *
     * @param browser shows the sign-in page: opens a browser on this machine, or prints the address. Called once; it
     *     may block
     * @return a future that completes when the token is stored. Cancelling it, or closing the provider, stops the
     *     listener. It fails with an {@link AuthenticationException}, with
     *     {@code INTERACTION_REQUIRED} if the user refused or was too late
     * @throws IllegalStateException if no store was set by {@link Builder#refreshTokens}
     */
    public CompletableFuture<Void> consent(Consumer<URI> browser) {
        return consent(SignInOptions.defaults(), browser);
    }

    /**
     * Signs a user in with a browser, as {@link #consent(Consumer)} does, with other options. In a web application, use
     * {@link Builder#hostedConsent}.
     *
     * @param options how the user is asked to sign in
     * @param browser shows the sign-in page: opens a browser on this machine, or prints the address. Called once; it
     *     may block
     * @return a future that completes when the token is stored, as that of {@link #consent(Consumer)}
     * @throws IllegalStateException if no store was set by {@link Builder#refreshTokens}
     */
    public CompletableFuture<Void> consent(SignInOptions options, Consumer<URI> browser) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(browser, "browser");
        return consenting((future, threads) ->
                new BrowserConsent(settings, grants, redirectUri, options).await(future, threads, browser));
    }

    /**
     * Signs a user in on another device, and stores the refresh token for this tenant. {@link #accessToken} uses it
     * from then on. For public clients. First it checks the store, as in {@link #consent}.
     *
     * @param prompt shows the code and where to enter it. Called once; it may block
     * @return a future that completes when the token is stored. Cancelling it, or closing the provider, ends the wait.
     *     It fails with an {@link AuthenticationException}, with
     *     {@code INTERACTION_REQUIRED} if the user refused or was too late
     * @throws IllegalStateException if this provider is for a confidential client (use {@link #consent}), or if no
     *     store was set by {@link Builder#refreshTokens}
     */
    public CompletableFuture<Void> consentByDeviceCode(Consumer<DeviceCodePrompt> prompt) {
        return consentByDeviceCode(SignInOptions.defaults(), prompt);
    }

    /**
     * Signs a user in on another device, as {@link #consentByDeviceCode(Consumer)} does, with other options.
     *
     * @param options how the user is asked to sign in; only the claims and the second factor apply to devices
     * @param prompt shows the code and where to enter it. Called once; it may block
     * @return a future that completes when the token is stored, as that of {@link #consentByDeviceCode(Consumer)}
     * @throws IllegalStateException if this provider is for a confidential client (use {@link #consent}), or if no
     *     store was set by {@link Builder#refreshTokens}
     */
    public CompletableFuture<Void> consentByDeviceCode(SignInOptions options, Consumer<DeviceCodePrompt> prompt) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(prompt, "prompt");
        if (settings.kind() != ClientKind.PUBLIC) {
            throw new IllegalStateException(
                    "Device codes are for public clients: call consent(..), or build with publicClient().");
        }
        return consenting((future, threads) -> {
            TokenReply reply = new DeviceConsent(settings, service, options, time).await(future, prompt);
            return () -> reply;
        });
    }

    /**
     * Reads the stored refresh token, and tells what is known about it. It sends no request, so it is fit for a health
     * check and for a job that looks for partners whose token will expire. It may block in the store.
     *
     * @return what is known about the token
     * @throws AuthenticationException if {@link #accessToken} would fail before it sends a request: there is no token,
     *     it belongs to another kind of client, or the store failed
     */
    public StoredToken storedToken() {
        RefreshToken token = kept.stored();
        return new StoredToken(token.kind(), token.issuedAt());
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
     * Fails open requests with category {@code CLOSED} and ends consents. Returns at once. An exchange that has begun
     * is completed and its refresh token stored, within the request timeout. The store stays open. Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        // Each on its own thread: callbacks may follow, and the other requests must not wait for them.
        OwnThreads threads = new OwnThreads("partnercenter4j-close");
        open.forEach(threads::execute);
        threads.rest();
        service.close();
    }

    /** Shows cloud, tenant and kind of client, no secret. */
    @Override
    public String toString() {
        return "MsalAccessTokenProvider[" + settings + "]";
    }

    /** Builds a provider. Not thread-safe. */
    public static final class Builder {

        private final Cloud cloud;
        private final List<String> kinds = new ArrayList<>();
        private @Nullable String tenant;
        private @Nullable String clientId;
        private @Nullable ClientProof<?> credential;
        private @Nullable RefreshTokenStore refreshTokens;
        private RotationListener rotationListener = (tenant, issuedAt) -> {};
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
         * @param tenant the GUID of the tenant, or one of its domains; upper and lower case are equal
         * @return this
         * @throws IllegalArgumentException if it is neither. Names such as {@code common} are not allowed, because they
         *     are not a tenant
         */
        public Builder tenant(String tenant) {
            this.tenant = LoginSettings.checkedTenant(Objects.requireNonNull(tenant, "tenant"));
            return this;
        }

        /**
         * Sets the app registration. Required.
         *
         * @param clientId the application (client) id, a GUID
         * @return this
         * @throws IllegalArgumentException if it is not a GUID
         */
        public Builder clientId(String clientId) {
            this.clientId = LoginSettings.checkedClientId(Objects.requireNonNull(clientId, "clientId"));
            return this;
        }

        /**
         * Sets a confidential client with a secret.
         *
         * @param secret returns the value of the secret. Called for each request; it may block. The value is not kept.
         *     If it throws, the request fails with {@code TOKEN_ENDPOINT_UNAVAILABLE} and the exception as its cause
         * @return this
         */
        public Builder clientSecret(Supplier<String> secret) {
            Objects.requireNonNull(secret, "clientSecret");
            return clientSecretSource(refused -> secret.get());
        }

        /**
         * Sets a confidential client with a secret that is renewed while the program runs.
         *
         * @param secret returns the value of the secret, and is told if it was refused
         * @return this
         */
        public Builder clientSecretSource(CredentialSource<String> secret) {
            return confidential("clientSecret", ClientProof.secret(Objects.requireNonNull(secret, "clientSecret")));
        }

        /**
         * Sets a confidential client with a certificate, which signs an assertion for each request.
         *
         * @param key the RSA key of the certificate, at least 2048 bits
         * @param certificate the certificate, uploaded to the app registration
         * @return this
         * @throws IllegalArgumentException if the key is not RSA, is too short, or does not belong to the certificate
         */
        public Builder certificate(PrivateKey key, X509Certificate certificate) {
            return certificate(key, List.of(Objects.requireNonNull(certificate, "certificate")));
        }

        /**
         * Sets a confidential client with a certificate whose issuer the service knows.
         *
         * @param key the RSA key of the first certificate, at least 2048 bits
         * @param chain the certificate, then its issuers
         * @return this
         * @throws IllegalArgumentException if the chain is empty, or if the key is not RSA, is too short, or does not
         *     belong to the first certificate
         */
        public Builder certificate(PrivateKey key, List<X509Certificate> chain) {
            return certificate(ClientCertificate.of(key, chain));
        }

        private Builder certificate(ClientCertificate certificate) {
            return certificateSource(refused -> certificate);
        }

        /**
         * Sets a confidential client with a certificate that is renewed while the program runs, for example
         * {@code refused -> ClientCertificate.pem(keyFile, chainFile)}: so the files are read for each request.
         *
         * @param certificate returns the certificate, and is told if it was refused
         * @return this
         */
        public Builder certificateSource(CredentialSource<ClientCertificate> certificate) {
            return confidential(
                    "certificate", ClientProof.certificate(Objects.requireNonNull(certificate, "certificate")));
        }

        /**
         * Sets a confidential client with the certificate in a PKCS #12 file ({@code .p12}, {@code .pfx}), which must
         * have one private key. The file is read now, once. If it is renewed, use
         * {@link #certificateSource} with {@link ClientCertificate#pkcs12}.
         *
         * @param pkcs12 the file
         * @param password the password of the file; it is not kept
         * @return this
         * @throws IllegalArgumentException if the file cannot be read, if the password is wrong, if there is not
         *     exactly one private key, or if {@link #certificate(PrivateKey, List)} refuses it; the message names the
         *     file
         */
        public Builder certificate(Path pkcs12, char[] password) {
            return certificate(ClientCertificate.pkcs12(pkcs12, password));
        }

        /**
         * Sets a confidential client with a certificate in PEM files. The files are read now, once. If they are
         * renewed, use {@link #certificateSource} with {@link ClientCertificate#pem}.
         *
         * @param keyFile the file with the private key as PKCS #8, not encrypted ({@code -----BEGIN PRIVATE KEY-----})
         * @param chainFile the file with the certificate, optionally followed by its issuers; may be the same file
         * @return this
         * @throws IllegalArgumentException if a file cannot be read, if there is not exactly one key, if the key is
         *     encrypted or has another format, if there is no certificate, or if {@link #certificate(PrivateKey, List)}
         *     refuses them; the message names the file
         */
        public Builder certificatePem(Path keyFile, Path chainFile) {
            return certificate(ClientCertificate.pem(keyFile, chainFile));
        }

        /**
         * Sets a confidential client with a signed assertion from elsewhere, such as a workload identity.
         *
         * @param assertion returns the assertion. Called for each request; it may block. The assertion is not kept. If
         *     it throws, the request fails with {@code TOKEN_ENDPOINT_UNAVAILABLE} and the exception as its cause
         * @return this
         */
        public Builder clientAssertion(Supplier<String> assertion) {
            Objects.requireNonNull(assertion, "clientAssertion");
            return clientAssertionSource(refused -> assertion.get());
        }

        /**
         * Sets a confidential client with a signed assertion from elsewhere, such as a managed identity.
         *
         * @param assertion returns the assertion, and is told if it was refused
         * @return this
         */
        public Builder clientAssertionSource(CredentialSource<String> assertion) {
            return confidential(
                    "clientAssertion", ClientProof.assertion(Objects.requireNonNull(assertion, "clientAssertion")));
        }

        /**
         * Sets a confidential client with a signed assertion in a file that the platform renews, such as the file of
         * {@code AZURE_FEDERATED_TOKEN_FILE} on Kubernetes. It is read for each request.
         *
         * @param file the file. It need not exist yet; a request fails with {@code TOKEN_ENDPOINT_UNAVAILABLE} if it
         *     cannot be read or is empty, and the message names it
         * @return this
         */
        public Builder clientAssertion(Path file) {
            return clientAssertionSource(new AssertionFile(Objects.requireNonNull(file, "clientAssertion")));
        }

        /**
         * Sets a public client. It does not authenticate itself, so everybody who has its refresh token can use it.
         *
         * @return this
         */
        public Builder publicClient() {
            kinds.add("publicClient");
            this.credential = null;
            return this;
        }

        private Builder confidential(String option, ClientProof<?> proof) {
            kinds.add(option);
            this.credential = proof;
            return this;
        }

        /**
         * Sets the store of the refresh tokens. Without a store, a consent fails at once, and there is no token to
         * exchange.
         *
         * @param refreshTokens the store, such as {@link RefreshTokenStore#file}; the provider borrows it
         * @return this
         */
        public Builder refreshTokens(RefreshTokenStore refreshTokens) {
            this.refreshTokens = Objects.requireNonNull(refreshTokens, "refreshTokens");
            return this;
        }

        /**
         * Sets a listener for new refresh tokens. None unless set.
         *
         * @param rotationListener the listener
         * @return this
         */
        public Builder rotationListener(RotationListener rotationListener) {
            this.rotationListener = Objects.requireNonNull(rotationListener, "rotationListener");
            return this;
        }

        /**
         * Sets proxy, proxy credentials, TLS context and connect timeout together. Use it to give the gateway and the
         * token provider the same settings. It replaces all four; the single setters may change one of them afterwards.
         *
         * @param settings the settings
         * @return this
         */
        public Builder http(HttpSettings settings) {
            this.http = Objects.requireNonNull(settings, "http");
            return this;
        }

        /**
         * Sets the TLS context: the trusted certificates and, for mutual TLS, the client's certificate. The JVM's
         * default unless set. The provider always checks host names, and never uses TLS below 1.2.
         *
         * @param sslContext the context
         * @return this
         */
        public Builder sslContext(SSLContext sslContext) {
            return http(http.toBuilder().sslContext(sslContext).build());
        }

        /**
         * Sets the proxy selector. The JVM's default selector unless set. The provider tries the routes of the selector
         * in their order (HTTP proxies, SOCKS proxies, direct connections) until one works.
         *
         * @param proxy the selector
         * @return this
         */
        public Builder proxy(ProxySelector proxy) {
            return http(http.toBuilder().proxy(proxy).build());
        }

        /**
         * Sets the credentials for the HTTP proxy. They are sent only to a proxy, and only after it asked for
         * {@code Basic}, in UTF-8.
         *
         * @param user the user name
         * @param password the password
         * @return this
         */
        public Builder proxyCredentials(String user, String password) {
            return http(http.toBuilder().proxyCredentials(user, password).build());
        }

        /**
         * Sets how long opening a TCP connection may take, 5 seconds unless set.
         *
         * @param connectTimeout 1 ms to 1 day
         * @return this
         * @throws IllegalArgumentException if the time is out of this range
         */
        public Builder connectTimeout(Duration connectTimeout) {
            return http(http.toBuilder().connectTimeout(connectTimeout).build());
        }

        /**
         * Sets how long a request to the login service may take in total, from connecting to the last byte of the
         * response; 8 seconds unless set. The time of your suppliers and store does not count. A token request takes at
         * most four fifths of the client's {@code tokenTimeout} (10 seconds unless set). So calls fail with the failure
         * of the request, which says more than a timeout of the client.
         *
         * @param requestTimeout 1 ms to 1 day
         * @return this
         * @throws IllegalArgumentException if the time is out of this range
         */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = checked("requestTimeout", requestTimeout);
            return this;
        }

        /**
         * Sets the redirect address of {@link MsalAccessTokenProvider#consent}. Register it in the app registration.
         * Unless set, {@code http://localhost/} on a free port; for localhost the service ignores the port.
         *
         * @param redirectUri an address with {@code http} and host {@code localhost} or {@code 127.0.0.1}; without a
         *     port, a free one is used
         * @return this
         * @throws IllegalArgumentException if it is another address, or has parts after the path
         */
        public Builder redirectUri(URI redirectUri) {
            RedirectListener.requireHere(Objects.requireNonNull(redirectUri, "redirectUri"));
            this.redirectUri = redirectUri;
            return this;
        }

        /**
         * Sets how long a user may take for the consent, 15 minutes unless set.
         *
         * @param consentTimeout 1 ms to 1 day
         * @return this
         * @throws IllegalArgumentException if the time is out of this range
         */
        public Builder consentTimeout(Duration consentTimeout) {
            this.consentTimeout = checked("consentTimeout", consentTimeout);
            return this;
        }

        /**
         * Sets the clock and timer of consents, for tests with a fake clock. Requests to the login service always use
         * real time.
         *
         * @param time the time; real time unless set
         * @return this
         */
        public Builder time(Time time) {
            this.time = Objects.requireNonNull(time, "time");
            return this;
        }

        /** For tests, which script the responses of the service. */
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
         * Builds the provider. It opens no connection before the first request.
         *
         * @return the provider; the caller must close it
         * @throws IllegalStateException if tenant or client id is missing, or if not exactly one of secret,
         *     certificate, assertion and {@code publicClient()} was set
         */
        public MsalAccessTokenProvider build() {
            LoginSettings settings = settings(Required.of(tenant, "tenant"));
            return new MsalAccessTokenProvider(
                    this, settings, service(settings.tenant(), service, http, requestTimeout));
        }

        /**
         * Builds the consent of partners in a web application, with the settings of this builder: app and credential,
         * store, {@code rotationListener}, network, {@code requestTimeout} and {@code time}; {@code consentTimeout} is the time from its begin to
         * its completion. The tenant is not needed. The same builder may then build the providers of the partners.
         *
         * @param redirectUri the address of the application that the browser comes back to. Register it in the app
         *     registration, under the platform Web. {@code https}; plain {@code http} for {@code localhost},
         *     {@code 127.0.0.1} and {@code [::1]} only
         * @return the consent
         * @throws IllegalArgumentException if the address is another one, has user-info or a fragment, or has more than
         *     1,000 characters; the message says what is wrong
         * @throws IllegalStateException if client id or store is missing, or if not exactly one of secret, certificate
         *     and assertion was set
         */
        public HostedConsent hostedConsent(URI redirectUri) {
            HostedConsent.requireWeb(Objects.requireNonNull(redirectUri, "redirectUri"));
            LoginSettings settings = settings(PendingConsent.ANY_TENANT);
            if (settings.kind() == ClientKind.PUBLIC) {
                throw new IllegalStateException("A web application is a confidential client: call clientSecret(..),"
                        + " certificate(..) or clientAssertion(..) instead of publicClient().");
            }
            RefreshTokenStore store = Required.of(refreshTokens, "refreshTokens");
            HttpSettings network = http;
            Duration timeout = requestTimeout;
            LoginService given = service;
            return new HostedConsent(
                    settings,
                    redirectUri,
                    store,
                    rotationListener,
                    partner -> service(partner, given, network, timeout),
                    consentTimeout,
                    time,
                    partner -> true);
        }

        private LoginSettings settings(String theTenant) {
            String theClientId = Required.of(clientId, "clientId");
            if (kinds.size() != 1) {
                throw new IllegalStateException("Call exactly one of clientSecret(..), certificate(..) and"
                        + " clientAssertion(..), for a confidential client, or publicClient() before build(); called: "
                        + (kinds.isEmpty() ? "none" : String.join(", ", kinds)));
            }
            return new LoginSettings(cloud, theTenant, theClientId, credential);
        }

        private static LoginService service(
                String theTenant, @Nullable LoginService given, HttpSettings network, Duration timeout) {
            return given != null ? given : new LoginHttp(LoginHttp.Options.of(theTenant, network, timeout));
        }

        /** Shows cloud and tenant, no secret. */
        @Override
        public String toString() {
            return "MsalAccessTokenProvider.Builder[" + cloud + ", tenant " + tenant + "]";
        }
    }
}
