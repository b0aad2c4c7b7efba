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

/** One sign-in with a browser: authorization code flow with PKCE and state, and a redirect to loopback. */
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

    /** An authorization code and its redirect address. */
    private record Received(String code, URI redirectUri) {
        @Override
        public String toString() {
            return "Received[redacted]";
        }
    }

    /**
     * Waits until the person has signed in. Returns a supplier that exchanges the code, once. Fails if the consent ends
     * before.
     */
    Supplier<TokenReply> await(CompletableFuture<?> consent, ExecutorService threads, Consumer<URI> browser) {
        Received received = receive(consent, threads, browser);
        return () -> grants.redeem(received.code(), received.redirectUri(), verifier);
    }

    private Received receive(CompletableFuture<?> consent, ExecutorService threads, Consumer<URI> browser) {
        try (RedirectListener listener = new RedirectListener(redirect, state)) {
            consent.whenComplete((value, ended) -> listener.stop());
            URI page = authorizeUri(listener.redirectUri());
            // On another thread, because the code that shows the page may block until the redirect.
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

    /**
     * Builds the address of the sign-in page. MSAL's address would make the service answer with a form post, which the
     * listener does not support.
     */
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
        // The person must choose the account, because the browser may be signed in with another one.
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
