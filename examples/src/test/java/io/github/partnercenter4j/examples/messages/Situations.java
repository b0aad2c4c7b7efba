package io.github.partnercenter4j.examples.messages;

import static io.github.partnercenter4j.examples.messages.Stage.failureOf;

import io.github.partnercenter4j.CallOptions;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.examples.SignInBrowser;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.msal.HostedConsent;
import io.github.partnercenter4j.msal.HostedConsent.Started;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.msal.SignInOptions;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.testkit.DocumentedError;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.TlsFault;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All situations with a message of their own. */
final class Situations {

    /**
     * A situation.
     *
     * @param chapter its chapter on the page
     * @param name what happens, in words
     * @param play makes it happen, and returns the failure that the caller gets
     */
    record Situation(String chapter, String name, Play play) {}

    /** Makes a situation happen. */
    @FunctionalInterface
    interface Play {
        /**
         * Makes it happen.
         *
         * @param stage the fake and the client to use
         * @return the failure that the caller gets
         * @throws Exception if the situation cannot be set up
         */
        Throwable on(Stage stage) throws Exception;
    }

    private static final String WHO_ARE_YOU = String.join(
            "\r\n",
            "HTTP/1.1 407 Who",
            "Proxy-Authenticate: Basic realm=\"x\"",
            "Content-Length: 0",
            "Connection: close",
            "",
            "");

    private final List<Situation> all = new ArrayList<>();
    private String chapter = "";

    static List<Situation> all() {
        Situations situations = new Situations();
        situations.way();
        situations.proxies();
        situations.refusals();
        situations.unreadable();
        situations.ends();
        situations.tokens();
        situations.signIn();
        situations.hostedConsent();
        situations.arguments();
        return List.copyOf(situations.all);
    }

    private void add(String name, Play play) {
        all.add(new Situation(chapter, name, play));
    }

    private void bothFail(String name, Fault fault) {
        add(name + ": read", stage -> {
            stage.fake().next(fault);
            return stage.get();
        });
        add(name + ": update", stage -> {
            stage.fake().next(fault);
            return stage.update();
        });
    }

    private void way() {
        chapter = "The way to Partner Center";
        add("nobody listens", stage -> {
            URI nowhere = URI.create("https://127.0.0.1:" + Stage.closedPort());
            return stage.at(Cloud.custom(nowhere, nowhere, "api://fake/.default"))
                    .update();
        });
        bothFail("the connection is reset before the answer", Fault.reset(Point.BEFORE_COMMIT));
        bothFail("the connection is reset inside the answer's body", Fault.reset(Point.IN_BODY));
        add("no answer comes within the attempt's timeout", stage -> {
            stage.fake().next(Fault.stall(Point.BEFORE_COMMIT));
            return stage.client(builder -> builder.attemptTimeout(Duration.ofMillis(1500)))
                    .update();
        });
        bothFail("the peer does not speak HTTP", Fault.raw("SSH-2.0-peer\r\n".getBytes(StandardCharsets.US_ASCII)));
        for (TlsFault fault : TlsFault.values()) {
            add("TLS: " + words(fault), stage -> {
                stage.fake().next(Fault.tls(fault));
                return stage.update();
            });
        }
    }

