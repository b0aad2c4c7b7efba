package io.github.partnercenter4j.msal;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.AuthorizationCodeParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.RefreshTokenParameters;
import io.github.partnercenter4j.error.AuthenticationException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Token requests with MSAL, which authenticates the client and builds the request, on the calling thread. Each request
 * has its own MSAL application, so that no secret and no token stays in one. Thread-safe.
 */
final class MsalGrants {

    /**
     * The shortest timeout of a request, even if the client has waited long: its response may have the only valid
     * refresh token.
     */
    private static final Duration LEAST_TIME = Duration.ofSeconds(1);

    private final LoginSettings settings;
    private final LoginService service;

    MsalGrants(LoginSettings settings, LoginService service) {
        this.settings = settings;
        this.service = service;
    }

    /** Exchanges a refresh token, within a time limit, but at least within {@link #LEAST_TIME}. */
    TokenReply refresh(RefreshToken token, Duration atMost) {
        RefreshTokenParameters parameters = RefreshTokenParameters.builder(
                        Set.of(settings.cloud().scope()), token.value())
                .build();
        return run(application -> application.acquireToken(parameters), atLeast(atMost), LoginRefusals::of);
    }

    /**
     * Exchanges an authorization code.
     *
     * @param refusal creates the failure for an error response
     */
    TokenReply redeem(
            String code,
            URI redirect,
            String verifier,
            BiFunction<LoginAnswer, String, ? extends RuntimeException> refusal) {
        AuthorizationCodeParameters parameters = AuthorizationCodeParameters.builder(code, redirect)
                .scopes(Set.of(settings.cloud().scope()))
                .codeVerifier(verifier)
                .build();
        return run(application -> application.acquireToken(parameters), LoginService.NO_LIMIT, refusal);
    }

    private TokenReply run(
            Function<AbstractClientApplicationBase, CompletableFuture<IAuthenticationResult>> grant,
            Duration atMost,
            BiFunction<LoginAnswer, String, ? extends RuntimeException> refusal) {
        ClientProof<?> source = settings.credential();
        if (source == null) {
            return run(grant, null, new Wire(service, settings.service(), atMost, refusal));
        }
        ClientProof.Proof first = source.ask(false);
        Wire wire = new Wire(service, settings.service(), atMost, refusal);
        // The time of the source does not count.
        long began = System.nanoTime();
        try {
            return run(grant, first.credential(), wire);
        } catch (AuthenticationException | ConsentException refused) {
            Duration left = atMost.minusNanos(System.nanoTime() - began);
            ClientProof.Proof renewed = wire.refusesCredential ? renewed(source, refused) : null;
            if (renewed == null || renewed.isSame(first)) {
                throw refused;
            }
            return run(grant, renewed.credential(), new Wire(service, settings.service(), atLeast(left), refusal));
        }
    }

    private static Duration atLeast(Duration time) {
        return time.compareTo(LEAST_TIME) > 0 ? time : LEAST_TIME;
    }

    private static ClientProof.@Nullable Proof renewed(ClientProof<?> source, RuntimeException refused) {
        try {
            return source.ask(true);
        } catch (AuthenticationException unreadable) {
            refused.addSuppressed(unreadable);
            return null;
        }
    }

    private TokenReply run(
            Function<AbstractClientApplicationBase, CompletableFuture<IAuthenticationResult>> grant,
            @Nullable IClientCredential proof,
            Wire wire) {
        RuntimeException ofMsal = null;
        try {
            grant.apply(application(proof, wire)).join();
        } catch (RuntimeException thrown) {
            ofMsal = thrown;
        }
        if (wire.reply != null) {
            // MSAL's result is not used.
            return wire.reply;
        }
        if (wire.failure != null) {
            throw wire.failure;
        }
        throw LoginFailures.rejected(
                "MSAL could not create the token request: check the client id, and that key and certificate belong"
                        + " together and are RSA.",
                ofMsal == null ? null : LoginFailures.wordless(ofMsal));
    }

    private AbstractClientApplicationBase application(@Nullable IClientCredential proof, IHttpClient http) {
        try {
            // MSAL's instance discovery would connect to the real login.microsoftonline.com for every unknown
            // authority.
            return proof != null
                    ? ConfidentialClientApplication.builder(settings.clientId(), proof)
                            .authority(settings.authority())
                            .instanceDiscovery(false)
                            .disableInternalRetries()
                            .executorService(new OnThisThread())
                            .httpClient(http)
                            .build()
                    : PublicClientApplication.builder(settings.clientId())
                            .authority(settings.authority())
                            .instanceDiscovery(false)
                            .disableInternalRetries()
                            .executorService(new OnThisThread())
                            .httpClient(http)
                            .build();
        } catch (MalformedURLException checkedAtBuild) {
            throw new IllegalStateException(LoginFailures.wordless(checkedAtBuild));
        }
    }

    /**
     * Sends one request for MSAL. MSAL does not see the response: this class reads a success and gives MSAL a constant
     * response; any other response becomes a failure. The reasons: MSAL would log descriptions, which name users; it
     * would keep tokens; its JSON reader never returns for some unknown members; and with its static state one failure
     * of a public client would stop all others in the JVM.
     */
    private static final class Wire implements IHttpClient {

        private final LoginService service;
        private final String name;
        private final Duration atMost;
        private final BiFunction<LoginAnswer, String, ? extends RuntimeException> refusal;
        private @Nullable TokenReply reply;
        private @Nullable RuntimeException failure;
        private boolean refusesCredential;

        Wire(
                LoginService service,
                String name,
                Duration atMost,
                BiFunction<LoginAnswer, String, ? extends RuntimeException> refusal) {
            this.refusal = refusal;
            this.service = service;
            this.name = name;
            this.atMost = atMost;
        }

        @Override
        public IHttpResponse send(HttpRequest request) throws IOException {
            try {
                LoginAnswer answer =
                        service.post(URI.create(request.url().toString()), request.headers(), request.body(), atMost);
                if (answer.status() != 200) {
                    refusesCredential = LoginRefusals.isOfCredential(answer);
                    throw refusal.apply(answer, name);
                }
                reply = TokenReply.read(answer, name);
                return new Shown(request.headers().get("client-request-id"));
            } catch (AuthenticationException | ConsentException ours) {
                failure = ours;
                throw new IOException("no token");
            }
        }
    }

    /** The response that MSAL gets for a success. It is constant except for the id, which MSAL would otherwise miss in its log. */
    private record Shown(@Nullable String requestId) implements IHttpResponse {
        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public Map<String, List<String>> headers() {
            return requestId == null ? Map.of() : Map.of("client-request-id", List.of(requestId));
        }

        @Override
        public String body() {
            return "{\"token_type\":\"Bearer\",\"access_token\":\"read\",\"expires_in\":3600}";
        }
    }

    /** Runs MSAL's work on the current thread instead of the common pool or MSAL's own non-daemon threads. */
    private static final class OnThisThread extends AbstractExecutorService {

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
