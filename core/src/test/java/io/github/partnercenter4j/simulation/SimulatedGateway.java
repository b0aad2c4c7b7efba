package io.github.partnercenter4j.simulation;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.error.WriteOutcome;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** A gateway with places and a queue, and a network on which the seed lets things go wrong. */
final class SimulatedGateway implements SupportProfileGateway {

    /** What becomes of a request. */
    private enum Fate {
        ANSWERED,
        NOT_CONNECTED,
        LOST_ON_THE_WAY,
        ANSWER_LOST,
        SILENT,
        REFUSED,
        FOREIGN
    }

    private static final List<Fate> TROUBLES = List.of(
            Fate.NOT_CONNECTED, Fate.LOST_ON_THE_WAY, Fate.ANSWER_LOST, Fate.SILENT, Fate.REFUSED, Fate.FOREIGN);
    private static final int[] STATUSES = {503, 429, 500, 502, 504, 408, 400, 403, 409, 401, 503, 429};

    private final Plan plan;
    private final Scheduler time;
    private final Journal journal;
    private final SimulatedService service;
    private final Map<String, Integer> turns = new HashMap<>();
    private final Map<String, Integer> callerOf;
    private final Queue<Exchange> waiting = new ArrayDeque<>();
    private int running;

    SimulatedGateway(
            Plan plan, Scheduler time, Journal journal, SimulatedService service, Map<String, Integer> callerOf) {
        this.plan = plan;
        this.time = time;
        this.journal = journal;
        this.service = service;
        this.callerOf = callerOf;
    }

    /** Returns how many places are in use, and how many exchanges wait for one. */
    int inUse() {
        return running + waiting.size();
    }

