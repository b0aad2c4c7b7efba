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

/** One exchange of a storm, as seen at the gateway's door. */
final class StormExchange {

    final RequestContext context;
    final @Nullable SupportProfile body;
    final long askedNanos;

    /** What the gateway completed it with, and when; nothing if whoever called gave it up before. */
    private volatile long doneNanos = -1;

    private volatile @Nullable Throwable failure;

    StormExchange(RequestContext context, @Nullable SupportProfile body, long askedNanos) {
        this.context = context;
        this.body = body;
        this.askedNanos = askedNanos;
    }

    /** Writes down the result before whoever called has it. */
    CompletableFuture<SupportProfileReply> watched(
            CompletableFuture<SupportProfileReply> result, StormJournal journal) {
        CompletableFuture<SupportProfileReply> handedOn = new CompletableFuture<>();
        var unused = handedOn.whenComplete((reply, thrown) -> {
            // What whoever called was told counts: the transport may have another answer a moment later.
            failure = thrown;
            doneNanos = doneNanos < 0 ? journal.nanos() : doneNanos;
            if (thrown != null) {
                result.completeExceptionally(thrown);
            }
        });
        var ignored = result.whenComplete((reply, thrown) -> {
            // Before the callbacks, which may take their time.
            doneNanos = handedOn.isDone() ? doneNanos : journal.nanos();
            if (thrown != null) {
                handedOn.completeExceptionally(thrown);
            } else {
                handedOn.complete(reply);
            }
        });
        return handedOn;
    }

    /** Tells whether bytes of it may have left. */
    boolean mayBeSent() {
        return context.progress().refusal() != null || context.progress().writeOutcome() != WriteOutcome.NOT_APPLIED;
    }

    /** Its client knows that the service took it. */
    boolean isAccepted() {
        WriteOutcome outcome = isCutShort()
                ? context.progress().writeOutcome()
                : failure instanceof PartnerCenterException ours
                        ? ours.writeOutcome().orElse(null)
                        : null;
        return doneNanos >= 0 && (failure == null || (refusal() == null && outcome == WriteOutcome.APPLIED));
    }

    /** What the service said no with, as its client knows. What came after an attempt's time was over, nobody heard. */
    @Nullable
    ServiceException refusal() {
        ServiceException given = answerOf(failure);
        return given != null
                ? given
                : isCutShort() ? answerOf(context.progress().refusal()) : null;
    }

    /** The call ended first, and what is known of the exchange counts. */
    private boolean isCutShort() {
        return doneNanos < 0 || failure instanceof CancellationException;
    }

    private static @Nullable ServiceException answerOf(@Nullable Throwable thrown) {
        Throwable answer = thrown instanceof AuthenticationException ? thrown.getCause() : thrown;
        return answer instanceof ServiceException service ? service : null;
    }

    /** When the answer was known at the earliest, or -1. */
    long answeredNanos() {
        boolean answered = isAccepted() || refusal() != null;
        return !answered ? -1 : doneNanos >= 0 ? doneNanos : askedNanos;
    }
}
