package io.github.partnercenter4j.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.contract.peer.TunnelProxy;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.GatewayBuilder;
import io.github.partnercenter4j.port.support.HttpSettings;
import io.github.partnercenter4j.port.support.TransportThreads;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests the options of a transport's {@link GatewayBuilder}. Extend this class, implement {@link #builder}, and run the
 * class as a JUnit test. Additional options of a transport, such as borrowed objects, need separate tests.
 */
@Timeout(60)
public abstract class GatewayBuilderContract {

    private static final int SECONDS = 10;

    /** Contains a character that is not in Latin-1. */
    private static final String PASSWORD = "p\u00e4ss\u20ac";

    /** For subclasses. */
    protected GatewayBuilderContract() {}

    /**
     * Returns a builder of the transport to test.
     *
     * @param cloud the cloud to connect to
     * @return a new builder with its defaults
     */
    protected abstract GatewayBuilder<?> builder(Cloud cloud);

    @Test
    @DisplayName("an option out of its range is refused with its name")
    void option_outOfRange_isRefused() {
        GatewayBuilder<?> builder = builder(Cloud.GLOBAL);

        assertAll(
                () -> assertRefused("maxConnections must be 1 or more", () -> builder.maxConnections(0)),
                () -> assertRefused("connectTimeout must be", () -> builder.connectTimeout(Duration.ZERO)),
                () -> assertRefused("connectTimeout must be", () -> builder.connectTimeout(Duration.ofDays(2))),
                () -> assertRefused(
                        "connectTimeout must be", () -> builder.connectTimeout(Duration.ofSeconds(Long.MAX_VALUE))));
    }

