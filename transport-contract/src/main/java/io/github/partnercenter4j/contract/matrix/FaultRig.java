package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.UpdateRoute;
import io.github.partnercenter4j.contract.peer.BadRoute;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The setup of one cell of the matrix: a fake, a whole client, and recorders for both. */
final class FaultRig implements AutoCloseable {

    /** How late a call may end on a busy machine. */
    static final Duration BOUND = Duration.ofSeconds(5);

    /** The timeout of a call that must not reach it. */
    static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

    /** How long a peer waits for the client. */
    private static final int PEERS_PATIENCE_MILLIS = 10_000;

    /** In every text of the peers. No text of this library may contain it. */
    static final String CANARY = "canary";

    static final SupportProfile CHANGED = SupportProfile.builder()
            .email("canary-mail@contoso.example")
            .telephone("canary-4255550100")
            .website("www.contoso.example/canary")
            .build();

    private final CellGateways gateways;
    private final Duration patience;
    private final CallObserver observer;
    private final List<AccessToken> issued = new CopyOnWriteArrayList<>();
    private final List<TokenRequest> tokenRequests = new CopyOnWriteArrayList<>();
    private final @Nullable SteppedTime stepped;
    private final Time time;
    private FakePartnerCenter fake;
    private volatile AccessTokenProvider tokens = this::goodToken;
    private int kept = 1;
    private volatile boolean proxyAsked;
    private Runnable atLast = () -> {};
    private final List<Healing> healings = new ArrayList<>();
    private UnaryOperator<PartnerCenter.Builder> settings = UnaryOperator.identity();
    private UnaryOperator<SupportProfileGateway> wrapping = UnaryOperator.identity();
    private @Nullable BadRoute route;
    private @Nullable Cloud cloud;
    private @Nullable SSLContext trust;
    private @Nullable SupportProfileGateway gateway;
    private @Nullable PartnerCenter client;

    /**
     * Creates a fake. The client is created when needed.
     *
     * @param real the clock of a cell in real time
     * @param patience the longest wait for a call
     * @param leaping whether the cell uses a clock that skips waits
     */
    FaultRig(CellGateways gateways, Time real, Duration patience, boolean leaping) {
        this.gateways = gateways;
        this.patience = patience;
        this.stepped = leaping ? new SteppedTime() : null;
        this.observer = new CallObserver(stepped);
        this.time = stepped != null ? stepped : real;
        this.fake = stepped != null
                ? FakePartnerCenter.builder().clock(stepped.clock()).build()
                : FakePartnerCenter.create();
    }

    // --- setup before the first call ---

    FakePartnerCenter fake() {
        return fake;
    }

    /** Replaces the fake. */
    void fake(FakePartnerCenter other) {
        fake.close();
        fake = other;
    }

    SteppedTime stepped() {
        return Objects.requireNonNull(stepped, "this row has real time");
    }

    /** Connects the client over a route with faults. */
    BadRoute route(String scheme) throws Exception {
        return take(BadRoute.to(fake.url().getPort(), PEERS_PATIENCE_MILLIS), scheme);
    }

    /** Connects the client to a port without a server. */
    BadRoute routeRefuses() throws Exception {
        return take(BadRoute.refusing(fake.url().getPort(), PEERS_PATIENCE_MILLIS), "http");
    }

    /** Connects the client to a port on which connecting hangs. */
    void routeHangs() throws Exception {
        take(BadRoute.hanging(fake.url().getPort(), PEERS_PATIENCE_MILLIS), "http");
    }

    private BadRoute take(BadRoute opened, String scheme) {
        route = opened;
        cloud = opened.cloud(scheme);
        trust = scheme.equals("https") ? fake.sslContext() : null;
        return opened;
    }

    /** Allows more than one pooled connection after the next call. */
    void keeps(int connections) {
        kept = connections;
    }

