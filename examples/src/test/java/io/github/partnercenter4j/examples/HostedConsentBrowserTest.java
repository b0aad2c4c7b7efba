package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.msal.ConsentException;
import io.github.partnercenter4j.msal.ConsentException.Reason;
import io.github.partnercenter4j.msal.HostedConsent;
import io.github.partnercenter4j.msal.HostedConsent.Started;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.msal.SignInOptions;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests users who connect their tenants to a web application, with a browser, TLS and the fake's login. */
@Timeout(60)
class HostedConsentBrowserTest {

    private static final String OTHER = "9b8c7d6e-5f4a-4b3c-8d2e-1f0a9b8c7d6e";

    private final FakePartnerCenter fake = FakePartnerCenter.create();
    private final RefreshTokenStore store = RefreshTokenStore.inMemory();
    private final Portal portal = new Portal();

    @AfterEach
    void close() {
        portal.server.stop(0);
        fake.close();
    }

    private MsalAccessTokenProvider.Builder app() {
        return MsalAccessTokenProvider.builder(fake.cloud())
                .clientId(fake.login().clientId())
                .clientSecret(fake.login()::clientSecret)
                .refreshTokens(store)
                .sslContext(fake.sslContext());
    }

    /**
     * The web application: the page that starts a consent, the callback, and sessions. It removes a pending value
     * before it uses it.
     */
    private final class Portal {
        final HttpServer server;
        final HostedConsent consent;
        final Map<String, String> sessions = new ConcurrentHashMap<>();
        volatile Reason refusal;
        volatile SignInOptions options = SignInOptions.defaults();

        Portal() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
            consent = app().hostedConsent(address("/connected"));
            server.createContext("/connect", this::connect);
            server.createContext("/connected", this::connected);
            server.start();
        }

        URI address(String path) {
            return URI.create("http://localhost:" + server.getAddress().getPort() + path);
        }

        private void connect(HttpExchange exchange) throws IOException {
            String tenant = exchange.getRequestURI().getQuery();
            Started started = tenant == null ? consent.beginForAnyTenant(options) : consent.begin(tenant, options);
            String session = UUID.randomUUID().toString();
            sessions.put(session, started.pending());
            exchange.getResponseHeaders().add("Set-Cookie", "session=" + session + "; Path=/; HttpOnly; SameSite=Lax");
            exchange.getResponseHeaders().add("Location", started.page().toString());
            answer(exchange, 302, "");
        }

        private void connected(HttpExchange exchange) throws IOException {
            List<String> cookies = exchange.getRequestHeaders().getOrDefault("Cookie", List.of("session=none"));
            String pending = sessions.remove(cookies.get(0).replaceAll(".*session=([^;\"]*).*", "$1"));
            try {
                answer(
                        exchange,
                        200,
                        "connected "
                                + consent.complete(exchange.getRequestURI().getRawQuery(), pending)
                                        .tenant());
            } catch (ConsentException refused) {
                refusal = refused.reason();
                answer(exchange, 400, refused.getMessage());
            }
        }

