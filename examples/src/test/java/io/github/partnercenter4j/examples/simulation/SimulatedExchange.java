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

/** One exchange: its wait in the queue, its request and response, and its faults. */
final class SimulatedExchange {

    private static final RequestFate[] FATES = RequestFate.values();

    private final SimulatedGateway gateway;
    private final Plan plan;
    private final Scheduler time;
    private final Journal journal;
    private final CallRecord call;
    private final RequestContext context;
    private final @Nullable SupportProfile body;
    private final CompletableFuture<SupportProfileReply> result = new CompletableFuture<>();
    private final Random luck;
    private final RequestFate fate;
    private final long askedNanos;
    private final Refusals refusals;
    private final boolean reports;
    private long turnNanos;
    private boolean hasPlace;
    private boolean used;
    private boolean left;
    /** True if the gateway itself ends the exchange. */
    private boolean ending;

    private @Nullable PartnerCenterException closed;
    private @Nullable SentRequest sent;

    // The blocking caller's own thread, if it runs the exchange.
    private @Nullable PlayedThread caller;
    private final Queue<Runnable> steps = new ArrayDeque<>();

    SimulatedExchange(
            SimulatedGateway gateway, CallRecord call, RequestContext context, @Nullable SupportProfile body) {
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
        RequestFate chosen = luck.nextInt(3) == 0 ? RequestFate.REFUSED : FATES[luck.nextInt(FATES.length)];
        this.fate = trouble && !plan.calm().contains(name) ? chosen : RequestFate.ANSWERED;
        if (fate != RequestFate.ANSWERED) {
            journal.troubles.add(name);
        }
        this.refusals = new Refusals(plan, gateway.service, time, luck);
        this.reports = plan.gateway().reports();
    }

    CompletableFuture<SupportProfileReply> enter() {
        call.foreign |= body != null && fate.isOfGateway();
        if (fate == RequestFate.THROWS) {
            gateway.ended(this);
            throw new IllegalStateException("A foreign gateway throws.");
        }
        if (fate == RequestFate.NO_FUTURE) {
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

    /** Runs the next step on the thread that runs the exchange. */
    private void step(Runnable next) {
        if (caller == null) {
            next.run();
        } else {
            steps.add(next);
            caller.unpark();
        }
    }

    /** Frees the place in the gateway. Callbacks run after this. */
    private void leave() {
        if (!left) {
            left = true;
            gateway.leave();
        }
    }

    /** Cleans up after the end. If the call completes the future early, the exchange is aborted a moment later. */
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

    /** Ends the exchange because the gateway is being closed. What is not sent by now is never sent. */
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

    /** Ends the exchange after an interrupt of the caller whose thread runs it. */
    static void interrupted(@Nullable SimulatedExchange exchange) {
        if (exchange != null && exchange.used && !exchange.left) {
            exchange.step(() -> exchange.end(exchange.broken(WriteOutcome.UNKNOWN)));
        }
    }

    // --- request and response ---

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
        if (fate == RequestFate.NOT_CONNECTED) {
            end(TransportException.connect(context, "The connection was refused.", null));
            return;
        }
        if (fate == RequestFate.NO_TLS) {
            end(TransportException.tls(context, "The certificate is not trusted.", null));
            return;
        }
        if (reports && !context.progress().sending()) {
            late();
            return;
        }
        sent = new SentRequest(call, context, body, askedNanos, turnNanos, time.nanos());
        journal.sent.add(sent);
        call.sent.add(sent);
        journal.tell(call.who() + " sends " + sent.method() + " " + sent.path + " " + sent.id.substring(0, 4) + " with "
                + sent.token + (sent.ifMatch == null ? "" : " if " + sent.ifMatch)
                + (body == null ? "" : ": " + Texts.of(body)));
        journal.doneFor(call, false, "to send");
        Duration way = luck.nextInt(5) == 0 ? Duration.ofMillis(luck.nextInt(4000)) : Duration.ofMillis(5);
        time.after(way, this::arrived);
    }

    /** Processes the request at the service, whether or not the client still waits for the response. */
    private void arrived() {
        boolean aborted = result.isDone();
        if (fate == RequestFate.LOST_ON_THE_WAY
                || fate == RequestFate.FOREIGN_FAILURE
                || (aborted && luck.nextBoolean())) {
            answer(() -> end(
                    fate == RequestFate.FOREIGN_FAILURE
                            ? new IllegalStateException("A foreign gateway fails.")
                            : broken(WriteOutcome.UNKNOWN)));
            return;
        }
        if (fate == RequestFate.INTERCEPTED && luck.nextBoolean()) {
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
        if (fate == RequestFate.SILENT) {
            return;
        }
        PartnerCenterException no = refusal;
        String etag = gateway.service.etag(sent.tenant);
        if (fate == RequestFate.ANSWER_LOST) {
            answer(() -> end(broken(WriteOutcome.UNKNOWN)));
        } else if (no != null) {
            answer(() -> {
                sent.answeredNanos = time.nanos();
                PartnerCenterException told = refusals.delivered(no, sent, context);
                if (reports) {
                    // Transports report this when the head of an error response has arrived.
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
        if (fate == RequestFate.FOREIGN_ID) {
            end(TransportException.protocol(context, WriteOutcome.UNKNOWN, "The answer to another request.", null));
            return;
        }
        if (fate == RequestFate.FOREIGN_BODY || fate == RequestFate.INTERCEPTED) {
            end(MalformedResponseException.foreign(context, "No profile.", ""));
            return;
        }
        if (fate == RequestFate.HEAD_THEN_SILENCE && !reports) {
            // Only the gateway knows of the head.
            return;
        }
        sent.answeredNanos = time.nanos();
        sent.status = 200;
        sent.echoed = true;
        sent.accepted = true;
        if (reports) {
            context.progress().accepted();
        }
        if (fate == RequestFate.HEAD_THEN_SILENCE) {
            journal.tell("    " + call.who() + " gets the head of a success, and nothing more");
        } else if (fate == RequestFate.HEAD_ONLY) {
            end(broken(WriteOutcome.APPLIED));
        } else if (fate == RequestFate.MALFORMED) {
            end(MalformedResponseException.of(context, "Half a profile.", ""));
        } else if (fate == RequestFate.NO_REPLY) {
            ending = true;
            leave();
            result.complete(null);
        } else {
            ending = true;
            sent.read = body == null ? stored : null;
            leave();
            result.complete(SupportProfileReply.of(
                    stored, ResponseMetadata.builder(200).etag(etag).build()));
            if (fate == RequestFate.COMPLETES_TWICE) {
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
