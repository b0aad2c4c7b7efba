package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.CallOptions;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.examples.simulation.Plan.Afterwards;
import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Wish;
import io.github.partnercenter4j.model.SupportProfile;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes one call and records its result. */
final class Caller {

    private final Scheduler time;
    private final Journal journal;
    private final CallerPlan plan;
    private final SupportProfileOperations clientsProfile;
    private final SupportProfileOperations support;
    private final CallRecord told;
    private final World world;
    private @Nullable PlayedThread thread;

    Caller(World world, CallerPlan plan, SupportProfileOperations support) {
        this(world, plan, support, null);
    }

    private Caller(World world, CallerPlan plan, SupportProfileOperations clientsProfile, @Nullable CallRecord root) {
        this.world = world;
        this.time = world.time;
        this.journal = world.journal;
        this.plan = plan;
        this.clientsProfile = clientsProfile;
        String correlationId = new UUID(world.plan.seed(), plan.number()).toString();
        this.support = clientsProfile.with(CallOptions.builder()
                .correlationId(correlationId)
                .timeout(plan.timeout())
                .build());
        this.told = new CallRecord(plan, correlationId, root, World.name(plan.tenant()), time.nanos());
        journal.calls.put(correlationId, told);
        journal.tell(told.who() + (plan.blocking() ? " waits for " : " wants ") + plan.wish() + " within "
                + plan.timeout().toMillis() + " ms");
    }

    // --- async ---

    void start() {
        CompletableFuture<SupportProfile> future = switch (plan.wish()) {
            case GET -> support.getAsync();
            case UPDATE -> support.updateAsync(Edits.update(plan.number()));
            default -> support.editAsync(this::edited);
        };
        future.whenComplete((profile, failure) -> {
            tell(profile, failure);
            journal.doneFor(told, true, "to be told");
            afterwards();
        });
        if (plan.strikesAfter() != null) {
            time.after(plan.strikesAfter(), () -> {
                if (!future.isDone()) {
                    told.struckNanos = time.nanos();
                    journal.tell(told.who() + " cancels");
                    told.cancelled = future.cancel(true);
                }
            });
        }
    }

    private void tell(@Nullable SupportProfile profile, @Nullable Throwable failure) {
        if (told.endedNanos >= 0) {
            journal.fault(told.who() + " is told twice");
        }
        told.endedNanos = time.turn().sinceNanos;
        told.result = profile;
        told.failure = failure;
        told.cancelled |= failure instanceof CancellationException;
        journal.tell(
                told.who() + " is told " + (profile != null ? "success: " + Texts.of(profile) : Texts.of(failure)));
    }

    private void afterwards() {
        switch (plan.afterwards()) {
            case NOTHING -> {}
            case SLEEPS -> told.nap(time, Duration.ofSeconds(2));
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
                Caller another = new Caller(world, again, clientsProfile, told.root);
                if (plan.blocking()) {
                    another.thread = thread;
                    another.block();
                } else {
                    another.start();
                }
            }
        }
    }

    // --- blocking ---

    PlayedThread startOnThread() {
        PlayedThread played = new PlayedThread(time, this::block);
        thread = played;
        if (plan.strikesAfter() != null) {
            time.after(plan.strikesAfter(), () -> {
                if (told.endedNanos < 0) {
                    told.struckNanos = time.nanos();
                    journal.tell(told.who() + " is interrupted");
                    played.interrupt();
                    // A transport checks the threads that run exchanges for interrupts.
                    time.after(Duration.ofMillis(50), () -> SimulatedExchange.interrupted(told.running));
                }
            });
        }
        time.execute(played::goOn);
        return played;
    }

    private void block() {
        told.startedNanos = time.nanos();
        SupportProfile profile = null;
        Throwable failure = null;
        try {
            profile = switch (plan.wish()) {
                case GET -> support.get();
                case UPDATE -> support.update(Edits.update(plan.number()));
                default -> support.edit(this::edited);
            };
        } catch (Throwable thrown) {
            failure = thrown;
        }
        boolean flag = Thread.interrupted();
        if (told.struckNanos >= 0 && told.root == told && !flag) {
            journal.fault(told.who() + " lost its interrupt");
        }
        tell(profile, failure);
        if (plan.afterwards() != Afterwards.THROWS) {
            afterwards();
        }
    }

    private SupportProfile edited(SupportProfile profile) {
        journal.doneFor(told, true, "to edit");
        if (thread != null && PlayedThread.current() != thread) {
            journal.fault(told.who() + "'s edit runs on another thread than its own");
        }
        if (plan.afterwards() == Afterwards.SLEEPS) {
            told.nap(time, Duration.ofMillis(400));
        }
        return Edits.edit(profile, plan.number());
    }
}
