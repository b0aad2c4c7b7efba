package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.MalformedResponseException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One exchange: its turn in the queue, its way to the service and back, and what goes wrong on it. */
final class SimulatedExchange {

    private static final Fate[] FATES = Fate.values();

    private final SimulatedGateway gateway;
    private final Plan plan;
    private final Scheduler time;
    private final Journal journal;
    private final Told call;
    private final RequestContext context;
    private final @Nullable SupportProfile body;
    private final CompletableFuture<SupportProfileReply> result = new CompletableFuture<>();
    private final Random luck;
    private final Fate fate;
    private final long askedNanos;
    private final Refusals refusals;
    private final boolean reports;
    private long turnNanos;
    private boolean hasPlace;
    private boolean used;
    private boolean left;
    /** Whether the gateway itself ends it. */
    private boolean ending;

    private @Nullable PartnerCenterException closed;
    private @Nullable Sent sent;

    // Where a blocking caller's own thread runs the exchange.
    private @Nullable PlayedThread caller;
    private final Queue<Runnable> steps = new ArrayDeque<>();

    SimulatedExchange(SimulatedGateway gateway, Told call, RequestContext context, @Nullable SupportProfile body) {
        this.gateway = gateway;
        this.plan = gateway.plan;
        this.time = gateway.time;
        this.journal = gateway.journal;
        this.call = call;
        this.context = context;
        this.body = body;
        this.askedNanos = time.nanos();
        int number = ++call.exchanges;
        this.luck = Plan.luck(plan.seed(), call.plan.number(), number);
        String name = call.plan.name() + "'s exchange " + number;
        boolean trouble = luck.nextInt(100) < plan.trouble();
        Fate chosen = luck.nextInt(3) == 0 ? Fate.REFUSED : FATES[luck.nextInt(FATES.length)];
        this.fate = trouble && !plan.calm().contains(name) ? chosen : Fate.ANSWERED;
        if (fate != Fate.ANSWERED) {
            journal.troubles.add(name);
        }
        this.refusals = new Refusals(plan, gateway.service, time, luck);
        this.reports = plan.gateway().reports();
    }

    CompletableFuture<SupportProfileReply> enter() {
        call.foreign |= body != null && fate.isOfGateway();
        if (fate == Fate.THROWS) {
            gateway.ended(this);
            throw new IllegalStateException("A gateway of somebody's throws.");
        }
        if (fate == Fate.NO_FUTURE) {
            gateway.ended(this);
            return null;
        }
        if (reports) {
            context.progress().waiting();
        }
        result.whenComplete((reply, failure) -> ended());
        gateway.queue(this);
        return result;
    }

    // --- its turn ---

    void begin() {
        hasPlace = true;
        Executor own = plan.gateway().onCallers() ? context.callerThread() : null;
        (own != null ? own : time).execute(this::turn);
    }

    private void turn() {
        if (used) {
            return;
        }
        used = true;
        turnNanos = time.nanos();
        if (isUnwanted() || (reports && !context.progress().connecting())) {
            late();
            return;
        }
        time.after(Duration.ofMillis(luck.nextInt(60)), () -> step(this::connected));
        caller = PlayedThread.current();
        call.running = caller == null ? null : this;
        while (caller != null && !left) {
            Runnable step = steps.poll();
            if (step != null) {
                step.run();
            } else {
                caller.parkAnyway();
            }
        }
    }

    /** Goes on, on the thread that runs the exchange. */
    private void step(Runnable next) {
        if (caller == null) {
            next.run();
        } else {
            steps.add(next);
            caller.unpark();
        }
    }

    /** First the place, then the callbacks. */
    private void leave() {
        if (!left) {
            left = true;
            gateway.leave();
        }
    }

    /** Whoever completes the future early has the exchange aborted, which takes a moment. */
    private void ended() {
        boolean waited = !hasPlace;
        gateway.ended(this);
        if (hasPlace && !used) {
            used = true;
            leave();
        } else if (used && !left) {
            time.after(Duration.ofMillis(luck.nextInt(5)), () -> step(this::leave));
        }
        call.cutShort |= body != null && !ending;
        if (reports && waited && !result.isCancelled() && closed == null && isAttemptTimeout()) {
            journal.fault(call.who() + ": an attempt ran out of time while it waited for its turn");
        }
    }

    private boolean isAttemptTimeout() {
        return String.valueOf(result.handle((reply, failure) -> failure).getNow(null))
                .contains("The attempt had no result");
    }

    /** The gateway is being closed: what is not sent by now never is. */
    void giveUp() {
        closed = PartnerCenterException.closed(
                context, reports ? context.progress().abandon() : outcome());
    }

    private WriteOutcome outcome() {
        return sent == null ? WriteOutcome.NOT_APPLIED : WriteOutcome.UNKNOWN;
    }

    private boolean isUnwanted() {
        return result.isDone() || closed != null;
    }

    void close() {
        ending = true;
        result.completeExceptionally(closed);
    }

    /** An interrupt of the caller whose thread runs it. */
    static void interrupted(@Nullable SimulatedExchange exchange) {
        if (exchange != null && exchange.used && !exchange.left) {
            exchange.step(() -> exchange.end(exchange.broken(WriteOutcome.UNKNOWN)));
        }
    }

    // --- its way ---

    private void late() {
        end(TransportException.timeout(context, WriteOutcome.NOT_APPLIED, "No time was left.", null));
    }

