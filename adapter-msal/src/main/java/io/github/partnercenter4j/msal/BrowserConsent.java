package io.github.partnercenter4j.msal;

import java.io.IOException;
import java.net.URI;
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
    private final SignInOptions options;
    private final AuthorizationRequest request = AuthorizationRequest.create();

    BrowserConsent(LoginSettings settings, MsalGrants grants, URI redirect, SignInOptions options) {
        this.settings = settings;
        this.grants = grants;
        this.redirect = redirect;
        this.options = options;
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
        return () -> grants.redeem(received.code(), received.redirectUri(), request.verifier(), LoginRefusals::of);
    }

    private Received receive(CompletableFuture<?> consent, ExecutorService threads, Consumer<URI> browser) {
        try (RedirectListener listener = new RedirectListener(redirect, request.state())) {
            consent.whenComplete((value, ended) -> listener.stop());
            URI page = request.page(settings, listener.redirectUri(), options);
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
}