    private static void assertRefused(String start, Runnable setting) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, setting::run).getMessage());
        assertTrue(message.startsWith(start), message);
    }

    @Test
    @DisplayName("the application's headers are sent with each request, in addition to the client's headers")
    void fixedHeaders_areSentWithEachRequest() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = builder(fake.cloud())
                        .header("Ocp-Apim-Subscription-Key", "canary-key")
                        .header("x-route", "blue")
                        .header("X-Route", "green")
                        .build()) {
            AccessToken token = fake.tokens().appPlusUser();

            gateway.fetch(contextWith(token)).get(SECONDS, TimeUnit.SECONDS);
            gateway.replace(profile(), contextWith(token)).get(SECONDS, TimeUnit.SECONDS);

            assertEquals(2, fake.journal().total());
            for (RecordedExchange sent : fake.journal().exchanges()) {
                assertTrue(sent.hasToken(token), "the token is sent");
                assertEquals("green", sent.requestHeader("X-Route"));
                assertEquals(
                        1,
                        sent.requestHeaders().stream()
                                .filter(header -> header.getKey().equalsIgnoreCase("Ocp-Apim-Subscription-Key"))
                                .count(),
                        "how often the key is sent");
            }
        }
    }

    @Test
    @DisplayName("an application's header is refused if the client itself sends it, or if it is not valid")
    void fixedHeader_ofClientOrInvalid_isRefused() {
        GatewayBuilder<?> builder = builder(Cloud.GLOBAL);

        for (String name : List.of(
                "Authorization",
                "authorization",
                "MS-RequestId",
                "ms-anything",
                "Host",
                "Content-Length",
                "Content-Type",
                "If-Match",
                "Proxy-Authorization",
                "Transfer-Encoding",
                "User-Agent",
                "X-Locale")) {
            assertRefused("header: " + name + " is sent by the client itself", () -> builder.header(name, "x"));
        }
        assertRefused("header: its name must be", () -> builder.header("", "x"));
        assertRefused("header: its name must be", () -> builder.header("A B", "x"));
        assertRefused("header: its name must be", () -> builder.header("A\r\nB", "x"));
        for (String value : List.of("", " ", "canary ", "can\r\nary: 1", "can\u00e4ry", "x".repeat(16_385))) {
            String message =
                    String.valueOf(assertThrows(IllegalArgumentException.class, () -> builder.header("X-Key", value))
                            .getMessage());
            assertTrue(message.startsWith("header: the value of X-Key must be"), message);
            assertFalse(message.contains("can"), message);
        }
    }

    @Test
    @DisplayName("the value of an application's header is a secret: it is in no failure and no text")
    void fixedHeaderValue_isInNoFailureAndNoText() throws Exception {
        GatewayBuilder<?> builder = builder(
                        Cloud.custom(URI.create("http://127.0.0.1:" + closedPort()), Cloud.GLOBAL.authority(), "scope"))
                .header("Ocp-Apim-Subscription-Key", "canary-key");
        try (SupportProfileGateway gateway = builder.build()) {
            PartnerCenterException failure = failureOf(gateway.fetch(context()));

            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertFalse(String.valueOf(cause).contains("canary-key"), cause.toString());
            }
            assertFalse(gateway.toString().contains("canary-key"), gateway.toString());
            assertFalse(builder.toString().contains("canary-key"), builder.toString());
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket dead = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            return dead.getLocalPort();
        }
    }

    @Test
    @DisplayName("HTTP settings replace earlier settings, and a later setter changes one of them")
    void http_replacesEarlierSettings() throws Exception {
        ServerSocket dead = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        dead.close();
        try (FakePartnerCenter fake = FakePartnerCenter.builder().https().build()) {
            HttpSettings trusting =
                    HttpSettings.builder().sslContext(fake.sslContext()).build();
            RequestContext context = contextWith(fake.tokens().appPlusUser());
            try (SupportProfileGateway gateway = builder(fake.cloud())
                    .proxy(ProxySelector.of(addressOf(dead)))
                    .http(trusting)
                    .build()) {
                gateway.fetch(context).get(SECONDS, TimeUnit.SECONDS);
            }
            try (SupportProfileGateway gateway = builder(fake.cloud())
                    .http(trusting)
                    .proxy(ProxySelector.of(addressOf(dead)))
                    .build()) {
                assertEquals(
                        ErrorCategory.CONNECT,
                        failureOf(gateway.fetch(context())).category());
            }
            assertEquals(1, fake.journal().total());
        }
    }

    @Test
    @DisplayName("virtualThreads(true) uses virtual threads, or is refused if Java has none")
    void virtualThreads_areUsedOrRefused() {
        GatewayBuilder<?> builder = builder(Cloud.GLOBAL).virtualThreads(true);

        if (TransportThreads.virtualAvailable()) {
            try (SupportProfileGateway gateway = builder.build()) {
                assertEquals(Cloud.GLOBAL, gateway.cloud());
            }
        } else {
            String message = String.valueOf(
                    assertThrows(IllegalStateException.class, builder::build).getMessage());
            assertTrue(message.contains("need Java 21"), message);
        }
    }

    @Test
    @DisplayName("a queued write is NOT_APPLIED when the gateway closes, and is never sent")
    @SuppressWarnings("try") // Closes early on purpose.
    void close_queuedWrite_isNotApplied() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway =
                        builder(fake.cloud()).maxConnections(1).build()) {
            CompletableFuture<?> first = stalled(gateway, fake);
            CompletableFuture<?> waiting =
                    gateway.replace(profile(), contextWith(fake.tokens().appPlusUser()));

            gateway.close();

            PartnerCenterException closed = failureOf(waiting);
            assertEquals(ErrorCategory.CLOSED, closed.category());
            assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), closed.writeOutcome());
            assertEquals(Optional.of(WriteOutcome.UNKNOWN), failureOf(first).writeOutcome());
            assertEquals(1, fake.journal().total(), "sends");
        }
    }

    @Test
    @DisplayName("a write without time left after the queue fails with TIMEOUT and NOT_APPLIED, and is never sent")
    void queuedWrite_withoutTimeLeft_isNotSent() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway =
                        builder(fake.cloud()).maxConnections(1).build()) {
            CompletableFuture<?> first = stalled(gateway, fake);
            RequestContext late = contextWith(fake.tokens().appPlusUser());
            AtomicBoolean turn = new AtomicBoolean();
            CompletableFuture<?> waiting = gateway.replace(profile(), late);
            late.progress().onTurn(() -> turn.set(true));
            late.progress().limitedBy(() -> false);
            assertFalse(turn.get(), "the first exchange has the only connection");

            first.cancel(true);

            PartnerCenterException failure = failureOf(waiting);
            assertEquals(ErrorCategory.TIMEOUT, failure.category());
            assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), failure.writeOutcome());
            assertEquals(1, fake.journal().total(), "sends");
        }
    }

    @Test
    @DisplayName("an interrupt, a deadline and a close end a blocking call in the queue")
    void blockingCall_inQueue_canBeEnded() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway =
                        builder(fake.cloud()).maxConnections(1).build()) {
            CompletableFuture<?> first = stalled(gateway, fake);
            for (ErrorCategory end : List.of(ErrorCategory.CANCELLED, ErrorCategory.TIMEOUT, ErrorCategory.CLOSED)) {
                VirtualClock clock = VirtualClock.start();
                PartnerCenter client = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                        .time(clock)
                        .build();
                CompletableFuture<PartnerCenterException> ended = new CompletableFuture<>();
                Thread caller = new Thread(() -> ended.complete(assertThrows(
                        PartnerCenterException.class,
                        () -> client.profiles().supportProfile().update(profile()))));
                caller.start();
                until("the call waits", () -> caller.getState() == Thread.State.WAITING);
                switch (end) {
                    case CANCELLED -> caller.interrupt();
                    case TIMEOUT -> clock.advance(Duration.ofDays(1));
                    default -> client.close();
                }
                PartnerCenterException failure = ended.get(SECONDS, TimeUnit.SECONDS);
                assertEquals(end, failure.category());
                assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), failure.writeOutcome());
            }
            assertFalse(first.isDone(), "the first exchange goes on");
            assertEquals(1, fake.journal().total(), "sends");
        }
    }

    @Test
    @DisplayName("a caller that stopped waiting before its exchange began holds no connection")
    void callerThatStoppedWaiting_holdsNoConnection() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway =
                        builder(fake.cloud()).maxConnections(1).build()) {
            List<Runnable> left = new ArrayList<>();
            RequestContext context = contextWith(fake.tokens().appPlusUser());
            gateway.fetch(context.toBuilder().callerThread(left::add).build()).cancel(true);

            assertNotNull(gateway.fetch(context).get(SECONDS, TimeUnit.SECONDS));
            left.forEach(Runnable::run);
            assertNotNull(gateway.fetch(context).get(SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    @DisplayName("the scope of an exchange is open while it runs, on the thread that runs it")
    void scope_isOpenWhileTheExchangeRuns() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = builder(fake.cloud()).build()) {
            List<String> events = new CopyOnWriteArrayList<>();
            RequestContext.Builder context = contextWith(fake.tokens().appPlusUser()).toBuilder()
                    .scopes(() -> {
                        Thread opener = Thread.currentThread();
                        events.add("opened after " + fake.journal().total());
                        return () -> events.add("closed after " + fake.journal().total()
                                + (Thread.currentThread().equals(opener) ? "" : " on another thread"));
                    });

            gateway.fetch(context.build())
                    .whenComplete((reply, failure) -> events.add("done"))
                    .get(SECONDS, TimeUnit.SECONDS);
            assertEquals(List.of("opened after 0", "closed after 1", "done"), events, "own thread");

            events.clear();
            fake.next(Fault.answer(500));
            failureOf(gateway.fetch(context.callerThread(Runnable::run).build())
                    .whenComplete((reply, failure) -> events.add("done")));
            assertEquals(List.of("opened after 1", "closed after 2", "done"), events, "caller's thread");
        }
    }

    @Test
    @DisplayName("a write without time left just before sending is not sent")
    void write_withoutTimeLeft_isNotSent() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = builder(fake.cloud()).build()) {
            RequestContext late = contextWith(fake.tokens().appPlusUser());
            late.progress().limitedBy(() -> false);

            PartnerCenterException failure = failureOf(gateway.replace(profile(), late));

            assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), failure.writeOutcome());
            assertEquals(0, fake.journal().total(), "sends");
        }
    }

    @Test
    @DisplayName(
            "a callback has the context class loader of the thread that built the gateway, and no thread-locals of other callers")
    void callback_hasNoThreadLocalsOfOtherCallers() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader application = new ClassLoader(before) {};
        InheritableThreadLocal<String> tenant = new InheritableThreadLocal<>();
        Thread.currentThread().setContextClassLoader(application);
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway =
                        builder(fake.cloud()).maxConnections(1).build()) {
            Thread.currentThread().setContextClassLoader(before);
            tenant.set("alice");
            CompletableFuture<?> first = stalled(gateway, fake);
            tenant.set("bob");
            CompletableFuture<List<String>> seen = gateway.fetch(
                            contextWith(fake.tokens().appPlusUser()))
                    .thenApply(reply -> List.of(
                            String.valueOf(tenant.get()),
                            Thread.currentThread().getContextClassLoader() == application
                                    ? "the builder's"
                                    : "another"));

            first.cancel(true);

            assertEquals(List.of("null", "the builder's"), seen.get(SECONDS, TimeUnit.SECONDS));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            tenant.remove();
        }
    }

    /** Starts a write that uses the gateway's only connection and gets no response. */
    private static CompletableFuture<?> stalled(SupportProfileGateway gateway, FakePartnerCenter fake)
            throws Exception {
        fake.next(Fault.stall(Fault.Point.BEFORE_COMMIT));
        CompletableFuture<?> call =
                gateway.replace(profile(), contextWith(fake.tokens().appPlusUser()));
        until("the fake has the request", () -> fake.faultsLeft() == 0);
        return call;
    }

    private static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.onSpinWait();
        }
    }

    private static SupportProfile profile() {
        return SupportProfile.builder().email("canary").build();
    }

    @Test
    @DisplayName("a proxy gets the credentials that it asks for but never the token, and its refusal is CONNECT")
    void proxy_refusesCredentials_isConnect() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SupportProfileGateway gateway = builder(Cloud.GLOBAL)
                        .proxy(ProxySelector.of(new InetSocketAddress(proxy.getInetAddress(), proxy.getLocalPort())))
                        .proxyCredentials("user", "pass")
                        .build()) {
            CompletableFuture<List<String>> heads = CompletableFuture.supplyAsync(() -> refuseTunnels(proxy));

            CompletableFuture<?> call = gateway.replace(SupportProfile.builder().build(), context());

            ExecutionException wrapper =
                    assertThrows(ExecutionException.class, () -> call.get(SECONDS, TimeUnit.SECONDS));
            PartnerCenterException failure = assertInstanceOf(PartnerCenterException.class, wrapper.getCause());
            assertEquals(ErrorCategory.CONNECT, failure.category());
            assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), failure.writeOutcome());
            List<String> seen = heads.get(SECONDS, TimeUnit.SECONDS);
            assertTrue(seen.get(seen.size() - 1).contains("Basic dXNlcjpwYXNz"), "the proxy got the credentials");
            for (String head : seen) {
                assertTrue(head.startsWith("CONNECT api.partnercenter.microsoft.com:443 HTTP/1.1"), head);
                assertFalse(head.contains("canary"), "the proxy did not get the token");
            }
        }
    }

    @Test
    @DisplayName("calls work with TLS through a proxy's tunnel, and the proxy sees neither the token nor the texts")
    void proxyTunnel_hidesTokenAndTexts() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.builder().https().build();
                TunnelProxy proxy = TunnelProxy.open("user", PASSWORD);
                SupportProfileGateway gateway = gatewayThrough(proxy, fake)) {
            AccessToken token = fake.tokens().appPlusUser();

            gateway.fetch(contextWith(token)).get(SECONDS, TimeUnit.SECONDS);
            gateway.replace(SupportProfile.builder().email("canary").build(), contextWith(token))
                    .get(SECONDS, TimeUnit.SECONDS);

            assertEquals("canary", fake.profile().email());
            assertEquals(2, fake.journal().total());
            assertTrue(proxy.tunnels() > 0, "the proxy was used");
            assertFalse(
                    proxy.heads().get(0).contains("Proxy-Authorization"),
                    "the password is not sent before the proxy asks for it");
            for (String head : proxy.heads()) {
                assertTrue(head.startsWith("CONNECT " + fake.url().getAuthority() + " HTTP/1.1"), head);
                assertFalse(head.contains(token.value()), "the token is only inside the tunnel");
            }
            for (RecordedExchange sent : fake.journal().exchanges()) {
                assertNull(sent.requestHeader("Proxy-Authorization"));
            }
        }
    }

    /** Java's sockets ask the JVM's selector for a SOCKS proxy by themselves. */
    @Test
    @DisplayName("the given selector decides, even if the JVM has a SOCKS proxy for its sockets")
    void givenSelector_decidesBeforeSocksProxyOfJvm() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new ForSocketsOnly());
        try (FakePartnerCenter plain = FakePartnerCenter.create();
                FakePartnerCenter secure = FakePartnerCenter.builder().https().build();
                TunnelProxy proxy = TunnelProxy.open("user", PASSWORD);
                SupportProfileGateway direct =
                        builder(plain.cloud()).proxy(ProxySelector.of(null)).build();
                SupportProfileGateway directOverTls = builder(secure.cloud())
                        .sslContext(secure.sslContext())
                        .proxy(ProxySelector.of(null))
                        .build();
                SupportProfileGateway tunnelled = gatewayThrough(proxy, secure)) {
            direct.fetch(contextWith(plain.tokens().appPlusUser())).get(SECONDS, TimeUnit.SECONDS);
            directOverTls.fetch(contextWith(secure.tokens().appPlusUser())).get(SECONDS, TimeUnit.SECONDS);
            tunnelled.fetch(contextWith(secure.tokens().appPlusUser())).get(SECONDS, TimeUnit.SECONDS);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    /** Returns a SOCKS proxy that does not exist, but only for sockets. */
    private static final class ForSocketsOnly extends ProxySelector {

        @Override
        public List<Proxy> select(URI uri) {
            return uri.getScheme().equals("socket")
                    ? List.of(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)))
                    : List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }

    @Test
    @DisplayName(
            "a 407 from inside the tunnel comes from the service: the request is sent once, without the proxy's password")
    void status407FromService_isNotAnsweredWithProxyPassword() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.builder().https().build();
                TunnelProxy proxy = TunnelProxy.open("user", PASSWORD);
                SupportProfileGateway gateway = gatewayThrough(proxy, fake)) {
            RequestContext context = contextWith(fake.tokens().appPlusUser());
            fake.next(Fault.answer(407).header("Proxy-Authenticate", "Basic realm=\"x\""));

            CompletableFuture<?> call = gateway.replace(SupportProfile.builder().build(), context);

            ExecutionException wrapper =
                    assertThrows(ExecutionException.class, () -> call.get(SECONDS, TimeUnit.SECONDS));
            ServiceException failure = assertInstanceOf(ServiceException.class, wrapper.getCause());
            assertEquals(407, failure.status());
            assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), failure.writeOutcome());
            assertEquals(1, fake.journal().total());
            assertNull(fake.journal().last().requestHeader("Proxy-Authorization"));
            assertEquals(0, fake.writesApplied());
        }
    }

    @Test
    @DisplayName(
            "a proxy that refuses to connect is CONNECT, and the message has the proxy, its status and the service")
    void proxy_refusesToConnect_isNamedInMessage() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SupportProfileGateway gateway = builder(Cloud.GLOBAL)
                        .proxy(ProxySelector.of(addressOf(proxy)))
                        .build()) {
            CompletableFuture<?> call = gateway.fetch(context());
            try (Socket client = proxy.accept()) {
                client.setSoTimeout(SECONDS * 1000);
                client.getInputStream().read(new byte[4096]);
                client.getOutputStream()
                        .write("HTTP/1.1 403 canary\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));

                PartnerCenterException failure = failureOf(call);

                assertEquals(ErrorCategory.CONNECT, failure.category());
                assertTrue(
                        failure.getMessage()
                                .startsWith("The proxy " + textOf(proxy)
                                        + " refused to connect to api.partnercenter.microsoft.com:443 with HTTP 403"),
                        failure.getMessage());
                assertFalse(failure.getMessage().contains("canary"), failure.getMessage());
            }
        }
    }

    @Test
    @DisplayName("if a proxy cannot be reached, the message names the proxy and not the service")
    void proxy_notReachable_isNamedInMessage() throws Exception {
        ServerSocket dead = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        dead.close();
        try (SupportProfileGateway gateway =
                builder(Cloud.GLOBAL).proxy(ProxySelector.of(addressOf(dead))).build()) {
            PartnerCenterException failure = failureOf(gateway.fetch(context()));

            assertEquals(ErrorCategory.CONNECT, failure.category());
            assertTrue(
                    failure.getMessage().startsWith("The proxy " + textOf(dead) + " could not be reached"),
                    failure.getMessage());
        }
    }

    @Test
    @DisplayName("if a selector offers several proxies, the next is tried when one does not work")
    void severalProxies_nextIsTriedIfOneFails() throws Exception {
        ServerSocket dead = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        dead.close();
        try (FakePartnerCenter fake = FakePartnerCenter.builder().https().build();
                TunnelProxy stranger = TunnelProxy.open("somebody", "else");
                TunnelProxy good = TunnelProxy.open("user", PASSWORD);
                SupportProfileGateway gateway = builder(fake.cloud())
                        .sslContext(fake.sslContext())
                        .proxy(new Offering(addressOf(dead), stranger.address(), good.address()))
                        .proxyCredentials("user", PASSWORD)
                        .build()) {
            AccessToken token = fake.tokens().appPlusUser();

            gateway.replace(SupportProfile.builder().email("canary").build(), contextWith(token))
                    .get(SECONDS, TimeUnit.SECONDS);
            gateway.fetch(contextWith(token)).get(SECONDS, TimeUnit.SECONDS);

            assertEquals(2, fake.journal().total());
            assertEquals(1, fake.writesApplied());
            assertEquals(0, stranger.tunnels());
            assertEquals(1, good.tunnels());
        }
    }

    /** A selector with these proxies. */
    private static final class Offering extends ProxySelector {

        private final List<Proxy> proxies;

        Offering(InetSocketAddress... addresses) {
            proxies = Stream.of(addresses)
                    .map(address -> new Proxy(Proxy.Type.HTTP, address))
                    .toList();
        }

        @Override
        public List<Proxy> select(URI uri) {
            return proxies;
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }

    @Test
    @DisplayName("a proxy selector that throws fails the call once, as application code, without its message")
    void selector_throws_failsCallOnce() throws Exception {
        ProxySelector failing = new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                throw new IllegalArgumentException("canary");
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
        try (SupportProfileGateway gateway =
                builder(Cloud.GLOBAL).proxy(failing).build()) {
            PartnerCenterException failure = failureOf(gateway.fetch(context()));

            assertFalse(failure.isRetryable(), failure.toString());
            assertTrue(failure.getMessage().contains("a proxy selector"), failure.getMessage());
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertFalse(String.valueOf(cause).contains("canary"), cause.toString());
            }
        }
    }

    private static InetSocketAddress addressOf(ServerSocket listener) {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    private static String textOf(ServerSocket listener) {
        return addressOf(listener).getHostString() + ":" + listener.getLocalPort();
    }

    private static PartnerCenterException failureOf(CompletableFuture<?> call) {
        ExecutionException wrapper = assertThrows(ExecutionException.class, () -> call.get(SECONDS, TimeUnit.SECONDS));
        return assertInstanceOf(PartnerCenterException.class, wrapper.getCause());
    }

    @Test
    @DisplayName("without a TLS context a gateway uses SSLContext.getDefault() at the time of building")
    void sslContext_notSet_isDefaultWhenBuilt() throws Exception {
        SSLContext usual = SSLContext.getDefault();
        try (FakePartnerCenter fake = FakePartnerCenter.builder().https().build()) {
            SSLContext.setDefault(fake.sslContext());
            try (SupportProfileGateway gateway = builder(fake.cloud()).build()) {
                RequestContext context = contextWith(fake.tokens().appPlusUser());

                gateway.fetch(context).get(SECONDS, TimeUnit.SECONDS);

                assertEquals(1, fake.journal().total());
            }
        } finally {
            SSLContext.setDefault(usual);
        }
    }

    @Test
    @DisplayName("bytes of a proxy before TLS begins are not a response: CONNECT, and nothing was sent")
    void proxy_sendsBytesBeforeTls_isConnect() throws Exception {
        String forged = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n"
                + "{\"email\":\"forged\"}";
        try (FakePartnerCenter fake = FakePartnerCenter.builder().https().build();
                TunnelProxy proxy = TunnelProxy.forging("user", PASSWORD, forged);
                SupportProfileGateway gateway = gatewayThrough(proxy, fake)) {
            RequestContext context = contextWith(fake.tokens().appPlusUser());

            CompletableFuture<?> call = gateway.replace(SupportProfile.builder().build(), context);

            ExecutionException wrapper =
                    assertThrows(ExecutionException.class, () -> call.get(SECONDS, TimeUnit.SECONDS));
            PartnerCenterException failure = assertInstanceOf(PartnerCenterException.class, wrapper.getCause());
            assertEquals(ErrorCategory.CONNECT, failure.category());
            assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), failure.writeOutcome());
            assertEquals(0, fake.journal().total());
        }
    }

    private SupportProfileGateway gatewayThrough(TunnelProxy proxy, FakePartnerCenter fake) {
        HttpSettings settings = HttpSettings.builder()
                .sslContext(fake.sslContext())
                .proxy(ProxySelector.of(proxy.address()))
                .proxyCredentials("user", PASSWORD)
                .build();
        return builder(fake.cloud()).http(settings).build();
    }

    private static RequestContext context() {
        return contextWith(AccessToken.of("canary"));
    }

    private static RequestContext contextWith(AccessToken token) {
        return RequestContext.builder()
                .requestId(UUID.randomUUID().toString())
                .correlationId(UUID.randomUUID().toString())
                .accessToken(token)
                .build();
    }

    /** Asks for credentials, then refuses them. Returns the heads of the requests. */
    private static List<String> refuseTunnels(ServerSocket proxy) {
        List<String> heads = new ArrayList<>();
        boolean authorized = false;
        while (!authorized) {
            try (Socket client = proxy.accept()) {
                client.setSoTimeout(SECONDS * 1000);
                byte[] head = new byte[4096];
                int length = client.getInputStream().read(head);
                heads.add(new String(head, 0, Math.max(length, 0), StandardCharsets.US_ASCII));
                authorized = heads.get(heads.size() - 1).contains("Proxy-Authorization");
                String answer = authorized
                        ? "HTTP/1.1 502 No\r\n"
                        : "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\n";
                client.getOutputStream()
                        .write((answer + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return heads;
    }
}