    private PartnerCenterException broken(WriteOutcome ifSent) {
        return TransportException.io(
                context, sent == null ? WriteOutcome.NOT_APPLIED : ifSent, "The connection broke.", null);
    }

    private void connected() {
        if (result.isDone()) {
            return;
        }
        if (closed != null) {
            late();
            return;
        }
        if (fate == Fate.NOT_CONNECTED) {
            end(TransportException.connect(context, "Nobody listens.", null));
            return;
        }
        if (fate == Fate.NO_TLS) {
            end(TransportException.tls(context, "Nobody trusts it.", null));
            return;
        }
        if (reports && !context.progress().sending()) {
            late();
            return;
        }
        sent = new Sent(call, context, body, askedNanos, turnNanos, time.nanos());
        journal.sent.add(sent);
        call.sent.add(sent);
        journal.tell(call.who() + " sends " + sent.method() + " " + sent.path + " " + sent.id.substring(0, 4) + " with "
                + sent.token + (sent.ifMatch == null ? "" : " if " + sent.ifMatch)
                + (body == null ? "" : ": " + Texts.of(body)));
        journal.doneFor(call, false, "to send");
        Duration way = luck.nextInt(5) == 0 ? Duration.ofMillis(luck.nextInt(4000)) : Duration.ofMillis(5);
        time.after(way, this::arrived);
    }

    /** The request is where it is decided about, whether or not anybody still waits for its answer. */
    private void arrived() {
        boolean aborted = result.isDone();
        if (fate == Fate.LOST_ON_THE_WAY || fate == Fate.FOREIGN_FAILURE || (aborted && luck.nextBoolean())) {
            answer(() -> end(
                    fate == Fate.FOREIGN_FAILURE
                            ? new IllegalStateException("A gateway of somebody's fails.")
                            : broken(WriteOutcome.UNKNOWN)));
            return;
        }
        if (fate == Fate.INTERCEPTED && luck.nextBoolean()) {
            answer(() -> end(MalformedResponseException.intercepted(context, "A page.", "")));
            return;
        }
        PartnerCenterException refusal = refusals.of(sent, context, fate);
        SupportProfile read = refusal != null || body != null ? null : gateway.service.profile(sent.tenant);
        SupportProfile stored = refusal != null || body == null ? read : gateway.service.write(sent);
        if (refusal == null && stored == null) {
            refusal = refusals.stale(sent, context);
        }
        if (sent.isCommitted()) {
            journal.tell("    written: " + Texts.of(body));
        }
        if (fate == Fate.SILENT) {
            return;
        }
        PartnerCenterException no = refusal;
        String etag = gateway.service.etag(sent.tenant);
        if (fate == Fate.ANSWER_LOST) {
            answer(() -> end(broken(WriteOutcome.UNKNOWN)));
        } else if (no != null) {
            answer(() -> {
                sent.answeredNanos = time.nanos();
                PartnerCenterException told = refusals.delivered(no, sent, context);
                if (reports) {
                    // As the transports do when the head of a refusal has come.
                    context.progress().refused(told, told.writeOutcome().orElse(WriteOutcome.UNKNOWN));
                }
                end(told);
            });
        } else {
            answer(() -> succeed(stored, etag));
        }
    }

    private void answer(Runnable ending) {
        time.after(Duration.ofMillis(luck.nextInt(40)), () -> {
            if (!result.isDone()) {
                step(() -> {
                    if (!result.isDone()) {
                        ending.run();
                    }
                });
            }
        });
    }

    private void succeed(SupportProfile stored, @Nullable String etag) {
        if (fate == Fate.FOREIGN_ID) {
            end(TransportException.protocol(context, WriteOutcome.UNKNOWN, "Another's answer.", null));
            return;
        }
        if (fate == Fate.FOREIGN_BODY || fate == Fate.INTERCEPTED) {
            end(MalformedResponseException.foreign(context, "No profile.", ""));
            return;
        }
        if (fate == Fate.HEAD_THEN_SILENCE && !reports) {
            // Nobody knows but the gateway.
            return;
        }
        sent.answeredNanos = time.nanos();
        sent.status = 200;
        sent.echoed = true;
        sent.accepted = true;
        if (reports) {
            context.progress().accepted();
        }
        if (fate == Fate.HEAD_THEN_SILENCE) {
            journal.tell("    " + call.who() + " gets the head of a success, and nothing more");
        } else if (fate == Fate.HEAD_ONLY) {
            end(broken(WriteOutcome.APPLIED));
        } else if (fate == Fate.MALFORMED) {
            end(MalformedResponseException.of(context, "Half a profile.", ""));
        } else if (fate == Fate.NO_REPLY) {
            ending = true;
            leave();
            result.complete(null);
        } else {
            ending = true;
            sent.read = body == null ? stored : null;
            leave();
            result.complete(SupportProfileReply.of(
                    stored, ResponseMetadata.builder(200).etag(etag).build()));
            if (fate == Fate.COMPLETES_TWICE) {
                result.completeExceptionally(new IllegalStateException("twice"));
            }
        }
    }

    private void end(Throwable failure) {
        ending = !result.isDone();
        journal.tell("    " + call.who() + "'s exchange: " + Texts.of(failure));
        leave();
        result.completeExceptionally(closed != null ? closed : failure);
    }
}
