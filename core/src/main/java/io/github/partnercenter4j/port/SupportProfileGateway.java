package io.github.partnercenter4j.port;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The port to the support profile of Partner Center. Each method call is one exchange: one request and one response.
 *
 * <p>Every implementation follows these rules. The contract suite in the module {@code transport-contract} checks them:
 *
 * <ul>
 *   <li>A method call sends at most one request. There are no retries, redirects, caches or cookies. The client decides
 *       when and how often to send, and must know the number of requests.
 *   <li>The gateway reads the whole body, up to a limit, and releases the connection before the future completes.
 *   <li>A future fails only with a {@link io.github.partnercenter4j.error.PartnerCenterException} or an {@link Error},
 *       never with an exception of an HTTP library, and never wrapped in a {@code CompletionException}. The
 *       {@code writeOutcome()} of the failure says whether a write was applied. It has no meaning for a read.
 *   <li>A response with other ids than the request fails the call, because it belongs to another request.
 *   <li>If a future is completed early, by {@code cancel}, {@code orTimeout} or {@code complete}, the gateway aborts
 *       the exchange.
 *   <li>The gateway sends the access token to its own origin only, and never writes it into a log or message.
 *   <li>After {@link #close()} every call fails with the category {@code CLOSED}.
 * </ul>
 *
 * <p>Implementations are thread-safe. Methods return at once and throw only for null arguments. The client watches the
 * deadline, so without a client an exchange may wait as long as the server does.
 */
public interface SupportProfileGateway extends AutoCloseable {

    /**
     * Reads the profile: {@code GET /v1/profiles/support}. The path of the context does not matter.
     *
     * @param context the ids, token and headers of this exchange
     * @return a future of the profile and the metadata of the response; fails with a {@code PartnerCenterException}
     */
    CompletableFuture<SupportProfileReply> fetch(RequestContext context);

    /**
     * Replaces the profile: {@code PUT} to the path of the context.
     *
     * @param profile the profile to store
     * @param context the ids, token and headers of this exchange
     * @return a future of the profile as the service stored it; fails with a {@code PartnerCenterException}, or, if the
     *     profile's unknown members are not JSON, with an {@code IllegalArgumentException} before anything is sent
     */
    CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context);

    /**
     * Returns the cloud of this gateway, so that the client can check that the tokens are for the same cloud.
     *
     * @return the cloud, or null if the gateway is not for a certain cloud
     */
    default @Nullable Cloud cloud() {
        return null;
    }

    /**
     * Returns the retry budget that the clients of this gateway share, always the same object. A gateway that wraps
     * another one returns the budget of the wrapped one.
     *
     * @return the budget, or null if each client should have its own, for example if the gateway has only one client
     */
    default @Nullable RetryBudget retryBudget() {
        return null;
    }

    /**
     * Returns the time, with its timer, that the clients of this gateway share unless another one is set; always the
     * same object. A gateway that wraps another one returns the time of the wrapped one.
     *
     * @return the time, or null if each client should have its own timer, for example if the gateway has only one
     *     client
     */
    default @Nullable Time time() {
        return null;
    }

    /**
     * Returns the executor on which the clients of this gateway run tasks that must not block the timer, always the
     * same object. A gateway that wraps another one returns the executor of the wrapped one.
     *
     * @return an executor whose threads end when idle, or null if each client should have its own threads
     */
    default @Nullable Executor clientThreads() {
        return null;
    }

    /**
     * Aborts all exchanges in flight and completes their futures. Closes what the gateway owns; a borrowed HTTP client
     * stays open. Idempotent.
     */
    @Override
    void close();
}
