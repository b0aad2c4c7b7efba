package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One exchange of a storm, as recorded between the client and the transport. */
final class StormExchange {

    final RequestContext context;
    final @Nullable SupportProfile body;
    final long askedNanos;

    /** What the call got. The call may end it first. */
    private final CompletableFuture<SupportProfileReply> handedOn = new CompletableFuture<>();

    /** When the gateway completed it, or -1 if the call gave it up before. */
    private volatile long doneNanos = -1;

    StormExchange(RequestContext context, @Nullable SupportProfile body, long askedNanos) {
        this.context = context;
        this.body = body;
        this.askedNanos = askedNanos;
    }

    /** Records the result before the call gets it. */
    CompletableFuture<SupportProfileReply> watched(
            CompletableFuture<SupportProfileReply> result, StormJournal journal) {
        var unused = handedOn.whenComplete((reply, thrown) -> {
            doneNanos = doneNanos < 0 ? journal.nanos() : doneNanos;
            if (thrown != null) {
                result.completeExceptionally(thrown);
            }
        });
        var ignored = result.whenComplete((reply, thrown) -> {
            // Record the time before the callbacks run, because they may be slow.
            doneNanos = handedOn.isDone() ? doneNanos : journal.nanos();
            if (thrown != null) {
                handedOn.completeExceptionally(thrown);
            } else {
                handedOn.complete(reply);
            }
        });
        return handedOn;
    }

    /**
     * Returns the failure that the call got, or null. It is read from the future itself: the callbacks of a future run
     * one after the other, so a callback that records the failure may run after the call has gone on.
     */
    private @Nullable Throwable failure() {
        return handedOn.<@Nullable Throwable>handle((reply, thrown) -> thrown).getNow(null);
    }

    /** Returns whether the call got the reply, be it after its end. */
    boolean isDelivered() {
        return handedOn.isDone() && failure() == null;
    }

    /** Returns whether some of its bytes may have been sent. */
    boolean mayBeSent() {
        return context.progress().refusal() != null || context.progress().writeOutcome() != WriteOutcome.NOT_APPLIED;
    }

    /** Returns whether the client knows that the service accepted the request. */
    boolean isAccepted() {
        Throwable failure = failure();
        WriteOutcome outcome = isCutShort()
                ? context.progress().writeOutcome()
                : failure instanceof PartnerCenterException ours
                        ? ours.writeOutcome().orElse(null)
                        : null;
        return handedOn.isDone() && (failure == null || (refusal() == null && outcome == WriteOutcome.APPLIED));
    }

    /**
     * Returns the error response that the client knows of, or null. A response after the attempt's timeout does not
     * count.
     */
    @Nullable
    ServiceException refusal() {
        ServiceException given = answerOf(failure());
        return given != null
                ? given
                : isCutShort() ? answerOf(context.progress().refusal()) : null;
    }

    /** Returns whether the call ended first. Then the progress of the exchange counts, and not its result. */
    private boolean isCutShort() {
        return !handedOn.isDone() || failure() instanceof CancellationException;
    }

    private static @Nullable ServiceException answerOf(@Nullable Throwable thrown) {
        Throwable answer = thrown instanceof AuthenticationException ? thrown.getCause() : thrown;
        return answer instanceof ServiceException service ? service : null;
    }

    /** Returns the earliest time at which the client may have known the answer, or -1. */
    long answeredNanos() {
        boolean answered = isAccepted() || refusal() != null;
        return !answered ? -1 : doneNanos >= 0 ? doneNanos : askedNanos;
    }
}