    @Override
    public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
        return new Exchange(context, "GET", null).enter();
    }

    @Override
    public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
        return new Exchange(context, "PUT", profile).enter();
    }

    @Override
    public void close() {
        // A world ends by itself.
    }

    private void leave() {
        running--;
        while (running < plan.places() && !waiting.isEmpty()) {
            Exchange next = waiting.poll();
            running++;
            next.begin();
        }
    }

    /** One exchange. */
    private final class Exchange {

        private final RequestContext context;
        private final String method;
        private final SupportProfile body;
        private final CompletableFuture<SupportProfileReply> result = new CompletableFuture<>();
        private final String tenant;
        private final long askedAt = time.millis();
        private final Random luck;
        private final Fate fate;
        private Journal.Sent sent;
        private boolean hasPlace;

        Exchange(RequestContext context, String method, SupportProfile body) {
            this.context = context;
            this.method = method;
            this.body = body;
            this.tenant = context.accessToken().value().substring(0, 1);
            int caller = callerOf.getOrDefault(context.correlationId(), -1);
            this.luck = Plan.luck(plan.seed(), caller, turns.merge(context.correlationId(), 1, Integer::sum));
            boolean trouble = luck.nextInt(100) < plan.trouble();
            this.fate = trouble ? TROUBLES.get(luck.nextInt(TROUBLES.size())) : Fate.ANSWERED;
        }

        CompletableFuture<SupportProfileReply> enter() {
            if (fate == Fate.FOREIGN && luck.nextInt(3) == 0) {
                journal.foreign.add(context.correlationId());
                throw new IllegalStateException("A gateway of somebody's throws.");
            }
            context.progress().waiting();
            result.whenComplete((reply, failure) -> {
                if (hasPlace) {
                    hasPlace = false;
                    // As a transport does: the place is free before callbacks run, or soon after an abort.
                    leave();
                } else if (waiting.remove(this) && String.valueOf(failure).contains("The attempt had no result")) {
                    journal.faults.add("an attempt ran out of time while it waited for its turn");
                }
            });
            if (running == plan.places()) {
                waiting.add(this);
            } else {
                running++;
                begin();
            }
            return result;
        }

        void begin() {
            hasPlace = true;
            if (!context.progress().connecting()) {
                late();
                return;
            }
            time.after(Duration.ofMillis(luck.nextInt(60)), this::connected);
        }

        private void late() {
            end(TransportException.timeout(context, WriteOutcome.NOT_APPLIED, "No time was left.", null));
        }

        private void connected() {
            if (result.isDone()) {
                return;
            }
            if (fate == Fate.NOT_CONNECTED) {
                end(TransportException.connect(context, "Nobody listens.", null));
                return;
            }
            if (!context.progress().sending()) {
                late();
                return;
            }
            sent = new Journal.Sent(
                    time.millis(),
                    askedAt,
                    context.correlationId(),
                    context.requestId(),
                    method,
                    context.path().path(),
                    tenant,
                    context.accessToken().value(),
                    body);
            journal.sent.add(sent);
            journal.tell(call() + " sends " + method + " " + context.path() + " " + id() + " with "
                    + context.accessToken().value());
            Duration way = luck.nextInt(5) == 0 ? Duration.ofMillis(luck.nextInt(4000)) : Duration.ofMillis(5);
            time.after(way, this::arrived);
        }

        private String call() {
            return "caller " + callerOf.getOrDefault(context.correlationId(), -1) + " (" + tenant + ")";
        }

        private String id() {
            return context.requestId().substring(0, 4);
        }

        /** The request is where it is decided about, whether or not anybody still waits for its answer. */
        private void arrived() {
            boolean aborted = result.isDone();
            if (fate == Fate.FOREIGN && !aborted) {
                journal.foreign.add(context.correlationId());
                result.completeExceptionally(new IllegalStateException("A gateway of somebody's fails."));
                return;
            }
            if (fate == Fate.LOST_ON_THE_WAY || (aborted && luck.nextBoolean())) {
                if (!aborted) {
                    end(TransportException.io(context, WriteOutcome.UNKNOWN, "The connection broke.", null));
                }
                return;
            }
            Throwable refusal = refusal();
            boolean commits = sent.isWrite() && refusal == null;
            SupportProfile read = service.profile(tenant);
            String etag = service.etag(tenant);
            if (commits) {
                journal.tell("  written: " + body.website());
            }
            if (fate == Fate.ANSWER_LOST) {
                if (!aborted) {
                    end(TransportException.io(context, WriteOutcome.UNKNOWN, "The connection broke.", null));
                }
                return;
            }
            if (fate == Fate.SILENT) {
                return;
            }
            time.after(Duration.ofMillis(luck.nextInt(40)), () -> {
                if (result.isDone()) {
                    return;
                }
                sent.answeredAt = time.millis();
                if (refusal != null) {
                    journal.tell("  " + call() + " is answered " + sent.status + ", hint " + sent.hintMillis + " ms");
                    result.completeExceptionally(refusal);
                    return;
                }
                sent.status = 200;
                sent.echoed = true;
                context.progress().accepted();
                result.complete(SupportProfileReply.of(
                        sent.isWrite() ? body : read,
                        ResponseMetadata.builder(200).etag(etag).build()));
            });
        }

        /** What the service says instead of yes, or null; a write without a refusal is done. */
        private Throwable refusal() {
            if (service.isRevoked(tenant, context.accessToken().value())) {
                return refused(401);
            }
            if (fate == Fate.REFUSED) {
                return refused(STATUSES[luck.nextInt(STATUSES.length)]);
            }
            if (sent.isWrite() && plan.oneRoute() && context.path() == ResourcePath.SUPPORT_PROFILE) {
                return refused(404);
            }
            return sent.isWrite() && !service.write(sent, context.ifMatch()) ? refused(412) : null;
        }

        private Throwable refused(int status) {
            // Some 5xx come after the fact.
            if (sent.isWrite() && (status >= 500 || status == 408) && luck.nextInt(3) == 0) {
                service.write(sent, context.ifMatch());
            }
            if (status == 401) {
                service.revoke(tenant, context.accessToken().value());
            }
            sent.status = status;
            sent.echoed = luck.nextInt(3) > 0;
            Duration hint = (status == 429 || status == 503) && luck.nextBoolean()
                    ? Duration.ofMillis(luck.nextInt(luck.nextInt(4) == 0 ? 4_000_000 : 5000))
                    : null;
            sent.hintMillis = hint == null ? -1 : hint.toMillis();
            PartnerCenterException failure = ServiceException.builder(context, status)
                    .retryAfter(hint, null)
                    .answeredIds(sent.echoed ? context.requestId() : null, null)
                    .build();
            return failure;
        }

        private void end(Throwable failure) {
            journal.tell("  " + call() + ": " + failure.getMessage().replaceAll(" \\[.*", ""));
            result.completeExceptionally(failure);
        }
    }
}
