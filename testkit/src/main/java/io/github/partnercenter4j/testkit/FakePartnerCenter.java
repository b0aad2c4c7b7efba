package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import io.github.partnercenter4j.testkit.behaviour.Throttle;
import io.github.partnercenter4j.testkit.door.FurtherDoor;
import io.github.partnercenter4j.testkit.door.LoginDoor;
import io.github.partnercenter4j.testkit.door.Port;
import io.github.partnercenter4j.testkit.door.PublicAddress;
import io.github.partnercenter4j.testkit.entra.Login;
import io.github.partnercenter4j.testkit.entra.Surroundings;
import io.github.partnercenter4j.testkit.memory.MemoryGateway;
import io.github.partnercenter4j.testkit.service.IssuedTokens;
import io.github.partnercenter4j.testkit.service.Seed;
import io.github.partnercenter4j.testkit.service.Service;
import io.github.partnercenter4j.testkit.service.Throttling;
import io.github.partnercenter4j.testkit.tls.FakeTls;
import io.github.partnercenter4j.testkit.visit.ExchangeRecorder;
import io.github.partnercenter4j.testkit.visit.Timers;
import io.github.partnercenter4j.testkit.visit.TokenVisitResult;
import io.github.partnercenter4j.testkit.visit.VisitResult;
import io.github.partnercenter4j.testkit.visit.Visits;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A fake Partner Center for tests. It stores one support profile for each partner tenant. {@link #gateway()} is an
 * in-memory gateway; {@link #url()} and {@link #cloud()} give access over HTTP, on a free port of the loopback address
 * unless the builder sets another one. Both use the same state. The port is opened only when it is needed.
 *
 * <p>The port supports HTTP and HTTPS. A client with {@link #sslContext()} trusts the certificate, which is for
 * {@code localhost}, the address that the client connects to, and the names that the builder was told. Its authority is
 * created in memory when it is first needed, and is the same for all fakes of a JVM.
 *
 * <pre>{@code
 * try (FakePartnerCenter fake = FakePartnerCenter.create();
 *         PartnerCenter partnerCenter = PartnerCenter.builder()
 *                 .gateway(fake.gateway())
 *                 .tokens(AccessTokenProvider.of(() -> fake.tokens().appPlusUser()))
 *                 .build()) {
 *     fake.next(Fault.answer(503));
 *     partnerCenter.profiles().supportProfile().get();
 *     assertThat(fake.journal().requests("GET")).hasSize(2);
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class FakePartnerCenter implements AutoCloseable {

    private final String basePath;
    private final String tenant;
    private final IssuedTokens issued;
    private final FakeTokens tokens;
    private final Set<Behaviour> behaviours;
    private final Service state;
    private final Journal journal;
    private final Log<TokenCall> tokenCalls;
    private final FaultRules faults;
    private final Visits visits;
    private final Port port;
    private final List<SupportProfileGateway> gateways = new ArrayList<>();
    private final Map<String, FakeTenant> tenants = new HashMap<>();
    private final Seed source;
    private final InstantSource clock;
    private @Nullable LoginDoor loginDoor;
    private @Nullable FakeLogin login;
    private boolean closed;

    private FakePartnerCenter(Builder builder) {
        this.source = new Seed(builder.seed == null ? new SplittableRandom().nextLong() : builder.seed);
        this.clock = builder.clock;
        this.behaviours = builder.behaviours();
        this.basePath = builder.basePath;
        this.tenant = Seed.guid(source.stream("tenant"));
        this.issued = new IssuedTokens();
        this.tokens = new FakeTokens(source, clock, tenant, issued);
        this.journal = new Journal(builder.journalLimit);
        this.tokenCalls = new Log<>(builder.journalLimit);
        this.faults = new FaultRules(source, clock, builder.journalLimit);
        this.state = new Service(source, clock, behaviours, issued, builder.replayLifetime);
        this.visits = new Visits(state, faults, new Records(), new Timers(clock), basePath);
        this.port = new Port(builder.port, builder.names(), visits, () -> loginDoor());
        if (builder.admin) {
            FurtherDoor<FakePartnerCenter> door = furtherDoor();
            port.admin(() -> door.open(this));
        }
    }

    /** {@return a new fake with the defaults; close it after use} */
    public static FakePartnerCenter create() {
        return builder().build();
    }

    /** {@return a new builder with the defaults, not thread-safe} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the URL that clients use for the fake. The first call opens the port.
     *
     * @return scheme, host and port: http on this machine's loopback, https elsewhere and after {@link Builder#https()}; or
     *     what {@link Builder#publicUrl} says
     * @throws IllegalStateException if the fake is closed
     * @throws java.io.UncheckedIOException if the port cannot be opened
     */
    public URI url() {
        requireOpen();
        return port.url();
    }

    /**
     * Returns a cloud with the addresses of this fake, for a real transport. The first call opens the port. Its
     * authority is always https, because libraries for Entra require that: give them {@link #sslContext()}.
     *
     * @return the cloud
     * @throws IllegalStateException if the fake is closed
     * @throws IllegalArgumentException if {@link Builder#publicUrl} has plain http and {@link #cloudOverPlainHttp} refuses it
     */
    public Cloud cloud() {
        URI url = url();
        if (port.publicAddress().isPlainByWill()) {
            return cloudOverPlainHttp(URI.create(url + basePath));
        }
        return Cloud.custom(URI.create(url + basePath), port.authority(null), url + "/user_impersonation");
    }

    /**
     * Returns the cloud of a fake in a private network, over plain http. {@link Cloud#custom} refuses that, because
     * others could read the tokens. The login still uses https.
     *
     * @param url the fake's plain http address, such as {@code http://fake:8585}, with its base path if it has one
     * @return the cloud, for tests alone
     * @throws IllegalArgumentException if the address is not http, or not a private address, a name without dots, or one
     *     below {@code .internal}, {@code .local} or {@code .test}
     */
    public static Cloud cloudOverPlainHttp(URI url) {
        return PlainHttp.cloud(url);
    }

    /**
     * Returns a TLS context for clients that trusts only the certificates of this fake.
     *
     * @return the context, the same for all fakes of the JVM
     * @throws IllegalStateException if this Java lacks the cryptography
     */
    public SSLContext sslContext() {
        return FakeTls.trust();
    }

    /**
     * Returns a TLS context for a test's own server. Clients with {@link #sslContext()} trust it.
     *
     * @return a context for servers at {@code localhost}, {@code 127.0.0.1} and {@code ::1}, the same for all fakes of
     *     the JVM
     * @throws IllegalStateException if this Java lacks the cryptography
     */
    public SSLContext serverSslContext() {
        return FakeTls.serverContext();
    }

    /**
     * Returns the certificate of the fake's certificate authority.
     *
     * @return the certificate, the same for all fakes of the JVM
     * @throws IllegalStateException if this Java lacks the cryptography
     */
    public X509Certificate caCertificate() {
        return FakeTls.caCertificate();
    }

    /**
     * Returns the same certificate as text, for clients that read a file, such as {@code curl --cacert} or Node with
     * {@code NODE_EXTRA_CA_CERTS}.
     *
     * @return the certificate in PEM, with line ends
     * @throws IllegalStateException if this Java lacks the cryptography
     */
    public String caPem() {
        return FakeTls.caPem();
    }

    /**
     * Opens an in-memory gateway.
     *
     * @return a new gateway; closing the fake also closes it
     * @throws IllegalStateException if the fake is closed
     */
    public synchronized SupportProfileGateway gateway() {
        requireOpen();
        SupportProfileGateway gateway = new MemoryGateway(visits, gateways.size() + 1);
        gateways.add(gateway);
        return gateway;
    }

    /** {@return the issuer of tokens, always the same} */
    public FakeTokens tokens() {
        return tokens;
    }

    /** {@return the login, always the same} It uses the same port. Its tokens are valid for this fake. */
    public synchronized FakeLogin login() {
        if (login == null) {
            login = new FakeLogin(this, loginDoor().login(), faults, tokenCalls);
        }
        return login;
    }

    private synchronized LoginDoor loginDoor() {
        if (loginDoor == null) {
            Login answering = new Login(
                    new Surroundings(this::url, port::authority, port::isCalled, tenant, source, clock, issued));
            loginDoor = new LoginDoor(answering, faults, visits.recorder(), visits.timers());
        }
        return loginDoor;
    }

    @SuppressWarnings("unchecked") // The registered service is for this class.
    private static FurtherDoor<FakePartnerCenter> furtherDoor() {
        try {
            return ServiceLoader.load(FurtherDoor.class, FakePartnerCenter.class.getClassLoader())
                    .findFirst()
                    .orElseThrow(() -> new ServiceConfigurationError("no provider"));
        } catch (ServiceConfigurationError lost) {
            throw new IllegalStateException(
                    "The admin API is missing: the testkit's META-INF/services file was lost when jars were merged. Merge these"
                            + " files, too.",
                    lost);
        }
    }

    /** {@return the port} For the testkit's own program; tests use {@link #url()}. */
    @SuppressWarnings("exports") // Public only because the program is in another package.
    public Port port() {
        return port;
    }

    /** Records the exchanges. */
    private final class Records implements ExchangeRecorder {

        @Override
        public void record(VisitResult result) {
            journal.add(result);
        }

        @Override
        public void record(TokenVisitResult result) {
            tokenCalls.add(new TokenCall(result));
        }
    }

    /** {@return the default partner tenant, a GUID that is generated from the seed} */
    public String tenant() {
        return tenant;
    }

    /** {@return the behaviours that are on, unmodifiable} */
    public Set<Behaviour> behaviours() {
        return behaviours;
    }

    /**
     * Returns one tenant of this fake, for tests that share it. Its tokens, profile, faults, journal and reset are
     * separate from those of other tenants.
     *
     * @param tenant the id of the partner tenant, any GUID, or a domain name
     * @return the tenant, always the same for the same id
     * @throws IllegalArgumentException if the tenant is neither
     */
    public synchronized FakeTenant tenant(String tenant) {
        String key = FakeTokens.tenantKey(tenant);
        FakeTenant known = tenants.get(key);
        if (known == null) {
            FakeTokens own = key.equals(this.tenant) ? tokens : tokens.of(key, source);
            known = new FakeTenant(this, key, own, state, faults, journal.of(key));
            tenants.put(key, known);
        }
        return known;
    }

    /** {@return the ids of the tenants with a stored profile, and of the default tenant: a snapshot, sorted} */
    public SortedSet<String> tenants() {
        Service.State now = state.state();
        SortedSet<String> known = new TreeSet<>(now.profiles().keySet());
        known.addAll(now.writes().keySet());
        known.add(tenant);
        return Collections.unmodifiableSortedSet(known);
    }

    /** {@return the clock that the fake was built with} */
    public InstantSource clock() {
        return clock;
    }

    /**
     * {@return the seed of all random values of this fake} {@link Builder#seed} with this number gives the same ids
     * again.
     */
    public long seed() {
        return source.value();
    }

    /** {@return the stored profile of the default tenant; the documented example until another one is stored} */
    public SupportProfile profile() {
        return state.profile(tenant);
    }

    /**
     * Stores a profile for the default tenant. Its unknown members and its ETag stay after updates, like members of the
     * service. The kind of profile, the object type and the link are added as in the service.
     *
     * @param profile the profile
     * @throws IllegalArgumentException if an unknown member is not JSON, or has the name of a known member
     */
    public void setProfile(SupportProfile profile) {
        state.setProfile(tenant, Objects.requireNonNull(profile, "profile"));
    }

    /** {@return the journal of all exchanges, in memory and over HTTP; always the same} */
    public Journal journal() {
        return journal;
    }

    /**
     * Starts a verification of the received requests, in memory and over HTTP. A failed check shows the most similar
     * other requests and their differences, but no body.
     *
     * <pre>{@code
     * fake.verify(Request.put()).once();
     * fake.verify(Request.get().header("X-Locale", "sv-SE")).await().times(2);
     * fake.verify(Request.get()).gapsAtLeast(Duration.ofSeconds(30));   // the second no sooner than that
     * }</pre>
     *
     * @param request the requests to verify
     * @return the verification, which checks nothing yet
     */
    public Verification<RecordedExchange> verify(Request request) {
        return Verification.of(journal.log(), request, false);
    }

    /**
     * Like {@link #verify}, but a failed check also shows bodies that do not match {@link Request#body}. Secrets are
     * hidden, but e-mail addresses and telephone numbers are not.
     *
     * @param request the requests
     * @return the verification, which checks nothing yet
     */
    public Verification<RecordedExchange> verifyShowingBodies(Request request) {
        return Verification.of(journal.log(), request, true);
    }

    /**
     * Asserts that requests came in this order, in memory or over HTTP. Other requests may have come before, between
     * and after them.
     *
     * @param requests the requests in order, at least one
     * @return the exchanges, one for each
     * @throws AssertionError if they did not; the message names the missing one
     * @throws IllegalArgumentException if there is nothing to verify
     */
    public List<RecordedExchange> verifyInOrder(Request... requests) {
        return Verification.inOrder(journal.log(), List.of(requests));
    }

    /**
     * Checks the clients' requests so far against the rules of {@link Conduct}. Each call is checked separately, with
     * the exchanges that the journal and the login still keep.
     *
     * <pre>{@code
     * fake.conduct().requireGood();
     * }</pre>
     *
     * @return the violations
     */
    public Conduct conduct() {
        return Conduct.of(journal.exchanges(), tokenCalls());
    }

    /** Returns the token requests. Does not create the login if it does not exist. */
    List<TokenCall> tokenCalls() {
        return tokenCalls.kept().entries();
    }

    /**
     * Queues faults. Each fault applies to one exchange, in memory or over HTTP, in order and before all rules. A fault
     * at {@link Fault.Point#ACCEPT} waits for a new connection (in memory, every exchange counts as one); later faults
     * do not wait for it.
     *
     * @param more the faults, in order
     */
    public void next(Fault... more) {
        faults.queue().add(List.of(more));
    }

    /**
     * Starts the definition of a rule: which faults apply to which requests, in memory or over HTTP. Faults of
     * {@link #next} come first, then the rules in the order of their definition. The first rule that applies decides.
     *
     * <pre>{@code
     * FaultRule busy = fake.when(Request.put()).times(2).play(Fault.answer(503));
     * fake.when(Request.any().tenant(tenant)).skip(1).play(Fault.reset(Point.AFTER_COMMIT));
     * fake.when(Request.get()).inTurn(Fault.answer(429), Fault.answer(429), Fault.none());
     * ...
     * assertThat(busy.hits()).isEqualTo(2);
     * fake.requireAllRulesUsed();
     * }</pre>
     *
     * @param request the requests
     * @return the definition; it has no effect before {@link FaultRule.Builder#play} or
     *     {@link FaultRule.Builder#inTurn}
     */
    public FaultRule.Builder when(Request request) {
        return new FaultRule.Builder(faults, request);
    }

    /**
     * Limits the number of requests from now on, in memory and over HTTP. Further requests get a 429 with
     * {@code Retry-After} and the documented text. All requests with a token of this fake count, whatever their
     * response is. Faults also apply to refused requests.
     *
     * <pre>{@code
     * fake.throttle(Throttle.perWindow(10, Duration.ofMinutes(1)).writeCost(5));
     * ...
     * assertThat(fake.journal().exchanges()).allMatch(exchange -> exchange.tooEarly().isZero());
     * }</pre>
     *
     * @param limit the limit. It replaces an earlier one, and its windows start again. {@link Throttle#none()} removes
     *     the limit, like {@link #reset()}
     */
    public void throttle(Throttle limit) {
        state.throttle(limit.isNone() ? null : new Throttling(limit, clock));
    }

    /** {@return the limit of {@link #throttle(Throttle)}, or {@link Throttle#none()}} */
    public Throttle throttle() {
        return state.throttle();
    }

    /**
     * {@return a snapshot of all rules in the order of their definition, including finished ones} {@link #clearFaults}
     * and {@link #reset()} remove all rules, {@link FaultRule#remove} removes one.
     */
    public List<FaultRule> rules() {
        return faults.rules();
    }

    /**
     * Asserts that all faults of the test were used, including those in the queue of the login.
     *
     * @throws AssertionError if an enabled rule was never used, or a queued fault is left; the message names it and
     *     shows the received requests
     */
    public void requireAllRulesUsed() {
        faults.requireAllUsed(null, journal);
    }

    /** {@return the number of queued faults that are left, including those of tenants} */
    public int faultsLeft() {
        return faults.left(null).size();
    }

    /** {@return how many updates were stored, in memory and over HTTP, whatever their responses were} */
    public int writesApplied() {
        return state.writesApplied();
    }

    /**
     * {@return the number of open HTTP connections; 0 if the port was never opened} A client may keep a pooled
     * connection open, but must close it at the end. While a response is delayed or sent slowly, the fake does not
     * notice that its client has closed the connection.
     */
    public int connections() {
        return port.connections();
    }

    /**
     * {@return a snapshot of the stored profiles of all tenants and of the number of updates, for {@link #restore}}
     * Later changes do not affect it.
     */
    public Snapshot snapshot() {
        return new Snapshot(state.state());
    }

    /**
     * Restores the profiles of a snapshot. Tenants that are not in the snapshot get the documented profile. Tokens,
     * faults, journal and ids do not change.
     *
     * @param snapshot a snapshot of this fake, or of another
     */
    public void restore(Snapshot snapshot) {
        state.restore(Objects.requireNonNull(snapshot, "snapshot").state());
    }

    /** Removes all rules and all queued faults, of all tenants. Profiles and journal stay. */
    public void clearFaults() {
        faults.clear();
    }

    /**
     * {@return a report for a failed test, several lines} It shows the seed, the rules and their hits, whether the
     * default tenant's profile has changed, and the journal. It shows no token and no text of a profile.
     */
    public String report() {
        return report(tenant, null, writesApplied(), journal);
    }

    String report(String tenant, @Nullable String owner, int writes, Journal shown) {
        return "Seed " + seed() + ", tenant " + tenant + ", which has " + state.changes(tenant) + ", " + writes
                + " writes applied\nRules:" + faults.show(owner) + "\n" + shown;
    }

    /**
     * Resets the fake: every tenant has the documented profile, ids start again, and journal, faults, rules and
     * throttle are removed. The login gets its defaults, without faults, recorded requests, and codes of sign-ins and
     * devices. Gateways and the port stay open. Tokens and refresh tokens stay valid, and revoked ones stay revoked.
     * The login still accepts the certificates and assertions that it was told to accept.
     */
    public void reset() {
        faults.clear();
        faults.loginQueue().clear();
        state.reset();
        journal.clear();
        tokenCalls.clear();
        LoginDoor open;
        synchronized (this) {
            open = loginDoor;
        }
        if (open != null) {
            open.login().rules().reset();
            open.login().grants().forgetPending();
        }
    }

    /**
     * Closes the port and ends all exchanges, including stalled ones: in memory at once, over HTTP after a short time
     * to finish. Profiles and journal can still be read. Idempotent.
     */
    @Override
    public void close() {
        List<SupportProfileGateway> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(gateways);
        }
        // Not under the lock, because completing a future may run code of the test.
        open.forEach(SupportProfileGateway::close);
        port.close();
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The fake is closed. Call this before close().");
        }
    }

    @Override
    public String toString() {
        return "FakePartnerCenter[seed=" + seed() + ", tenant=" + tenant + "]";
    }

    /** Builds a {@link FakePartnerCenter}. Not thread-safe. */
    public static final class Builder {
        private InstantSource clock = InstantSource.system();
        private @Nullable Long seed;
        private int port;
        private boolean https;
        private String basePath = "";
        private @Nullable InetAddress bind;
        private @Nullable URI publicUrl;
        private final List<String> hostNames = new ArrayList<>();
        private int journalLimit = 1000;
        private boolean admin;
        private Preset preset = Preset.OBSERVED;
        private Duration replayLifetime = Duration.ofMinutes(10);
        private final Map<Behaviour, Boolean> switched = new EnumMap<>(Behaviour.class);
        private Map<Behaviour, Boolean> observed = Map.of();

        private Builder() {}

        /**
         * Sets the clock for the expiry of tokens and the dates of responses. If it is a {@link VirtualClock}, delays
         * of faults use it too.
         *
         * @param clock the clock, the system's unless set
         * @return this
         */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets the seed of ids, correlation vectors, tokens and the default tenant. Two fakes with the same seed give
         * the same responses to the same requests.
         *
         * @param seed the seed, a random one unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets the port. Do not set it in tests, so that they can run in parallel.
         *
         * @param port 1 to 65535, or 0 for a free one, which is the default
         * @return this
         * @throws IllegalArgumentException if it is not a port
         */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("The port must be 0 to 65535, not " + port + ".");
            }
            this.port = port;
            return this;
        }

        /**
         * Uses https for {@link FakePartnerCenter#url()} and the API base of {@link FakePartnerCenter#cloud()}. The
         * port always supports both; plain http starts faster and is easier to read on the wire.
         *
         * @return this
         */
        public Builder https() {
            this.https = true;
            return this;
        }

        /**
         * Serves the API below a path, as behind an API gateway. The base of {@link FakePartnerCenter#cloud()} and the
         * journal have this path, and a request without it gets 404. {@link FakePartnerCenter#url()}, the login and the
         * administration API do not have it.
         *
         * @param basePath the path, such as {@code /partnercenter}; none unless set
         * @return this
         * @throws IllegalArgumentException if it does not begin with a slash, is used by the login or the administration
         *     API, or {@link Cloud#withApiBase} would refuse it
         */
        public Builder basePath(String basePath) {
            if (!basePath.startsWith("/")) {
                throw new IllegalArgumentException(
                        "The base path must start with a slash, such as /partnercenter, not " + basePath + ".");
            }
            URI base = URI.create("https://localhost" + basePath);
            String path = Cloud.GLOBAL.withApiBase(base).apiBase().getRawPath();
            if (Port.isTaken(path + "/")) {
                throw new IllegalArgumentException("The base path must not start with " + Port.ADMIN
                        + " and must not contain /oauth2, /discovery or /.well-known, which the administration API and"
                        + " the login use, not " + path + ".");
            }
            this.basePath = path;
            return this;
        }

        /**
         * Sets the address to listen on. The fake has no access control: every program that can reach the
         * address can use it.
         *
         * @param bind an address of this machine, 127.0.0.1 unless set. {@code 0.0.0.0} listens on all of them, for a program
         *     in a container that calls a fake in a test outside of it
         * @return this
         */
        public Builder bind(InetAddress bind) {
            this.bind = Objects.requireNonNull(bind, "bind");
            return this;
        }

        /**
         * Sets the URL that all clients use, if the fake cannot know it: that of a proxy, or a name and port that others
         * use. {@link FakePartnerCenter#url()}, {@link FakePartnerCenter#cloud()}, the login's discovery and the certificate
         * have it. Otherwise, the login uses the host of each request.
         *
         * @param publicUrl scheme, host and port, such as {@code https://fake:8585}
         * @return this
         * @throws IllegalArgumentException if it is something else
         */
        public Builder publicUrl(URI publicUrl) {
            try {
                this.publicUrl = PublicAddress.publicUrl(publicUrl);
                return this;
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("publicUrl " + wrong.getMessage(), wrong);
            }
        }

        /**
         * Adds a host name of the fake, such as {@code host.docker.internal}, for the certificate, the login and the
         * administration API. {@link FakePartnerCenter#url()} has the first one, and the port of the fake.
         *
         * @param hostName a name or an address
         * @return this
         * @throws IllegalArgumentException if it is neither
         */
        public Builder hostName(String hostName) {
            hostNames.add(PublicAddress.host(hostName));
            return this;
        }

        /**
         * Also serves the administration API under {@code /__admin}: most functions of this class, over HTTP with JSON,
         * for tests outside of this JVM. {@code /__admin/openapi.json} describes it. Its requests are not in the
         * journal, and faults do not apply to them, except faults of a connection, whose purpose is not known yet.
         * Requests from web pages of another origin, and under
         * a host name that the fake was not told, are refused.
         *
         * @return this
         */
        public Builder admin() {
            this.admin = true;
            return this;
        }

        /**
         * Sets how many exchanges the journal keeps, and how many token requests the login keeps.
         *
         * @param journalLimit at least 1; 1000 unless set
         * @return this
         * @throws IllegalArgumentException if it is less
         */
        public Builder journalLimit(int journalLimit) {
            if (journalLimit < 1) {
                throw new IllegalArgumentException("The journal limit must be at least 1, not " + journalLimit + ".");
            }
            this.journalLimit = journalLimit;
            return this;
        }

        /**
         * Sets which behaviours are on. {@link #behaviour}, called before or after, overrides the preset.
         *
         * @param preset the preset, {@link Preset#OBSERVED} unless set
         * @return this
         */
        public Builder preset(Preset preset) {
            this.preset = Objects.requireNonNull(preset, "preset");
            return this;
        }

        /**
         * Switches each {@link Behaviour} as a probe report describes it. The console's command {@code probe} asks the
         * service and writes the report. This copies only answers for which there is a {@code Behaviour}; other differences
         * are in the report only. A behaviour that the report leaves open is as in the preset; {@link #behaviour} overrides
         * the report.
         *
         * @param report the JSON file of the report, which this reads at once
         * @return this
         * @throws IllegalArgumentException if the file cannot be read, is not such a report, or is one of another version; the
         *     message says what to do
         */
        public Builder observed(Path report) {
            this.observed = Observed.read(report);
            return this;
        }

        /**
         * Switches one behaviour on or off, independent of the preset.
         *
         * @param behaviour the behaviour
         * @param on whether it is on
         * @return this
         */
        public Builder behaviour(Behaviour behaviour, boolean on) {
            switched.put(Objects.requireNonNull(behaviour, "behaviour"), on);
            return this;
        }

        /**
         * Sets how long the response to an update is kept for {@link Behaviour#REPLAY}, by the fake's clock. The newest
         * 1000 responses of all tenants are kept, and at most 8 MiB.
         *
         * @param replayLifetime a positive duration of at most 365 days; 10 minutes unless set. The time of the real
         *     service is not known
         * @return this
         * @throws IllegalArgumentException if it is out of this range; {@link #behaviour} switches replay off
         */
        public Builder replayLifetime(Duration replayLifetime) {
            if (replayLifetime.isZero()
                    || replayLifetime.isNegative()
                    || replayLifetime.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException(
                        "The replay lifetime must be more than zero and at most 365 days, not " + replayLifetime
                                + ". To switch replay off, use behaviour(Behaviour.REPLAY, false).");
            }
            this.replayLifetime = replayLifetime;
            return this;
        }

        /** {@return a new fake; close it after use} */
        public FakePartnerCenter build() {
            return new FakePartnerCenter(this);
        }

        /** Returns null where all is as usual: the class need not be loaded then. */
        private @Nullable PublicAddress names() {
            boolean isUsual = bind == null && !https && publicUrl == null && hostNames.isEmpty();
            return isUsual ? null : new PublicAddress(bind, https, publicUrl, hostNames);
        }

        private Set<Behaviour> behaviours() {
            Set<Behaviour> on = EnumSet.noneOf(Behaviour.class);
            for (Behaviour behaviour : Behaviour.values()) {
                Boolean own = switched.get(behaviour);
                if (own == null ? observed.getOrDefault(behaviour, behaviour.isIn(preset)) : own) {
                    on.add(behaviour);
                }
            }
            return Collections.unmodifiableSet(on);
        }
    }
}
