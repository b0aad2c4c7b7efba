package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.CallOptions;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.examples.simulation.Plan.Afterwards;
import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Wish;
import io.github.partnercenter4j.model.SupportProfile;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Makes one call of a storm on a thread of its own, and records its result. */
final class StormCaller {

    private final StormWorld world;
    private final StormJournal journal;
    private final CallerPlan plan;
    private final SupportProfileOperations clientsProfile;
    private final SupportProfileOperations support;
    private final CallRecord told;

    /** Whether the blocking call has returned. Guarded by the journal. */
    private boolean returned;

    StormCaller(StormWorld world, CallerPlan plan, SupportProfileOperations clientsProfile, @Nullable CallRecord root) {
        this.world = world;
        this.journal = world.journal;
        this.plan = plan;
        this.clientsProfile = clientsProfile;
        String correlationId = StormFaults.correlationId(world.plan, plan.number());
        this.support = clientsProfile.with(CallOptions.builder()
                .correlationId(correlationId)
                .timeout(plan.timeout())
                .build());
        this.told = new CallRecord(plan, correlationId, root, StormWorld.tenant(plan.tenant()), journal.nanos());
        journal.add(told);
    }

    void call() {
        if (plan.blocking()) {
            block();
        } else {
            start();
        }
    }

    private void start() {
        CompletableFuture<SupportProfile> future = switch (plan.wish()) {
            case GET -> support.getAsync();
            case UPDATE -> support.updateAsync(Edits.update(plan.number()));
            default -> support.editAsync(profile -> Edits.edit(profile, plan.number()));
        };
        var unused = future.whenComplete((profile, failure) -> {
            tell(profile, failure);
            afterwards();
        });
        strikes(() -> {
            synchronized (journal) {
                told.struckNanos = journal.nanos();
            }
            future.cancel(true);
        });
    }

    private void block() {
        Thread own = Thread.currentThread();
        strikes(() -> {
            synchronized (journal) {
                if (!returned) {
                    told.struckNanos = journal.nanos();
                    own.interrupt();
                }
            }
        });
        SupportProfile profile = null;
        Throwable failure = null;
        try {
            profile = switch (plan.wish()) {
                case GET -> support.get();
                case UPDATE -> support.update(Edits.update(plan.number()));
                default -> support.edit(read -> edited(read, own));
            };
        } catch (Throwable thrown) {
            failure = thrown;
        }
        synchronized (journal) {
            returned = true;
            boolean flag = Thread.interrupted();
            if (told.struckNanos >= 0 && !flag) {
                journal.fault(told.who() + " lost its interrupt");
            }
        }
        tell(profile, failure);
        if (plan.afterwards() != Afterwards.THROWS) {
            afterwards();
        }
    }

    private SupportProfile edited(SupportProfile profile, Thread own) {
        if (Thread.currentThread() != own) {
            journal.fault(told.who() + "'s edit runs on another thread than its own");
        }
        return Edits.edit(profile, plan.number());
    }

    private void strikes(Runnable strike) {
        if (plan.strikesAfter() != null) {
            world.later(plan.strikesAfter(), strike);
        }
    }

    private void tell(@Nullable SupportProfile profile, @Nullable Throwable failure) {
        synchronized (journal) {
            if (told.endedNanos >= 0) {
                journal.fault(told.who() + " is told twice");
            }
            told.result = profile;
            told.failure = failure;
            told.cancelled |= failure instanceof CancellationException;
            // If the callback makes another call, this call ends only after that one has begun.
            if (plan.afterwards() != Afterwards.CALLS_AGAIN) {
                told.endedNanos = journal.nanos();
            }
        }
    }

    private void afterwards() {
        switch (plan.afterwards()) {
            case NOTHING -> {}
            case SLEEPS -> LockSupport.parkNanos(100_000_000);
            case THROWS -> throw new IllegalStateException("The application's callback throws.");
            case CALLS_AGAIN -> {
                CallerPlan again = new CallerPlan(
                        plan.number() + 100,
                        plan.tenant(),
                        Wish.GET,
                        plan.blocking(),
                        Duration.ZERO,
                        plan.timeout(),
                        null,
                        Afterwards.NOTHING);
                StormCaller another = new StormCaller(world, again, clientsProfile, told);
                synchronized (journal) {
                    told.endedNanos = journal.nanos();
                }
                another.call();
            }
        }
    }
}
