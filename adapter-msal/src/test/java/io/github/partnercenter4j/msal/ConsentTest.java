package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.assertj.core.util.Throwables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both kinds of consent. The test acts as browser and user, and the login service is scripted. */
@Timeout(60)
class ConsentTest {

    private static final String TENANT = "contoso.onmicrosoft.com";
    private static final String CLIENT = "11111111-2222-3333-4444-555555555555";

    private final ScriptedService service = new ScriptedService();
    private final RefreshTokenStore store = RefreshTokenStore.inMemory();
    private final VirtualClock clock = VirtualClock.start();
    private final BlockingQueue<URI> pages = new LinkedBlockingQueue<>();
    private final BlockingQueue<DeviceCodePrompt> prompts = new LinkedBlockingQueue<>();

    private MsalAccessTokenProvider.Builder base() {
        return MsalAccessTokenProvider.builder(Cloud.GLOBAL)
                .tenant(TENANT)
                .clientId(CLIENT)
                .refreshTokens(store)
                .time(clock)
                .service(service);
    }

    private final MsalAccessTokenProvider confidential =
            base().clientSecret(() -> "secret").build();
    private final MsalAccessTokenProvider publicClient = base().publicClient().build();

    @AfterEach
    void close() {
        confidential.close();
        publicClient.close();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static Map<String, String> query(URI page) {
        return ScriptedService.decoded(page.getRawQuery());
    }

    private static URI redirect(URI page) {
        return URI.create(query(page).get("redirect_uri"));
    }

    /** Returns the response of the listener to a browser. */
    private static String browse(URI listener, String method, String target) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String target(URI page, String parameters) {
        return redirect(page).getRawPath() + "?" + parameters + "&state="
                + query(page).get("state");
    }

    private static AuthenticationException failure(CompletableFuture<?> future) {
        Throwable[] thrown = new Throwable[1];
        assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .satisfies(wrapper -> thrown[0] = wrapper.getCause());
        assertThat(thrown[0]).isInstanceOf(AuthenticationException.class);
        assertThat(thrown[0].getMessage()).doesNotContain("canary");
        return (AuthenticationException) thrown[0];
    }

    private static boolean listens(URI listener) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.getPort())) {
            return socket.isConnected();
        } catch (SocketException refused) {
            // The connection may be refused or reset if the listener closes before it is accepted.
            return false;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    // --- by browser ---

    @Test
    void consent_signedIn_storesTheTokenThatTheNextRequestUses() throws Exception {
        service.thenToken("at1", "rt1").thenToken("at2", null);
        CompletableFuture<Void> consent = confidential.consent(pages::add);
        URI page = next(pages);

        String answer = browse(redirect(page), "GET", target(page, "code=the%2Bcode"));
        consent.get(20, TimeUnit.SECONDS);
        String token = confidential
                .accessToken(TokenRequest.of(Duration.ofSeconds(10), Runnable::run))
                .get(20, TimeUnit.SECONDS)
                .value();

        assertThat(page.toString())
                .startsWith("https://login.microsoftonline.com/" + TENANT + "/oauth2/v2.0/authorize?");
        assertThat(query(page))
                .containsEntry("client_id", CLIENT)
                .containsEntry("response_type", "code")
                .containsEntry("response_mode", "query")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry(
                        "scope",
                        "https://api.partnercenter.microsoft.com/user_impersonation openid profile offline_access");
        assertThat(redirect(page).toString()).matches("http://localhost:\\d+/");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Cache-Control: no-store")
                .contains("You can close this window.")
                .doesNotContain("code");
        Map<String, String> form = service.asked.get(0).form();
        assertThat(form)
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("code", "the+code")
                .containsEntry("redirect_uri", redirect(page).toString())
                .containsEntry("client_secret", "secret");
        assertThat(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(form.get("code_verifier").getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(query(page).get("code_challenge"));
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt1"));
        assertThat(token).isEqualTo("at2");
        assertThat(service.values("refresh_token")).containsExactly(null, "rt1");
        assertThat(listens(redirect(page))).isFalse();
    }

    @Test
    void consent_twice_hasNewSecretsEachTime() throws Exception {
        confidential.consent(pages::add);
        confidential.consent(pages::add);

        Map<String, String> first = query(next(pages));
        Map<String, String> second = query(next(pages));

        assertThat(first.get("state")).hasSizeGreaterThan(40).isNotEqualTo(second.get("state"));
        assertThat(first.get("code_challenge")).isNotEqualTo(second.get("code_challenge"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /?code=stolen&state=wrong, 400 Bad Request",
        "GET, /?code=stolen, 400 Bad Request",
        "GET, /?code=stolen&state=%zz, 400 Bad Request",
        "GET, /favicon.ico, 404 Not Found",
        "GET, /other?code=stolen&state=wrong, 404 Not Found",
        "GET, /, 404 Not Found",
        "POST, /?code=stolen&state=wrong, 404 Not Found",
    })
    void consent_requestWithAnotherState_isRefusedAndTheListenerContinues(String method, String target, String status)
            throws Exception {
        service.thenToken("at1", "rt1");
        CompletableFuture<Void> consent = confidential.consent(pages::add);
        URI page = next(pages);

        assertThat(browse(redirect(page), method, target)).startsWith("HTTP/1.1 " + status);
        assertThat(consent).isNotDone();
        assertThat(service.asked).isEmpty();

        browse(redirect(page), "GET", target(page, "code=right"));
        consent.get(20, TimeUnit.SECONDS);
        assertThat(service.values("code")).containsExactly("right");
    }

    @Test
    void consent_silentConnectionOfABrowser_isNotDelayed() throws Exception {
        service.thenToken("at1", "rt1");
        CompletableFuture<Void> consent = confidential.consent(pages::add);
        URI page = next(pages);

        try (Socket silent =
                new Socket(InetAddress.getLoopbackAddress(), redirect(page).getPort())) {
            browse(redirect(page), "GET", target(page, "code=right"));
            consent.get(5, TimeUnit.SECONDS);
            assertThat(silent.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"error=access_denied&error_description=canary, (access_denied)", "error=%3Ccanary%3E, refused"})
    void consent_refusedByTheUser_failsWithoutTheirData(String parameters, String words) throws Exception {
        CompletableFuture<Void> consent = confidential.consent(pages::add);
        URI page = next(pages);

        String answer = browse(redirect(page), "GET", target(page, parameters));
        AuthenticationException failure = failure(consent);

        assertThat(answer).contains("The sign-in was refused").doesNotContain("canary");
        assertThat(failure.reason()).isEqualTo(AuthenticationReason.INTERACTION_REQUIRED);
        assertThat(failure.getMessage()).contains(words).contains("run the consent again");
        assertThat(service.asked).isEmpty();
    }

    @Test
    void consent_codeIsRefused_failsWithTheReasonOfTheService() throws Exception {
        service.then(401, "{\"error\":\"invalid_client\",\"error_codes\":[7000215]}");
        CompletableFuture<Void> consent = confidential.consent(pages::add);
        URI page = next(pages);

        browse(redirect(page), "GET", target(page, "code=right"));

        assertThat(failure(consent).reason()).isEqualTo(AuthenticationReason.CREDENTIAL_REJECTED);
        assertThat(store.load(TENANT)).isNull();
    }

    @Test
    void consent_withoutARefreshToken_failsWithTheReason() throws Exception {
        service.thenToken("at1", null);
        CompletableFuture<Void> consent = confidential.consent(pages::add);
        URI page = next(pages);

        browse(redirect(page), "GET", target(page, "code=right"));

        assertThat(failure(consent).getMessage()).contains("offline_access");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "close", "timeout"})
    void consent_endedEarly_stopsListening(String how) throws Exception {
        CompletableFuture<Void> consent = confidential.consent(pages::add);
        URI page = next(pages);
        assertThat(listens(redirect(page))).isTrue();

        switch (how) {
            case "cancel" -> consent.cancel(true);
            case "close" -> confidential.close();
            default -> clock.advance(Duration.ofMinutes(15));
        }

        until(() -> consent.isDone() && !listens(redirect(page)));
        assertThatThrownBy(consent::join)
                .satisfies(thrown -> assertThat(String.valueOf(thrown))
                        .contains(
                                switch (how) {
                                    case "cancel" -> "CancellationException";
                                    case "close" -> "Closing the access token provider";
                                    default -> "Nobody signed in within PT15M";
                                }));
        assertThat(service.asked).isEmpty();
    }

    @Test
    void consentTimeout_whenSet_limitsTheSignIn() throws Exception {
        try (MsalAccessTokenProvider shortConsent = base().clientSecret(() -> "secret")
                .consentTimeout(Duration.ofSeconds(30))
                .build()) {
            CompletableFuture<Void> consent = shortConsent.consent(pages::add);
            next(pages);

            clock.advance(Duration.ofSeconds(29));
            assertThat(consent).isNotDone();
            clock.advance(Duration.ofSeconds(1));

            assertThat(failure(consent).reason()).isEqualTo(AuthenticationReason.INTERACTION_REQUIRED);
        }
    }

    @Test
    void consent_pageCannotBeShown_failsWithTheCause() {
        AuthenticationException failure = failure(confidential.consent(page -> {
            throw new IllegalStateException("no display");
        }));

        assertThat(failure.getMessage()).contains("was not shown").contains("IllegalStateException");
        assertThat(failure.getCause()).hasMessage("no display");
    }

    @Test
    void consent_browserWaitsForTheResponse_succeeds() throws Exception {
        service.thenToken("at1", "rt1");

        CompletableFuture<Void> consent = confidential.consent(page -> {
            try {
                browse(redirect(page), "GET", target(page, "code=right"));
            } catch (IOException unanswered) {
                throw new UncheckedIOException(unanswered);
            }
        });

        consent.get(10, TimeUnit.SECONDS);
        assertThat(service.values("code")).containsExactly("right");
    }

    @Test
    void consent_browserClosesBeforeTheResponse_succeeds() throws Exception {
        service.thenToken("at1", "rt1");
        CompletableFuture<Void> consent = confidential.consent(pages::add);
        URI page = next(pages);

        try (Socket browser =
                new Socket(InetAddress.getLoopbackAddress(), redirect(page).getPort())) {
            // Resets the connection, so that nothing can be written to it.
            browser.setSoLinger(true, 0);
            browser.getOutputStream()
                    .write(("GET " + target(page, "code=right") + " HTTP/1.1\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }

        consent.get(10, TimeUnit.SECONDS);
        assertThat(service.values("code")).containsExactly("right");
    }

    @Test
    void consent_storeIsDown_newTokenIsNotReplacedByTheOldOneLater() throws Exception {
        service.thenToken("at1", "rt-new").thenToken("at2", null);
        store.save(TENANT, RefreshToken.confidential("rt-old"));
        AtomicBoolean down = new AtomicBoolean();
        RefreshTokenStore vault = new RefreshTokenStore() {
            @Override
            public @Nullable RefreshToken load(String tenant) {
                assertUp();
                return store.load(tenant);
            }

            @Override
            public void save(String tenant, RefreshToken token) {
                assertUp();
                store.save(tenant, token);
            }

            private void assertUp() {
                if (down.get()) {
                    throw new IllegalStateException("the vault is down");
                }
            }
        };
        try (MsalAccessTokenProvider tokens =
                base().clientSecret(() -> "secret").refreshTokens(vault).build()) {
            CompletableFuture<Void> consent = tokens.consent(pages::add);
            URI page = next(pages);
            down.set(true);
            browse(redirect(page), "GET", target(page, "code=right"));
            assertThat(failure(consent).getMessage())
                    .contains("The sign-in succeeded, but")
                    .contains(TENANT);

            down.set(false);
            tokens.accessToken(TokenRequest.of(Duration.ofSeconds(10), Runnable::run))
                    .get(20, TimeUnit.SECONDS);

            assertThat(service.values("refresh_token")).containsExactly(null, "rt-new");
            assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt-new"));
        }
    }

    @Test
    void redirectUri_withPortAndPath_isUsed() throws Exception {
        service.thenToken("at1", "rt1");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (MsalAccessTokenProvider elsewhere = base().clientSecret(() -> "secret")
                .redirectUri(URI.create("http://127.0.0.1:" + port + "/signed-in"))
                .build()) {
            CompletableFuture<Void> consent = elsewhere.consent(pages::add);
            URI page = next(pages);

            browse(redirect(page), "GET", target(page, "code=right"));
            consent.get(20, TimeUnit.SECONDS);

            assertThat(redirect(page)).hasToString("http://127.0.0.1:" + port + "/signed-in");
            assertThat(service.values("redirect_uri")).containsExactly("http://127.0.0.1:" + port + "/signed-in");
        }
    }

    @Test
    void redirectUri_portInUse_failsWithTheReason() throws Exception {
        try (RawPeer taken = new RawPeer();
                MsalAccessTokenProvider elsewhere = base().clientSecret(() -> "secret")
                        .redirectUri(
                                URI.create("http://127.0.0.1:" + taken.url().getPort() + "/"))
                        .build()) {
            assertThat(failure(elsewhere.consent(pages::add)).getMessage())
                    .contains("Check that no other program uses this port.");
            assertThat(pages).isEmpty();
        }
    }

    @Test
    void consent_storeFails_failsButTheTokenIsKeptInMemory() throws Exception {
        service.thenToken("at1", "rt1").thenToken("at2", null);
        RefreshTokenStore sealed = new RefreshTokenStore() {
            @Override
            public RefreshToken load(String tenant) {
                return null;
            }

            @Override
            public void save(String tenant, RefreshToken token) {
                throw new IllegalStateException("the vault refuses " + token.value());
            }
        };
        try (MsalAccessTokenProvider tokens =
                base().publicClient().refreshTokens(sealed).build()) {
            CompletableFuture<Void> consent = tokens.consent(pages::add);
            URI page = next(pages);
            browse(redirect(page), "GET", target(page, "code=right"));

            AuthenticationException failure = failure(consent);
            assertThat(failure.getMessage()).contains("The sign-in succeeded, but");
            assertThat(Throwables.getStackTrace(failure))
                    .contains("java.lang.IllegalStateException")
                    .doesNotContain("the vault refuses", "rt1");
            assertThat(tokens.accessToken(TokenRequest.of(Duration.ofSeconds(10), Runnable::run))
                            .get(20, TimeUnit.SECONDS)
                            .value())
                    .isEqualTo("at2");
            assertThat(service.values("refresh_token")).containsExactly(null, "rt1");
        }
    }

    /** A case that no check can find: the disk becomes full, or the folder read-only, during the sign-in. */
    @Test
    void consent_fileCannotBeWritten_namesTheFileAndKeepsTheTokenUntilItCanBeSaved(@TempDir Path folder)
            throws Exception {
        service.thenToken("at1", "rt1").thenToken("at2", null);
        Path file = folder.resolve("tokens");
        AtomicBoolean full = new AtomicBoolean(true);
        RefreshTokenStore store = new FileRefreshTokenStore(
                file,
                (fresh, target) -> {
                    if (target.equals(file) && full.get()) {
                        throw new AccessDeniedException(fresh.toString());
                    }
                    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
                },
                folder.resolve("no-list"));
        try (MsalAccessTokenProvider tokens =
                base().publicClient().refreshTokens(store).build()) {
            CompletableFuture<Void> consent = tokens.consent(pages::add);
            URI page = next(pages);
            browse(redirect(page), "GET", target(page, "code=right"));

            AuthenticationException failure = failure(consent);
            assertThat(failure.getMessage())
                    .contains("The sign-in succeeded, but")
                    .contains("in this process only")
                    .contains(file.toString())
                    .doesNotContain("rt1");
            assertThat(failure.isRetryable()).as("an administrator must act").isFalse();

            full.set(false);
            var unused = tokens.accessToken(TokenRequest.of(Duration.ofSeconds(10), Runnable::run))
                    .get(20, TimeUnit.SECONDS);
            assertThat(RefreshTokenStore.file(file).load(TENANT)).isEqualTo(RefreshToken.publicClient("rt1"));
        }
    }

    // --- the check of the store before the sign-in ---

    @Test
    void consent_withoutAStore_failsAtOnce() {
        MsalAccessTokenProvider.Builder builder = MsalAccessTokenProvider.builder(Cloud.GLOBAL)
                .tenant(TENANT)
                .clientId(CLIENT)
                .publicClient()
                .service(service);
        try (MsalAccessTokenProvider tokens = builder.build()) {
            assertThatThrownBy(() -> tokens.consent(pages::add))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("refreshTokens(..)");
            assertThatThrownBy(() -> tokens.consentByDeviceCode(prompts::add))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("refreshTokens(..)");
            AuthenticationException failure =
                    failure(tokens.accessToken(TokenRequest.of(Duration.ofSeconds(10), Runnable::run)));
            assertThat(failure.reason()).isEqualTo(AuthenticationReason.INTERACTION_REQUIRED);
            assertThat(failure.getMessage()).contains(TENANT).contains("refreshTokens(..)");
        }
        assertThat(pages).isEmpty();
        assertThat(service.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"r--r-----, true", "rw-rw----, false"})
    void consent_fileWithWrongPermissions_failsBeforeTheSignIn(String mode, boolean device, @TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("tokens");
        RefreshTokenStore.file(file).save("b.example", RefreshToken.publicClient("canary"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        try (MsalAccessTokenProvider tokens = base().publicClient()
                .refreshTokens(RefreshTokenStore.file(file))
                .build()) {
            for (CompletableFuture<?> future : List.of(
                    device ? tokens.consentByDeviceCode(prompts::add) : tokens.consent(pages::add),
                    tokens.accessToken(TokenRequest.of(Duration.ofSeconds(10), Runnable::run)))) {
                AuthenticationException failure = failure(future);
                assertThat(failure.isRetryable()).isFalse();
                assertThat(failure.getMessage()).contains(file.toString()).contains(mode);
            }
        }
        assertThat(pages).isEmpty();
        assertThat(prompts).isEmpty();
        assertThat(service.asked).isEmpty();
    }

    @Test
    void consent_folderIsMissing_failsBeforeTheSignIn(@TempDir Path folder) {
        Path file = folder.resolve("missing").resolve("tokens");
        try (MsalAccessTokenProvider tokens = base().publicClient()
                .refreshTokens(RefreshTokenStore.file(file))
                .build()) {
            assertThat(failure(tokens.consent(pages::add)).getMessage())
                    .contains("The sign-in did not start")
                    .contains(file.toString());
        }
        assertThat(pages).isEmpty();
    }

    @Test
    void consent_vaultIsDown_failsBeforeTheSignIn() {
        RefreshTokenStore vault = new RefreshTokenStore() {
            @Override
            public @Nullable RefreshToken load(String tenant) {
                throw new IllegalStateException("canary");
            }

            @Override
            public void save(String tenant, RefreshToken token) {}
        };
        try (MsalAccessTokenProvider tokens =
                base().publicClient().refreshTokens(vault).build()) {
            AuthenticationException failure = failure(tokens.consent(pages::add));
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure.getMessage())
                    .contains("The sign-in did not start")
                    .contains(TENANT);
        }
        assertThat(pages).isEmpty();
    }

    // --- by device code ---

    private static final String DEVICE = "{\"device_code\":\"canary-device\",\"user_code\":\"canary-user\","
            + "\"verification_uri\":\"https://login.example/device\",\"expires_in\":900,\"interval\":5,"
            + "\"message\":\"Enter canary-user\"}";

    private CompletableFuture<Void> startedByDeviceCode() throws InterruptedException {
        CompletableFuture<Void> consent = publicClient.consentByDeviceCode(prompts::add);
        assertThat(next(prompts).userCode()).isEqualTo("canary-user");
        return consent;
    }

    /** Advances the clock by an interval after the consent waits for it, and waits for the next request. */
    private void poll(int already, Duration interval) {
        // The timers of the consent's timeout and of the interval.
        until(() -> clock.pending() == 2);
        clock.advance(interval.minusMillis(1));
        assertThat(service.asked).hasSize(already);
        clock.advance(Duration.ofMillis(1));
        until(() -> service.asked.size() == already + 1);
    }

    @Test
    void deviceCode_signedIn_storesAPublicToken() throws Exception {
        service.then(200, DEVICE)
                .then(400, "{\"error\":\"authorization_pending\"}")
                .thenToken("at1", "rt1");
        CompletableFuture<Void> consent = publicClient.consentByDeviceCode(prompts::add);

        DeviceCodePrompt prompt = next(prompts);
        poll(1, Duration.ofSeconds(5));
        assertThat(consent).isNotDone();
        poll(2, Duration.ofSeconds(5));
        consent.get(20, TimeUnit.SECONDS);

        assertThat(prompt)
                .isEqualTo(new DeviceCodePrompt(
                        "canary-user",
                        URI.create("https://login.example/device"),
                        "Enter canary-user",
                        Duration.ofMinutes(15)));
        assertThat(prompt.toString()).doesNotContain("canary");
        assertThat(service.asked.get(0).endpoint())
                .hasToString("https://login.microsoftonline.com/" + TENANT + "/oauth2/v2.0/devicecode");
        assertThat(service.asked.get(0).form())
                .containsOnlyKeys("client_id", "scope", "claims")
                .containsEntry("client_id", CLIENT);
        assertThat(service.asked.get(1).form())
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
                .containsEntry("device_code", "canary-device")
                .containsEntry("client_id", CLIENT);
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.publicClient("rt1"));
    }

    @Test
    void deviceCode_slowDownOrNoResponse_pollsLessOften() throws Exception {
        service.then(200, DEVICE)
                .then(400, "{\"error\":\"slow_down\"}")
                .then(503, "canary")
                .thenToken("at1", "rt1");
        CompletableFuture<Void> consent = startedByDeviceCode();

        poll(1, Duration.ofSeconds(5));
        poll(2, Duration.ofSeconds(10));
        poll(3, Duration.ofSeconds(15));

        consent.get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "authorization_declined, INTERACTION_REQUIRED",
        "expired_token, INTERACTION_REQUIRED",
        "invalid_client, CREDENTIAL_REJECTED"
    })
    void deviceCode_refused_failsWithTheReason(String error, AuthenticationReason reason) throws Exception {
        service.then(200, DEVICE).then(400, "{\"error\":\"" + error + "\",\"error_description\":\"canary\"}");
        CompletableFuture<Void> consent = startedByDeviceCode();

        poll(1, Duration.ofSeconds(5));

        assertThat(failure(consent).reason()).isEqualTo(reason);
    }

    @Test
    void deviceCode_neverEntered_failsWhenTheCodeExpires() throws Exception {
        service.then(200, DEVICE.replace("900", "7"))
                .then(400, "{\"error\":\"authorization_pending\"}")
                .then(400, "{\"error\":\"authorization_pending\"}");
        CompletableFuture<Void> consent = startedByDeviceCode();

        poll(1, Duration.ofSeconds(5));
        poll(2, Duration.ofSeconds(5));

        assertThat(failure(consent).getMessage()).contains("Nobody signed in with the device code in time");
    }

    @ParameterizedTest
    @CsvSource({
        "200, {}, TOKEN_ENDPOINT_UNAVAILABLE",
        "200, <html>, TOKEN_ENDPOINT_UNAVAILABLE",
        "400, '{\"error\":\"unauthorized_client\"}', CREDENTIAL_REJECTED"
    })
    void deviceCode_notIssued_fails(int status, String body, AuthenticationReason reason) {
        service.then(status, body);

        assertThat(failure(publicClient.consentByDeviceCode(prompts::add)).reason())
                .isEqualTo(reason);
        assertThat(prompts).isEmpty();
    }

    @Test
    void deviceCode_invalidPage_fails() {
        service.then(200, DEVICE.replace("https://login.example/device", "not a page"));

        assertThat(failure(publicClient.consentByDeviceCode(prompts::add)).getMessage())
                .contains("named no page");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deviceCode_endedEarly_stopsPolling(boolean cancel) throws Exception {
        service.then(200, DEVICE);
        CompletableFuture<Void> consent = startedByDeviceCode();
        until(() -> clock.pending() == 2);

        if (cancel) {
            consent.cancel(true);
        } else {
            publicClient.close();
        }

        until(() -> clock.pending() == 0);
        clock.advance(Duration.ofMinutes(1));
        assertThat(service.asked).hasSize(1);
        assertThatThrownBy(consent::join)
                .satisfies(thrown -> assertThat(cancel ? thrown : ((Exception) thrown.getCause()))
                        .isInstanceOfAny(CancellationException.class, PartnerCenterException.class));
    }

    @Test
    void deviceCode_ofAConfidentialClient_isRefusedAtOnce() {
        assertThatThrownBy(() -> confidential.consentByDeviceCode(prompts::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("consent(..)");
    }
}
