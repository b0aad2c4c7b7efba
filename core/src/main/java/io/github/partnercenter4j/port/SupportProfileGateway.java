package io.github.partnercenter4j.port;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The port to Partner Center's support-profile resource. One call is one exchange.
 *
 * <p>What every implementation keeps, and the contract suite of the testkit verifies:
 *
 * <ul>
 *   <li>A call sends at most one request. It never retries, never follows a redirect, never caches and keeps no cookies:
 *       when and how often to send is the client's decision, and it must be able to count.
 *   <li>The answer's body is read fully, within bounds, and the connection is released before the future completes.
 *   <li>A future fails with a {@link io.github.partnercenter4j.error.PartnerCenterException} and nothing else, never
 *       wrapped in a {@code CompletionException}; no library's exception crosses the port, except an {@link Error}. Each
 *       failure says by {@code writeOutcome()} what became of the exchange if it was a write; a reader ignores that.
 *   <li>An answer whose echoed ids are other than the ones sent is not ours and fails the call.
 *   <li>Ending a future early, by {@code cancel}, {@code orTimeout} or completion by hand, aborts the exchange.
 *   <li>The access token goes to the gateway's own origin and nowhere else, and into no log or message.
 *   <li>After {@link #close()} every call fails with category {@code CLOSED}.
 * </ul>
 *
 * <p>Implementations are thread-safe. Methods return at once and never throw but for null arguments; the deadline is the
 * client's to watch, so a call without one must be expected to wait as long as the peer does.
 */
public interface SupportProfileGateway extends AutoCloseable {

    /**
     * Reads the profile: {@code GET /v1/profiles/support}, whatever path the context names.
     *
     * @param context the ids, token and headers of this exchange
     * @return the profile and what the answer said beside it; fails with a {@code PartnerCenterException}
     */
    CompletableFuture<SupportProfileReply> fetch(RequestContext context);

    /**
     * Replaces the profile: {@code PUT} to the context's path.
     *
     * @param profile what to store
     * @param context the ids, token and headers of this exchange
     * @return the profile as the service stored it; fails with a {@code PartnerCenterException}, or, before anything is
     *     sent, with an {@code IllegalArgumentException} if the profile's unknown members cannot be written
     */
    CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context);

    /**
     * Returns the cloud that this gateway talks to, so that a client can refuse tokens of another.
     *
     * @return the cloud, or null if the gateway serves none in particular
     */
    default @Nullable Cloud cloud() {
        return null;
    }

    /**
     * Returns what the clients of this gateway may spend together on second attempts: always the same object. A gateway
     * that wraps another gives that one's.
     *
     * @return the budget, or null if each client is to have one of its own, as with a gateway that serves one client
     */
    default @Nullable RetryBudget retryBudget() {
        return null;
    }

    /**
     * Returns the time whose timer the clients of this gateway share, unless they are given another: always the same
     * object. A gateway that wraps another gives that one's.
     *
     * @return the time, or null if each client is to have a timer of its own, as with a gateway that serves one client
     */
    default @Nullable Time time() {
        return null;
    }

    /**
     * Returns where the clients of this gateway run what must not hold up the timer: always the same object. A gateway that
     * wraps another gives that one's.
     *
     * @return an executor whose threads end when idle, or null if each client is to have threads of its own
     */
    default @Nullable Executor clientThreads() {
        return null;
    }

    /**
     * Ends what is in flight, leaving no future incomplete, and releases what the gateway owns; what it borrowed stays
     * open. Idempotent.
     */
    @Override
    void close();
}