    private void proxies() {
        chapter = "Proxies";
        add("the proxy does not listen", stage -> {
            int closed = Stage.closedPort();
            return stage.gateway(builder -> builder.proxy(Stage.over(Proxy.Type.HTTP, closed)))
                    .get();
        });
        add(
                "the proxy refuses the tunnel",
                stage -> stage.proxiedGet("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
        add("the proxy asks for a password and none is set", stage -> stage.proxiedGet(WHO_ARE_YOU));
        add(
                "the proxy rejects the password",
                stage -> stage.gateway(builder -> builder.proxyCredentials("user", "password"))
                        .proxiedGet(WHO_ARE_YOU));
        add("Apache HttpClient, and only a SOCKS proxy is offered", stage -> {
            stage.over(Stage.Transport.APACHE);
            return stage.gateway(builder -> builder.proxy(Stage.over(Proxy.Type.SOCKS, 1)))
                    .get();
        });
    }

    private void refusals() {
        chapter = "What Partner Center refuses";
        for (DocumentedError error : DocumentedError.values()) {
            String code =
                    error.code().isPresent() ? " with code " + error.code().getAsInt() : "";
            add("HTTP " + error.status() + code, stage -> {
                stage.fake().next(error.fault(), error.fault());
                return stage.update();
            });
        }
        for (int status : new int[] {302, 400, 404, 405, 408, 409, 412, 418, 500, 502, 503}) {
            add("HTTP " + status + " without a code", stage -> {
                stage.fake().next(Fault.answer(status));
                return stage.update();
            });
        }
        add("HTTP 429 with a Retry-After of an hour", stage -> {
            stage.fake().next(Fault.answer(429).header("Retry-After", "3600"));
            return stage.get();
        });
    }

    private void unreadable() {
        chapter = "Answers that cannot be used";
        bothFail(
                "a proxy's page instead of JSON",
                Fault.answer(200).header("Content-Type", "text/html").body("<html>Please sign in</html>"));
        bothFail("JSON that is not a support profile", json("{\"error\":\"login required\"}"));
        bothFail("JSON that ends too early", json("{\"email\":\"a@contoso.example\""));
        add("no content for a read", stage -> {
            stage.fake().next(Fault.answer(204));
            return stage.get();
        });
        add("the answer belongs to another request", stage -> {
            stage.fake().next(Fault.overlay().header("MS-RequestId", "11111111-1111-4111-8111-111111111111"));
            return stage.update();
        });
    }

    private static Fault json(String body) {
        return Fault.answer(200).header("Content-Type", "application/json").body(body);
    }

    private void ends() {
        chapter = "Calls that end early";
        add("the call's timeout passes while the service is silent", stage -> {
            stage.fake().next(Fault.stall(Point.BEFORE_COMMIT));
            return stage.client(builder -> builder.timeout(Duration.ofMillis(1500)))
                    .update();
        });
        add(
                "the call's timeout passes while the token source is silent",
                stage -> stage.tokens(request -> new CompletableFuture<>())
                        .client(builder -> builder.timeout(Duration.ofMillis(50)))
                        .update());
        add("the caller's thread is interrupted", stage -> {
            SupportProfileOperations support =
                    stage.tokens(request -> new CompletableFuture<>()).support();
            Thread.currentThread().interrupt();
            try {
                return failureOf(() -> support.update(Stage.PROFILE));
            } finally {
                Thread.interrupted();
            }
        });
        add("the client is closed before the call", stage -> {
            PartnerCenter client = stage.connect(stage.open());
            client.close();
            return failureOf(() -> client.profiles().supportProfile().update(Stage.PROFILE));
        });
        add("the gateway is closed before the call", stage -> {
            SupportProfileGateway gateway = stage.open();
            PartnerCenter client = stage.connect(gateway);
            gateway.close();
            return failureOf(() -> client.profiles().supportProfile().update(Stage.PROFILE));
        });
    }

    private void tokens() {
        chapter = "Access tokens of your own";
        add(
                "the token source throws",
                stage -> stage.tokens(AccessTokenProvider.of(() -> {
                            throw new IllegalStateException("the vault is sealed");
                        }))
                        .get());
        add(
                "the token source returns null",
                stage -> stage.tokens(AccessTokenProvider.of(() -> null)).get());
        add(
                "the token ends in a line break",
                stage -> stage.tokens(AccessTokenProvider.of(() -> AccessToken.of("abc\n")))
                        .get());
        add("Partner Center rejects the token twice", stage -> {
            stage.fake().next(Fault.answer(401), Fault.answer(401));
            return stage.update();
        });
    }

    private void signIn() {
        chapter = "Signing in";
        for (int aadsts : new int[] {50076, 65001, 70000, 700016, 700082, 7000215}) {
            add("Entra refuses with AADSTS" + aadsts, stage -> {
                stage.fake().login().refuseNext(aadsts);
                return stage.signsIn(signedIn(stage, stage.fake().cloud())).get();
            });
        }
        add(
                "nobody has signed in yet",
                stage -> stage.signsIn(login(stage, stage.fake().cloud())
                                .refreshTokens(RefreshTokenStore.inMemory())
                                .build())
                        .get());
        add("the login answers HTTP 500", stage -> {
            stage.fake().login().next(Fault.answer(500), Fault.answer(500));
            return stage.signsIn(signedIn(stage, stage.fake().cloud())).get();
        });
        add("nobody listens at the login's address", stage -> {
            URI nowhere = URI.create("https://127.0.0.1:" + Stage.closedPort());
            Cloud cloud = Cloud.custom(stage.fake().url(), nowhere, "api://fake/.default");
            return stage.at(cloud).signsIn(signedIn(stage, cloud)).get();
        });
        add("the login's certificate has expired", stage -> {
            stage.fake().next(Fault.tls(TlsFault.EXPIRED));
            return stage.signsIn(signedIn(stage, stage.fake().cloud())).get();
        });
    }

    private void hostedConsent() {
        chapter = "Consent in a web application";
        String state = "x".repeat(43);
        add(
                "the session has no started consent",
                stage -> completes(stage, started -> "code=c&state=s", started -> null));
        add(
                "the session's value is of another app",
                stage -> completes(stage, started -> "code=c&state=s", started -> "eA"));
        add("the callback has no state", stage -> completes(stage, started -> "code=c"));
        add("the callback has another state", stage -> completes(stage, started -> "code=c&state=" + state));
        add("the callback has no code", stage -> completes(stage, started -> "state=" + state(started)));
        add("the user took too long", stage -> {
            VirtualClock clock = VirtualClock.start();
            HostedConsent consent = consent(stage, clock);
            Started started = consent.begin(stage.fake().tenant());
            clock.advance(Duration.ofMinutes(15));
            return failureOf(() -> consent.complete("code=c&state=" + state(started), started.pending()));
        });
        add("the user declines", stage -> {
            stage.fake().login().denySignIn();
            return completes(stage, started -> signedIn(stage, started));
        });
        add("the callback comes twice", stage -> {
            HostedConsent consent = consent(stage, Time.system());
            Started started = consent.begin(stage.fake().tenant());
            String callback = signedIn(stage, started);
            consent.complete(callback, started.pending());
            return failureOf(() -> consent.complete(callback, started.pending()));
        });
        add("the code has expired", stage -> {
            stage.fake().login().refuseNext(70008);
            return completes(stage, started -> signedIn(stage, started));
        });
        add("the login finds the code of another tenant", stage -> {
            stage.fake().login().refuseNext(700005);
            return completes(stage, started -> signedIn(stage, started));
        });
        add("the tenant may not consent", stage -> {
            HostedConsent consent = consent(stage, Time.system()).onlyFor(tenant -> false);
            Started started = consent.beginForAnyTenant(SignInOptions.defaults());
            return failureOf(() -> consent.complete(signedIn(stage, started), started.pending()));
        });
        add("the login sends no id token", stage -> {
            stage.fake().login().next(Fault.answer(200).body("{\"access_token\":\"a\",\"token_type\":\"Bearer\"}"));
            return completes(stage, started -> signedIn(stage, started));
        });
        add(
                "the redirect address is plain http",
                stage -> failureOf(() -> login(stage, stage.fake().cloud())
                        .hostedConsent(URI.create("http://portal.example/connected"))));
    }

    private static HostedConsent consent(Stage stage, Time time) {
        return login(stage, stage.fake().cloud())
                .refreshTokens(RefreshTokenStore.inMemory())
                .time(time)
                .hostedConsent(URI.create("https://portal.example/connected"));
    }

    private static Throwable completes(Stage stage, Function<Started, String> callback) {
        return completes(stage, callback, Started::pending);
    }

    private static Throwable completes(
            Stage stage, Function<Started, String> callback, Function<Started, @Nullable String> pending) {
        HostedConsent consent = consent(stage, Time.system());
        Started started = consent.begin(stage.fake().tenant());
        return failureOf(() -> consent.complete(callback.apply(started), pending.apply(started)));
    }

    private static String signedIn(Stage stage, Started started) {
        try {
            return SignInBrowser.callback(stage.fake(), started.page());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String state(Started started) {
        return started.page().getRawQuery().replaceAll(".*&state=([^&]*).*", "$1");
    }

    private static MsalAccessTokenProvider.Builder login(Stage stage, Cloud cloud) {
        return MsalAccessTokenProvider.builder(cloud)
                .tenant(stage.fake().tenant())
                .clientId(stage.fake().login().clientId())
                .clientSecret(() -> stage.fake().login().clientSecret())
                .sslContext(stage.fake().sslContext());
    }

    private static MsalAccessTokenProvider signedIn(Stage stage, Cloud cloud) {
        RefreshTokenStore store = RefreshTokenStore.inMemory();
        store.save(
                stage.fake().tenant(),
                RefreshToken.confidential(stage.fake().login().issueRefreshToken()));
        return login(stage, cloud).refreshTokens(store).build();
    }

    private void arguments() {
        chapter = "Arguments";
        add(
                "an update without any of the three texts",
                stage -> failureOf(
                        () -> stage.support().update(SupportProfile.builder().build())));
        add(
                "an edit that returns null",
                stage -> failureOf(() -> stage.support().edit(profile -> null)));
        add(
                "a client without a gateway",
                stage -> failureOf(() -> PartnerCenter.builder()
                        .tokens(AccessTokenProvider.of(() -> AccessToken.of("x")))
                        .build()));
        add(
                "a timeout of nothing",
                stage -> failureOf(
                        () -> CallOptions.builder().timeout(Duration.ZERO).build()));
        add(
                "plain http to another host",
                stage -> failureOf(() -> Cloud.custom(
                        URI.create("http://api.contoso.example"),
                        URI.create("https://login.contoso.example"),
                        "scope")));
    }

    private static String words(TlsFault fault) {
        return fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
