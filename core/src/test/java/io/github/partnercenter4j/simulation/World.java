package io.github.partnercenter4j.simulation;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.CallOptions;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.SimulatedThreads;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.UpdateRoute;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.simulation.Plan.CallerPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** Plays a plan to its end. */
final class World {

    /** How a caller's call went. */
    static final class Told {
        final CallerPlan plan;
        final String call;
        long startedAt = -1;
        long endedAt = -1;
        SupportProfile result;
        Throwable failure;
        boolean cancelled;

        Told(CallerPlan plan, String call) {
            this.plan = plan;
            this.call = call;
        }
    }

    final Scheduler time;
    final Journal journal;
    final List<Told> told = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final SimulatedGateway gateway;
    private final Plan plan;
    private final Map<String, Integer> callerOf = new HashMap<>();
    private final List<PartnerCenter> clients = new ArrayList<>();

    World(Plan plan) {
        this.plan = plan;
        time = new Scheduler(plan.seed());
        journal = new Journal(time);
        gateway = new SimulatedGateway(plan, time, journal, new SimulatedService(plan), callerOf);
        for (int i = 0; i < plan.tenants(); i++) {
            clients.add(client(i));
        }
    }

    private PartnerCenter client(int tenant) {
        PartnerCenter.Builder builder = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(new SimulatedTokens(plan, time, journal, name(tenant), tenant))
                .time(time)
                .random(new Random(plan.seed() + tenant))
                .attemptTimeout(plan.attemptTimeout())
                .reconcile(plan.reconciles())
                .updateRoute(UpdateRoute.AUTO)
                .retryPolicy(RetryPolicy.builder().maxAttempts(plan.retries()).build())
                .listener(new Ears());
        switch (plan.callbacks()) {
            case NONE -> {}
            case LATER -> builder.callbackExecutor(time);
            case INLINE -> builder.callbackExecutor(Runnable::run);
            case FULL ->
                builder.callbackExecutor(task -> {
                    throw new RejectedExecutionException("full");
                });
        }
        return SimulatedThreads.on(builder, time).build();
    }

    static String name(int tenant) {
        return String.valueOf((char) ('A' + tenant));
    }

    /** Plays to the end: until nothing is due any more. */
    void play() {
        for (CallerPlan caller : plan.callers()) {
            time.after(caller.at(), () -> start(caller));
        }
        if (plan.clockJumps()) {
            time.after(Duration.ofMillis(700), () -> time.stepWallClock(Duration.ofDays(-1)));
            time.after(Duration.ofSeconds(9), () -> time.stepWallClock(Duration.ofDays(3)));
        }
        time.run();
        clients.forEach(PartnerCenter::close);
        time.run();
    }

    private void start(CallerPlan caller) {
        PartnerCenter client = clients.get(caller.tenant());
        if (caller.wish() == Plan.Wish.CLOSE) {
            journal.tell("the client of " + name(caller.tenant()) + " is closed");
            client.close();
            return;
        }
        String call = new UUID(plan.seed(), caller.number()).toString();
        callerOf.put(call, caller.number());
        Told mine = new Told(caller, call);
        told.add(mine);
        mine.startedAt = time.millis();
        journal.tell("caller " + caller.number() + " (" + name(caller.tenant()) + ") wants " + caller.wish()
                + " within " + caller.timeout().toMillis() + " ms");
        SupportProfileOperations support = client.profiles()
                .supportProfile()
                .with(CallOptions.builder()
                        .correlationId(call)
                        .timeout(caller.timeout())
                        .build());
        String mark = "+" + caller.number() + ";";
        CompletableFuture<SupportProfile> future = switch (caller.wish()) {
            case GET -> support.getAsync();
            case UPDATE -> support.updateAsync(SimulatedService.FIRST.withWebsite("w" + mark));
            default -> support.editAsync(profile -> edited(profile, caller.number(), mark));
        };
        future.whenComplete((profile, failure) -> {
            if (mine.endedAt >= 0) {
                throw new Judge.Fault("caller " + caller.number() + " was told twice");
            }
            mine.endedAt = time.millis();
            mine.result = profile;
            mine.failure = failure;
            journal.tell("caller " + caller.number() + " is told " + (failure == null ? "success" : failure));
            if (caller.callsAgain()) {
                client.profiles().supportProfile().getAsync();
            }
        });
        if (caller.cancelAfter() != null) {
            time.after(caller.cancelAfter(), () -> {
                if (!future.isDone()) {
                    mine.cancelled = true;
                    journal.tell("caller " + caller.number() + " cancels");
                    future.cancel(true);
                }
            });
        }
    }

    /** Most edits change a text; some change only what a client does not know, or take it away. */
    private static SupportProfile edited(SupportProfile profile, int number, String mark) {
        return switch (number % 4) {
            case 0 ->
                profile.toBuilder()
                        .unknownMembers(Map.of("member", String.valueOf(number)))
                        .build();
            case 1 ->
                profile.toBuilder()
                        .unknownMembers(Map.of())
                        .profileType(profile.profileType() == null ? "support_profile" : null)
                        .build();
            default -> profile.withWebsite(profile.website() + mark);
        };
    }

    /** What a listener hears, in its order. */
    private final class Ears implements CallListener {
        @Override
        public void attemptStarted(Attempt attempt) {
            events.add(attempt.correlationId() + " start " + attempt.number());
            beRude();
        }

        @Override
        public void attemptEnded(Attempt attempt, AttemptEnd end) {
            events.add(attempt.correlationId() + " end " + attempt.number());
            beRude();
        }

        @Override
        public void callEnded(CallEnd call) {
            events.add(call.correlationId() + " over " + call.attempts());
            beRude();
        }

        private void beRude() {
            if (plan.rudeListener() && events.size() % 3 == 0) {
                throw new IllegalStateException("A listener of somebody's throws.");
            }
        }
    }
}