        private void answer(HttpExchange exchange, int status, String text) throws IOException {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }
    }

    /** Returns a browser with its own cookies. */
    private HttpClient browser(HttpClient.Redirect redirects) {
        return HttpClient.newBuilder()
                .sslContext(fake.sslContext())
                .proxy(HttpClient.Builder.NO_PROXY)
                .cookieHandler(new CookieManager())
                .followRedirects(redirects)
                .build();
    }

    private static HttpResponse<String> get(HttpClient browser, URI address) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> connect(String query) throws Exception {
        return get(browser(HttpClient.Redirect.ALWAYS), portal.address("/connect" + query));
    }

    private void assertProviderReadsProfile(String tenant) {
        try (MsalAccessTokenProvider tokens = app().tenant(tenant).build();
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(fake.gateway())
                        .tokens(tokens)
                        .build()) {
            assertThat(partnerCenter.profiles().supportProfile().get()).isNotNull();
        }
    }

    @Test
    void partner_connects_providerReadsProfile() throws Exception {
        HttpResponse<String> page = connect("?" + fake.tenant());

        assertThat(page.body()).isEqualTo("connected " + fake.tenant());
        assertProviderReadsProfile(fake.tenant());
        assertThat(fake.login().tokenRequests("authorization_code")).hasSize(1);
    }

    @Test
    void partner_unknownTenant_tokenIsSavedForThatTenant() throws Exception {
        fake.login().signInFrom(OTHER);

        HttpResponse<String> page = connect("");

        assertThat(page.body()).isEqualTo("connected " + OTHER);
        assertThat(store.load(fake.tenant())).isNull();
        assertProviderReadsProfile(OTHER);
    }

    @Test
    void partner_sessionWithoutSecondFactor_isAskedForIt() throws Exception {
        fake.login().mfa(false);

        connect("?" + fake.tenant());

        assertProviderReadsProfile(fake.tenant());
    }

    @Test
    void partner_cancels_nothingIsSaved() throws Exception {
        fake.login().denySignIn();

        HttpResponse<String> page = connect("?" + fake.tenant());

        assertThat(page.body()).contains("access_denied, AADSTS65004").contains(fake.tenant());
        assertThat(portal.refusal).isEqualTo(Reason.REFUSED);
        assertThat(fake.login().tokenRequests()).isEmpty();
        assertThat(store.load(fake.tenant())).isNull();
    }

    @Test
    void callback_secondTime_isRefused() throws Exception {
        HttpClient browser = browser(HttpClient.Redirect.NEVER);
        URI page = location(get(browser, portal.address("/connect?" + fake.tenant())));
        URI callback = location(get(browser, page));

        assertThat(get(browser, callback).statusCode()).isEqualTo(200);
        RefreshToken stored = store.load(fake.tenant());
        assertThat(get(browser, callback).statusCode()).isEqualTo(400);

        assertThat(portal.refusal).isEqualTo(Reason.NOT_STARTED);
        assertThat(store.load(fake.tenant())).isEqualTo(stored);
        assertThat(fake.login().tokenRequests()).hasSize(1);
    }

    @Test
    void callback_secondTimeWithSamePendingValue_isRefusedByLogin() throws Exception {
        HttpClient browser = browser(HttpClient.Redirect.NEVER);
        URI page = location(get(browser, portal.address("/connect?" + fake.tenant())));
        String pending = portal.sessions.values().iterator().next();
        String callback = location(get(browser, page)).getRawQuery();

        portal.consent.complete(callback, pending);
        RefreshToken stored = store.load(fake.tenant());
        ConsentException refused =
                catchThrowableOfType(ConsentException.class, () -> portal.consent.complete(callback, pending));

        assertThat(refused.reason()).isEqualTo(Reason.ALREADY_USED);
        assertThat(store.load(fake.tenant())).isEqualTo(stored);
    }

    @Test
    void callback_ofOtherSession_isRefused() throws Exception {
        HttpClient attacker = browser(HttpClient.Redirect.NEVER);
        HttpClient victim = browser(HttpClient.Redirect.NEVER);
        fake.login().signInFrom(OTHER);
        URI attackersPage = location(get(attacker, portal.address("/connect")));
        URI attackersCallback = location(get(attacker, attackersPage));
        get(victim, portal.address("/connect"));

        assertThat(get(victim, attackersCallback).statusCode()).isEqualTo(400);

        assertThat(portal.refusal).isEqualTo(Reason.OTHER_SESSION);
        assertThat(fake.login().tokenRequests()).isEmpty();
        assertThat(store.load(OTHER)).isNull();
    }

    @Test
    void administrator_otherTenant_isRefusedEvenWithChangedAddress() throws Exception {
        HttpClient browser = browser(HttpClient.Redirect.NEVER);
        fake.login().signInFrom(OTHER);
        URI page = location(get(browser, portal.address("/connect?" + fake.tenant())));

        assertThat(get(browser, page).body()).contains("AADSTS50020");
        URI altered = URI.create(page.toString().replace("/" + fake.tenant() + "/", "/organizations/"));
        URI callback = location(get(browser, altered));
        assertThat(get(browser, callback).statusCode()).isEqualTo(400);

        assertThat(portal.refusal).isEqualTo(Reason.OTHER_TENANT);
        assertThat(store.load(fake.tenant())).isNull();
        assertThat(store.load(OTHER)).isNull();
    }

    private static URI location(HttpResponse<String> redirect) {
        assertThat(redirect.statusCode()).isEqualTo(302);
        return URI.create(redirect.headers().firstValue("Location").orElseThrow());
    }
}
