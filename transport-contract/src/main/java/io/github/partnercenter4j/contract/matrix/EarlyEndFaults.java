package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.CallListener.CallEnd;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.ExchangeProgress;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** F61 to F63: the caller ends a call early, at every possible point of the call. */
final class EarlyEndFaults {

    private EarlyEndFaults() {}

    /** The way to end a call. */
    private enum How {
        INTERRUPT("F61", "interrupted", ErrorCategory.CANCELLED),
        CANCEL("F62", "cancelled", ErrorCategory.CANCELLED),
        CLOSE("F63", "closed", ErrorCategory.CLOSED);

        private final String row;
        private final String words;
        private final ErrorCategory category;

        How(String row, String words, ErrorCategory category) {
            this.row = row;
            this.words = words;
            this.category = category;
        }
    }

    /** The point of a call at which it ends. */
    private enum Where {
        BEFORE("before it begins", WriteOutcome.NOT_APPLIED, 0),
        TOKEN("while it waits for a token", WriteOutcome.NOT_APPLIED, 0),
        SHARED_TOKEN("while it waits for a token that another call asked for", WriteOutcome.NOT_APPLIED, 0),
        CONNECT("while it connects", WriteOutcome.NOT_APPLIED, 0),
        HEAD("while it waits for the answer", WriteOutcome.UNKNOWN, 1),
        BODY("in the answer's body", WriteOutcome.APPLIED, 1),
        BACK_OFF("while it waits before another attempt", WriteOutcome.UNKNOWN, 1);

        private final String words;
        private final WriteOutcome outcome;
        private final int sends;

        Where(String words, WriteOutcome outcome, int sends) {
            this.words = words;
            this.outcome = outcome;
            this.sends = sends;
        }
    }

    /**
     * Returns the cells.
     *
     * @param connecting whether the transport opens connections
     */
    static List<FaultCell> all(boolean connecting) {
        List<FaultCell> cells = new ArrayList<>();
        for (How how : How.values()) {
            for (Where where : Where.values()) {
                // A call has a future to cancel only after its start.
                boolean applies =
                        (where != Where.CONNECT || connecting) && (where != Where.BEFORE || how != How.CANCEL);
                for (Verb verb : applies ? Verb.values() : new Verb[0]) {
                    cells.add(FaultCell.cell(
                            how.row,
                            verb + ": " + how.words + " " + where.words + " -> " + ending(verb, how, where),
                            rig -> new Ended(rig, verb, how, where).play()));
                }
            }
        }
        return cells;
    }

    private static Ending ending(Verb verb, How how, Where where) {
        return verb == Verb.GET
                ? Ending.failure(how.category, where.sends)
                : Ending.failure(how.category, where.sends, where.outcome);
    }

    /** One call and its early end. */
    private static final class Ended {

        private final FaultRig rig;
        private final Verb verb;
        private final How how;
        private final Where where;
        private final CompletableFuture<AccessToken> token = new CompletableFuture<>();
        private @Nullable CompletableFuture<SupportProfileReply> other;
        private final AtomicBoolean flag = new AtomicBoolean();

        Ended(FaultRig rig, Verb verb, How how, Where where) {
            this.rig = rig;
            this.verb = verb;
            this.how = how;
            this.where = where;
        }

        String play() throws Exception {
            prepare();
            if (how == How.INTERRUPT) {
                interrupt();
            } else {
                end();
            }
            CallEnd ended = rig.observer().end(verb);
            PartnerCenterException failure = assertInstanceOf(PartnerCenterException.class, ended.failure());
            assertEquals(how.category, failure.category());
            assertEquals(
                    verb == Verb.GET ? null : where.outcome,
                    failure.writeOutcome().orElse(null));
            assertEquals(where.sends, rig.sends(verb), "sends");
            assertTrue(ended.attempts() <= 1, () -> "attempts are " + ended.attempts());
            FaultJudge.scan(rig, failure);
            aftermath();
            return where.sends + " sends, " + where.outcome;
        }

        private void prepare() throws Exception {
            switch (where) {
                case BEFORE -> {}
                case TOKEN -> rig.tokens(request -> token);
                case SHARED_TOKEN -> {
                    rig.tokens(request -> token);
                    other = rig.operations().getReplyAsync();
                }
                case CONNECT -> rig.routeHangs();
                case HEAD -> rig.fake().next(Fault.stall(Point.BEFORE_COMMIT));
                case BODY -> rig.fake().next(Fault.stall(Point.IN_BODY));
                case BACK_OFF -> rig.fake().next(Fault.answer(503).header("Retry-After", "20"));
            }
        }

        private void end() throws Exception {
            if (where == Where.BEFORE) {
                rig.client().close();
            }
            CompletableFuture<SupportProfileReply> call = rig.start(verb, FaultRig.CHANGED);
            if (where != Where.BEFORE) {
                rig.await("the call is " + where.words, this::isThere);
                if (how == How.CANCEL) {
                    assertTrue(call.cancel(true));
                } else {
                    rig.client().close();
                }
            }
            rig.await("the call has ended", call::isCompletedExceptionally);
        }

        private void interrupt() throws Exception {
            rig.client();
            Thread caller = new Thread(this::callBlocking, "caller");
            caller.setDaemon(true);
            caller.start();
            if (where != Where.BEFORE) {
                rig.await("the call is " + where.words, this::isThere);
                caller.interrupt();
            }
            caller.join(FaultRig.BOUND.toMillis());
            assertTrue(!caller.isAlive(), "the caller has its thread back");
            assertTrue(flag.get(), "the caller's thread is interrupted still");
        }

        private void callBlocking() {
            try {
                if (where == Where.BEFORE) {
                    Thread.currentThread().interrupt();
                }
                if (verb == Verb.GET) {
                    rig.operations().get();
                } else {
                    rig.operations().update(FaultRig.CHANGED);
                }
            } catch (Exception expected) {
                // Gets the end of the call from the listener.
                flag.set(Thread.currentThread().isInterrupted());
            }
        }

        private boolean isThere() {
            ExchangeProgress progress = rig.observer().progress();
            return switch (where) {
                case BEFORE -> true;
                case TOKEN, SHARED_TOKEN -> rig.tokenRequests().size() == 1;
                case CONNECT -> rig.observer().attempts(verb).size() == 1;
                case HEAD -> rig.sends(verb) == 1;
                case BODY -> progress != null && progress.writeOutcome() == WriteOutcome.APPLIED;
                case BACK_OFF -> rig.observer().retries().size() == 1;
            };
        }

        /** Other callers continue. A token request that only this call waited for is cancelled. */
        private void aftermath() throws Exception {
            CompletableFuture<SupportProfileReply> beside = other;
            if (where == Where.TOKEN) {
                rig.await("the token request is given up", token::isCancelled);
            }
            if (beside != null && how != How.CLOSE) {
                token.complete(rig.newToken());
                assertNull(rig.ended(beside, System.nanoTime(), FaultRig.USUAL_TIMEOUT)
                        .failure());
            } else if (beside != null) {
                rig.await("all of the client's calls have ended", beside::isCompletedExceptionally);
            }
            rig.goodTokens();
            rig.heals(rig::closeClient);
        }
    }
}
