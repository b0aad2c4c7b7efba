package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.SimulatedThreads;
import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.examples.simulation.Plan.ClientPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Jolt;
import io.github.partnercenter4j.examples.simulation.Plan.Lent;
import io.github.partnercenter4j.examples.simulation.Plan.Source;
import io.github.partnercenter4j.examples.simulation.SimulatedService.Version;
import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/** Plays a plan to its end. */
final class World implements PlayedWorld {

    final Plan plan;
    final Scheduler time;
    final Journal journal;
    final SimulatedService service;
    final SimulatedGateway gateway;
    private final LentExecutor lent;
    private final List<PartnerCenter> clients = new ArrayList<>();
    private final List<RecordingListener> listeners = new ArrayList<>();
    private final List<SimulatedTokens> tokens = new ArrayList<>();
    private final List<PlayedThread> threads = new ArrayList<>();

    World(Plan plan) {
        this.plan = plan;
        time = new Scheduler(plan.seed());
        journal = new Journal(time);
        service = new SimulatedService(plan, time);
        gateway = new SimulatedGateway(plan, time, journal, service);
        lent = new LentExecutor(plan.client().lent(), time);
        for (int i = 0; i < plan.client().tenants(); i++) {
            tokens.add(new SimulatedTokens(plan, time, journal, name(i)));
            clients.add(client(i));
        }
    }

    static String name(int tenant) {
        return String.valueOf((char) ('A' + tenant));
    }

    private PartnerCenter client(int tenant) {
        ClientPlan how = plan.client();
        SimulatedTokens source = tokens.get(tenant);
        RecordingListener listener = new RecordingListener(how.manners(), journal);
        listeners.add(listener);
        PartnerCenter.Builder builder = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(how.source() == Source.SUPPLIER ? source.supplier() : source)
                .time(new ClientTime())
                .random(new Random(plan.seed() + tenant))
                .attemptTimeout(how.attemptTimeout())
                .tokenTimeout(how.tokenTimeout())
                .reconcile(how.reconciles())
                .updateRoute(how.route())
                .retryPolicy(RetryPolicy.builder().maxAttempts(how.attempts()).build())
                .listener(listener);
        if (how.lent() != Lent.NONE) {
            builder.callbackExecutor(lent).blockingExecutor(lent);
        }
        return SimulatedThreads.on(
                        builder,
                        time,
                        () -> PlayedThread.current().park(),
                        thread -> PlayedThread.of(thread).unpark())
                .build();
    }

    /** The clock and the timers of the clients. */
    private final class ClientTime implements Time {
        @Override
        public long nanos() {
            return time.nanos();
        }

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public Cancellable after(Duration delay, Runnable work) {
            return time.timer(delay, work)::cancel;
        }
    }

    /** Plays until no task is left. */
    void play() {
        for (CallerPlan caller : plan.callers()) {
            time.after(caller.at(), () -> start(caller));
        }
        for (Jolt jolt : plan.jolts()) {
            time.after(jolt.at(), () -> {
                journal.tell(jolt.toString());
                time.jolt(jolt);
            });
        }
        Duration closesAt = plan.gateway().closesAt();
        if (closesAt != null) {
            time.after(closesAt, gateway::close);
        }
        time.afterEach(this::look);
        try {
            time.run();
            leftovers();
            clients.forEach(PartnerCenter::close);
            time.run();
        } finally {
            threads.forEach(PlayedThread::stop);
        }
    }

    private void start(CallerPlan caller) {
        PartnerCenter client = clients.get(caller.tenant());
        switch (caller.wish()) {
            case CLOSE -> {
                journal.tell("the client of " + name(caller.tenant()) + " is closed");
                client.close();
                tokens.get(caller.tenant()).forget();
            }
            case FORGET -> {
                journal.tell("the client of " + name(caller.tenant()) + " forgets its token");
                tokens.get(caller.tenant()).forget();
                client.forgetToken();
            }
            default -> {
                Caller one = new Caller(this, caller, client.profiles().supportProfile());
                if (caller.blocking()) {
                    threads.add(one.startOnThread());
                } else {
                    one.start();
                }
            }
        }
    }

    /** Checks that no timer is set while there is neither a call nor a token request. */
    private void look() {
        if (time.clientTimers() > 0 && time.isQuiet() && isIdle()) {
            throw new Judge.Fault("a timer is still set");
        }
    }

    private boolean isIdle() {
        for (CallRecord call : journal.calls.values()) {
            if (call.over() == null) {
                return false;
            }
        }
        return tokens.stream().noneMatch(SimulatedTokens::isAsked);
    }

    // --- what the judge reads ---

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public Collection<CallRecord> calls() {
        return journal.calls.values();
    }

    @Override
    public List<SentRequest> sent() {
        return journal.sent;
    }

    @Override
    public List<Version> versions(String tenant) {
        return service.versions(tenant);
    }

    @Override
    public long closedNanos() {
        return gateway.closedNanos();
    }

    @Override
    public long possible(long dueNanos) {
        return time.possible(dueNanos);
    }

    @Override
    public boolean mayBeSentAgain(String token, long refusedNanos, long takenNanos) {
        return journal.grants.stream()
                .anyMatch(grant -> grant.token().equals(token)
                        && (grant.askedNanos() >= refusedNanos || grant.forgotten())
                        && grant.givenNanos() <= takenNanos);
    }

    @Override
    public List<String> faults() {
        return journal.faults;
    }

    private void leftovers() {
        if (gateway.inUse() > 0) {
            journal.fault("a place of the gateway is still in use");
        }
        for (PartnerCenter client : clients) {
            String left = SimulatedThreads.left(client);
            if (left != null) {
                journal.fault("a client keeps " + left);
            }
        }
        if (listeners.stream().anyMatch(each -> each.asked() != 0)) {
            journal.fault("a listener heard of a token request without its end");
        }
        for (PlayedThread thread : threads) {
            if (!thread.isEnded()) {
                journal.fault("a caller's thread never ended");
            }
        }
    }
}