    /** Sets a proxy in the JVM's proxy selector until the fault ends. */
    void proxy(BadRoute proxy) {
        ProxySelector usual = ProxySelector.getDefault();
        AtomicBoolean healed = new AtomicBoolean();
        cloud = fake.cloud();
        trust = fake.sslContext();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                proxyAsked = true;
                return List.of(healed.get() ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, proxy.address()));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                // The proxy is unreachable on purpose.
            }
        });
        heals(() -> healed.set(true));
        atLast = () -> ProxySelector.setDefault(usual);
    }

    /** Returns whether the transport asked the JVM for a proxy. */
    boolean proxyAsked() {
        return proxyAsked;
    }

    void with(UnaryOperator<PartnerCenter.Builder> more) {
        UnaryOperator<PartnerCenter.Builder> before = settings;
        settings = builder -> more.apply(before.apply(builder));
    }

    void tokens(AccessTokenProvider provider) {
        tokens = provider;
    }

    /** Wraps the gateway. */
    void wrapping(UnaryOperator<SupportProfileGateway> wrapper) {
        wrapping = wrapper;
    }

    /** Grants every token request from now on. */
    void goodTokens() {
        tokens = this::goodToken;
    }

    private CompletableFuture<AccessToken> goodToken(TokenRequest request) {
        return CompletableFuture.completedFuture(newToken());
    }

    /** Lets the client trust no peer. After the fault, a new client trusts the fake. */
    void trustNobodyYet() throws Exception {
        trust = SSLContext.getDefault();
        heals(() -> {
            closeClients();
            trust = fake.sslContext();
        });
    }

    /** Ends a fault. */
    @FunctionalInterface
    interface Healing {
        /**
         * Ends the fault.
         *
         * @throws Exception if that fails
         */
        void heal() throws Exception;
    }

    /** Adds an action that ends the fault before the next call. */
    void heals(Healing healing) {
        healings.add(healing);
    }

    /** Resets the fake, and forgets the recorded events. */
    void reset() {
        fake.reset();
        observer.forget();
    }

    AccessToken newToken() {
        AccessToken token = fake.tokens().appPlusUser();
        issued.add(token);
        return token;
    }

    /** Returns a token with a lifetime. */
    AccessToken newToken(Duration life) {
        return AccessToken.of(newToken().value(), life);
    }

    // --- calls ---

    SupportProfileGateway gateway() throws Exception {
        SupportProfileGateway opened = gateway;
        if (opened == null) {
            SSLContext trusted = trust;
            Cloud detour = cloud;
            opened = gateways.open(
                    fake, detour != null ? detour : fake.cloud(), trusted != null ? trusted : SSLContext.getDefault());
            gateway = opened;
        }
        return opened;
    }

    PartnerCenter client() throws Exception {
        PartnerCenter built = client;
        if (built == null) {
            built = newClient();
            client = built;
        }
        return built;
    }

    /** Returns another client on the same gateway. The caller must close it. */
    PartnerCenter newClient() throws Exception {
        PartnerCenter.Builder builder = PartnerCenter.builder()
                .gateway(wrapping.apply(observer.on(gateway())))
                .tokens(request -> {
                    tokenRequests.add(request);
                    return tokens.accessToken(request);
                })
                .updateRoute(UpdateRoute.DOCUMENTED)
                .reconcile(false)
                .time(time)
                .listener(observer);
        if (stepped == null) {
            builder.retryPolicy(
                    RetryPolicy.builder().firstWait(Duration.ofMillis(1)).build());
        }
        return settings.apply(builder).build();
    }

    SupportProfileOperations operations() throws Exception {
        return client().profiles().supportProfile();
    }

    CompletableFuture<SupportProfileReply> start(Verb verb, SupportProfile profile) throws Exception {
        return verb == Verb.GET ? operations().getReplyAsync() : operations().updateReplyAsync(profile);
    }

    /** Makes a call, and waits for its end, which must come in time. */
    Result call(Verb verb, SupportProfile profile, Duration timeout) throws Exception {
        long began = System.nanoTime();
        return ended(start(verb, profile), began, timeout);
    }

    Result call(Verb verb) throws Exception {
        return call(verb, CHANGED, USUAL_TIMEOUT);
    }

    /** Waits for the end of a call, which must come in time. */
    Result ended(CompletableFuture<SupportProfileReply> call, long began, Duration timeout) throws Exception {
        Duration bound = atMost(timeout.plus(BOUND));
        if (stepped != null) {
            assertTrue(stepped.leapUntilDone(call, bound), "the call ended");
        }
        try {
            Result result = call.handle((reply, failure) -> new Result(reply, failure, since(began)))
                    .get(bound.toMillis(), TimeUnit.MILLISECONDS);
            assertTrue(result.took().compareTo(bound) <= 0, () -> "the call ended in time, not after " + result.took());
            return result;
        } catch (TimeoutException late) {
            return fail("The call did not end within its timeout and " + BOUND + ".", late);
        }
    }

    private Duration atMost(Duration bound) {
        return bound.compareTo(patience) < 0 ? bound : patience;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    // --- what was seen ---

    CallObserver observer() {
        return observer;
    }

    List<TokenRequest> tokenRequests() {
        return List.copyOf(tokenRequests);
    }

    /** How many requests of a method came to the peers. */
    int sends(Verb verb) {
        BadRoute met = route;
        int atTheFake = fake.journal().requests(verb.name()).size();
        return atTheFake + (met == null ? 0 : met.requests());
    }

    /** What there was to be seen, for the table. */
    String measured(Verb verb, Result result) {
        return "tries " + observer.attempts(verb).size() + ", sends " + sends(verb) + ", "
                + result.took().toMillis() + " ms";
    }

    /** Waits until a condition holds, and fails with a sentence if it does not in time. */
    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost(BOUND).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            // Other threads' conditions give no signal to wait for: look again, soon.
            LockSupport.parkNanos(500_000);
        }
        assertTrue(condition.getAsBoolean(), what);
    }

    // --- the conditions ---

    /** The tokens that were given to the client. */
    List<AccessToken> issued() {
        return List.copyOf(issued);
    }

    /** Returns whether another peer than the fake may have answered. */
    boolean isRouted() {
        return route != null;
    }

    /** Ends the fault, and checks that the next call succeeds. */
    void healthyAgain() throws Exception {
        BadRoute met = route;
        if (met != null) {
            met.heal();
        }
        for (Healing healing : healings) {
            healing.heal();
        }
        fake.reset();
        long began = System.nanoTime();
        Result next = ended(start(Verb.GET, CHANGED), began, USUAL_TIMEOUT);
        Throwable failure = next.failure();
        assertNull(failure, () -> "the next call must succeed, but: " + Result.trace(Objects.requireNonNull(failure)));
        await("unused connections are closed", () -> connections() <= kept);
    }

    private int connections() {
        BadRoute met = route;
        return met == null ? fake.connections() : Math.max(met.open(), fake.connections());
    }

    /** Closes the client and the gateway, and checks that no connection and no thread is left. */
    void leaveNothing() throws Exception {
        closeClients();
        await("no connection is left", () -> connections() == 0);
        await("no thread is left: " + threads(), () -> threads().isEmpty());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("partnercenter4j-")
                        && !name.startsWith("partnercenter4j-fake")
                        // Shared by all clients of the matrix; ends after the last one.
                        && !name.equals("partnercenter4j-timer"))
                .toList();
    }

    /** Closes the client. The next call uses a new client on the same gateway. */
    void closeClient() {
        PartnerCenter built = client;
        client = null;
        if (built != null) {
            built.close();
        }
    }

    private void closeClients() {
        closeClient();
        SupportProfileGateway opened = gateway;
        gateway = null;
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public void close() throws IOException {
        atLast.run();
        closeClients();
        BadRoute met = route;
        if (met != null) {
            met.close();
        }
        fake.close();
    }
}
