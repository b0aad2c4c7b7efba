package io.github.partnercenter4j.msal;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One sign-in by browser: authorization code with PKCE and state, redirected to loopback. */
final class BrowserConsent {

    private final LoginSettings settings;
    private final MsalGrants grants;
    private final URI redirect;
    private final String state = random();
    private final String verifier = random();

    BrowserConsent(LoginSettings settings, MsalGrants grants, URI redirect) {
        this.settings = settings;
        this.grants = grants;
        this.redirect = redirect;
    }

    /** A code, and where it was sent to: what there is to redeem. */
    private record Received(String code, URI redirectUri) {
        @Override
        public String toString() {
            return "Received[redacted]";
        }
    }

    /** Waits until the person has signed in, and returns what exchanges the code, once; fails if the consent ends before. */
    Supplier<TokenReply> await(CompletableFuture<?> consent, ExecutorService threads, Consumer<URI> browser) {
        Received received = receive(consent, threads, browser);
        return () -> grants.redeem(received.code(), received.redirectUri(), verifier);
    }

    private Received receive(CompletableFuture<?> consent, ExecutorService threads, Consumer<URI> browser) {
        try (RedirectListener listener = new RedirectListener(redirect, state)) {
            consent.whenComplete((value, ended) -> listener.stop());
            URI page = authorizeUri(listener.redirectUri());
            // Beside the listener: what shows the page may wait until the redirect was answered.
            threads.execute(() -> show(consent, browser, page));
            return received(listener.await(threads), listener.redirectUri());
        } catch (IOException failed) {
            throw LoginFailures.interaction(
                    "The sign-in could not wait for the browser at port " + redirect.getPort()
                            + " of 127.0.0.1. Check that no other program uses this port.",
                    failed);
        }
    }

    private static void show(CompletableFuture<?> consent, Consumer<URI> browser, URI page) {
        try {
            browser.accept(page);
        } catch (Throwable thrown) {
            consent.completeExceptionally(
                    thrown instanceof Error
                            ? thrown
                            : LoginFailures.interaction(
                                    "The sign-in page was not shown: your code failed with "
                                            + thrown.getClass().getName() + ".",
                                    thrown));
        }
    }

    private static Received received(Map<String, String> parameters, URI redirectUri) {
        String code = parameters.get("code");
        if (code == null) {
            String error = parameters.getOrDefault("error", "no code");
            throw LoginFailures.interaction(
                    "The sign-in was refused"
                            + (error.matches("[a-z_]{1,40}") ? " (" + error + ")" : "")
                            + ": run the consent again and accept. Check that the app's permissions and redirect address"
                            + " are registered.",
                    null);
        }
        return new Received(code, redirectUri);
    }

    /** Built here, because MSAL's would have the service post a form, which no small listener should read. */
    private URI authorizeUri(URI redirectUri) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", settings.clientId());
        query.put("response_type", "code");
        query.put("response_mode", "query");
        query.put("redirect_uri", redirectUri.toString());
        query.put("scope", settings.scopes());
        query.put("state", state);
        query.put("code_challenge", challenge());
        query.put("code_challenge_method", "S256");
        // Whoever consents must be meant: not just the account that a browser happens to be signed in with.
        query.put("prompt", "select_account");
        return URI.create(settings.endpoint("authorize") + "?" + LoginSettings.encode(query));
    }

    private String challenge() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
