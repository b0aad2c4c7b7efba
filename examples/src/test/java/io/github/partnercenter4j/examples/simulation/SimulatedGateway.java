package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A gateway with a limited number of places and a queue, like the real ones. */
final class SimulatedGateway implements SupportProfileGateway {

    final Plan plan;
    final Scheduler time;
    final Journal journal;
    final SimulatedService service;
    private final Set<SimulatedExchange> open = new LinkedHashSet<>();
    private final Set<SimulatedExchange> waiting = new LinkedHashSet<>();
    private final RetryBudget budget = new RetryBudget();
    private int running;
    private long closedNanos = -1;

    SimulatedGateway(Plan plan, Scheduler time, Journal journal, SimulatedService service) {
        this.plan = plan;
        this.time = time;
        this.journal = journal;
        this.service = service;
    }

    @Override
    public @Nullable RetryBudget retryBudget() {
        return plan.gateway().sharesBudget() ? budget : null;
    }

    /** Returns how many places are in use, plus how many exchanges wait for one. */
    int inUse() {
        return running + waiting.size();
    }

    /** Returns when it was closed, or -1. */
    long closedNanos() {
        return closedNanos;
    }

    @Override
    public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
        return take(context, null);
    }

    @Override
    public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
        return take(context, profile);
    }

    private CompletableFuture<SupportProfileReply> take(RequestContext context, @Nullable SupportProfile body) {
        if (closedNanos >= 0) {
            return CompletableFuture.failedFuture(PartnerCenterException.closed(context, WriteOutcome.NOT_APPLIED));
        }
        CallRecord call = journal.calls.get(context.correlationId());
        SimulatedExchange exchange = new SimulatedExchange(this, call, context, body);
        open.add(exchange);
        return exchange.enter();
    }

    @Override
    public void close() {
        closedNanos = time.nanos();
        journal.tell("the gateway is closed");
        List<SimulatedExchange> ending = new ArrayList<>(open);
        ending.forEach(SimulatedExchange::giveUp);
        ending.forEach(exchange -> time.execute(exchange::close));
    }

    void ended(SimulatedExchange exchange) {
        open.remove(exchange);
        waiting.remove(exchange);
    }

    void queue(SimulatedExchange exchange) {
        if (running == plan.gateway().places()) {
            waiting.add(exchange);
        } else {
            running++;
            exchange.begin();
        }
    }

    /** Frees a place and starts the next exchange that waits. */
    void leave() {
        running--;
        if (!waiting.isEmpty()) {
            SimulatedExchange next = waiting.iterator().next();
            waiting.remove(next);
            running++;
            next.begin();
        }
    }
}
