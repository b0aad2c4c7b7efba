package io.github.partnercenter4j.examples.messages;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.UpdateRoute;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.GatewayBuilder;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A fake and a client for one situation. The client sends each request once. */
final class Stage implements AutoCloseable {

    static final SupportProfile PROFILE = SupportProfile.builder()
            .email("support@contoso.example")
            .telephone("4255550100")
            .website("www.contoso.example")
            .build();

    /** The two transports. Their messages must be the same. */
    enum Transport {
        RETROFIT,
        APACHE
    }

    /** A call that fails. */
    @FunctionalInterface
    interface Action {
        /**
         * Makes the call.
         *
         * @throws Exception the failure of the call
         */
        void run() throws Exception;
    }

    private Transport transport;
    private final FakePartnerCenter fake = FakePartnerCenter.builder().https().build();
    private final List<Runnable> opened = new ArrayList<>();
    private Cloud cloud = fake.cloud();
    private UnaryOperator<GatewayBuilder<?>> gatewaySettings = builder -> builder.sslContext(fake.sslContext());
    private UnaryOperator<PartnerCenter.Builder> settings = UnaryOperator.identity();

    Stage(Transport transport) {
        this.transport = transport;
    }

    FakePartnerCenter fake() {
        return fake;
    }

    /** Uses this transport. For situations in which only one transport has the message. */
    void over(Transport other) {
        transport = other;
    }

    Stage at(Cloud other) {
        cloud = other;
        return this;
    }

    Stage gateway(UnaryOperator<GatewayBuilder<?>> more) {
        UnaryOperator<GatewayBuilder<?>> before = gatewaySettings;
        gatewaySettings = builder -> more.apply(before.apply(builder));
        return this;
    }

    Stage client(UnaryOperator<PartnerCenter.Builder> more) {
        UnaryOperator<PartnerCenter.Builder> before = settings;
        settings = builder -> more.apply(before.apply(builder));
        return this;
    }

    /** Sets another token source for the client. */
    Stage tokens(AccessTokenProvider provider) {
        return client(builder -> builder.tokens(provider));
    }

    SupportProfileGateway open() {
        GatewayBuilder<?> builder = switch (transport) {
            case RETROFIT -> RetrofitSupportProfileGateway.builder(cloud);
            case APACHE -> ApacheSupportProfileGateway.builder(cloud);
        };
        SupportProfileGateway gateway = gatewaySettings.apply(builder).build();
        opened.add(gateway::close);
        return gateway;
    }

    PartnerCenter connect(SupportProfileGateway gateway) {
        PartnerCenter client = settings.apply(PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(request ->
                                CompletableFuture.completedFuture(fake.tokens().appPlusUser()))
                        .retryPolicy(RetryPolicy.none())
                        .updateRoute(UpdateRoute.DOCUMENTED)
                        .reconcile(false))
                .build();
        opened.add(client::close);
        return client;
    }

    SupportProfileOperations support() {
        return connect(open()).profiles().supportProfile();
    }

    /** Sets the provider as the client's token source. The provider is closed with this stage. */
    Stage signsIn(MsalAccessTokenProvider provider) {
        opened.add(provider::close);
        return tokens(provider);
    }

    Throwable get() {
        return failureOf(() -> support().get());
    }

    Throwable update() {
        return failureOf(() -> support().update(PROFILE));
    }

    /** Reads through a proxy that answers each CONNECT with this head, and returns the failure. */
    Throwable proxiedGet(String head) throws IOException {
        ProxySelector proxy = proxyThatAnswers(head);
        return gateway(builder -> builder.proxy(proxy)).get();
    }

    static Throwable failureOf(Action action) {
        try {
            action.run();
        } catch (Throwable failure) {
            return failure;
        }
        throw new AssertionError("The call succeeded.");
    }

    private ProxySelector proxyThatAnswers(String head) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        opened.add(() -> closeQuietly(listener));
        Thread thread = new Thread(() -> answerAll(listener, head), "proxy-of-the-stage");
        thread.setDaemon(true);
        thread.start();
        return over(Proxy.Type.HTTP, listener.getLocalPort());
    }

    private static void answerAll(ServerSocket listener, String head) {
        try {
            while (!listener.isClosed()) {
                try (Socket client = listener.accept()) {
                    String end = "";
                    while (!end.endsWith("\r\n\r\n")) {
                        int next = client.getInputStream().read();
                        if (next < 0) {
                            break;
                        }
                        end = (end.length() > 8 ? end.substring(4) : end) + (char) next;
                    }
                    client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException closed) {
            // The stage is closed.
        }
    }

    private static void closeQuietly(ServerSocket listener) {
        try {
            listener.close();
        } catch (IOException closed) {
            // Nothing more to close.
        }
    }

    static ProxySelector over(Proxy.Type type, int port) {
        Proxy proxy = new Proxy(type, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxy);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                // The test checks the message only.
            }
        };
    }

    /** Returns a port on which nothing listens. */
    static int closedPort() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return listener.getLocalPort();
        }
    }

    @Override
    public void close() {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).run();
        }
        fake.close();
    }
}
