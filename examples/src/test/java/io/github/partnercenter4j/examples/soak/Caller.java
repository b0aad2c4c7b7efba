package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.CallListener.CallEnd;
import io.github.partnercenter4j.CallListener.Operation;
import io.github.partnercenter4j.CallOptions;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A caller of a station. Makes one call after another and returns what it was told. For one thread. */
final class Caller {

    private static final List<Operation> OPERATIONS = List.of(Operation.values());

    /** How many of 1,000 calls are interrupted or cancelled. */
    private static final int STRUCK_IN_THOUSAND = 30;

    private static final int LONGEST_FUSE_MICROS = 8000;
    private static final Duration HANGS = Station.TIMEOUT.multipliedBy(5);

    private final Station station;
    private final CallEnds ends;
    private final AtomicInteger numbers;
    private final RandomGenerator random;
    private final ScheduledExecutorService mischief;

    Caller(
            Station station,
            CallEnds ends,
            AtomicInteger numbers,
            RandomGenerator random,
            ScheduledExecutorService mischief) {
        this.station = station;
        this.ends = ends;
        this.numbers = numbers;
        this.random = random;
        this.mischief = mischief;
    }

    /** Makes a call of a random kind and waits for its end. */
    CallResult call() {
        Station.Opened opened = station.opened();
        Operation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        int wrote = operation == Operation.GET ? 0 : numbers.incrementAndGet();
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        SupportProfileOperations support = opened.client()
                .profiles()
                .supportProfile()
                .with(CallOptions.builder().correlationId(id).build());
        boolean strikes = random.nextInt(1000) < STRUCK_IN_THOUSAND;
        int fuse = random.nextInt(LONGEST_FUSE_MICROS);
        CompletableFuture<CallEnd> end = ends.of(id);
        long start = System.nanoTime();
        Result result = random.nextBoolean()
                ? blocking(support, operation, wrote, strikes ? fuse : -1)
                : async(support, operation, wrote, strikes ? fuse : -1);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        CallResult told = told(id, operation, wrote, result, heard(end), took, strikes, opened.isClosed());
        if (told.category() == ErrorCategory.AUTHENTICATION && random.nextBoolean()) {
            // Without this, most calls of the next half second fail with the remembered token failure.
            opened.client().forgetToken();
        }
        return told;
    }

    /** What a caller got: a reply or a failure. It has neither after a cancellation of its own. */
    private record Result(
            @Nullable SupportProfileReply reply,
            @Nullable Throwable failure,
            @Nullable String odd) {}

    private Result blocking(SupportProfileOperations support, Operation operation, int wrote, int fuse) {
        Fuse interrupt = new Fuse(Thread.currentThread());
        ScheduledFuture<?> lit = fuse < 0 ? null : mischief.schedule(interrupt::burn, fuse, TimeUnit.MICROSECONDS);
        try {
            return new Result(
                    switch (operation) {
                        case GET -> support.getReply();
                        case UPDATE -> support.updateReply(NumberedProfiles.profile(station.number(), wrote));
                        case EDIT -> support.editReply(was -> NumberedProfiles.change(was, station.number(), wrote));
                    },
                    null,
                    null);
        } catch (PartnerCenterException failure) {
            boolean lost = failure.category() == ErrorCategory.CANCELLED
                    && !Thread.currentThread().isInterrupted();
            return new Result(null, failure, lost ? "the interrupt was lost" : null);
        } catch (RuntimeException failure) {
            return new Result(null, failure, null);
        } finally {
            if (lit != null) {
                lit.cancel(false);
            }
            interrupt.quench();
        }
    }

    private Result async(SupportProfileOperations support, Operation operation, int wrote, int fuse) {
        CompletableFuture<SupportProfileReply> reply = switch (operation) {
            case GET -> support.getReplyAsync();
            case UPDATE -> support.updateReplyAsync(NumberedProfiles.profile(station.number(), wrote));
            case EDIT -> support.editReplyAsync(was -> NumberedProfiles.change(was, station.number(), wrote));
        };
        ScheduledFuture<?> lit =
                fuse < 0 ? null : mischief.schedule(() -> reply.cancel(true), fuse, TimeUnit.MICROSECONDS);
        try {
            return new Result(reply.get(HANGS.toMillis(), TimeUnit.MILLISECONDS), null, null);
        } catch (CancellationException own) {
            return new Result(null, null, fuse < 0 ? "cancelled, but not by its caller" : null);
        } catch (ExecutionException failed) {
            return new Result(null, failed.getCause(), null);
        } catch (TimeoutException never) {
            return new Result(null, null, "hangs");
        } catch (InterruptedException unforeseen) {
            return new Result(null, null, "interrupted, although nothing interrupts it");
        } finally {
            if (lit != null) {
                lit.cancel(false);
            }
        }
    }

    private @Nullable CallEnd heard(CompletableFuture<CallEnd> end) {
        try {
            return end.get(HANGS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException never) {
            return null;
        }
    }

    /**
     * Checks that the caller and the listener were told the same. If the caller cancelled the call itself, only the
     * listener knows the failure.
     */
    private CallResult told(
            String id,
            Operation operation,
            int wrote,
            Result result,
            @Nullable CallEnd end,
            Duration took,
            boolean struck,
            boolean closed) {
        String odd = result.odd();
        Throwable failure = result.failure();
        SupportProfileReply reply = result.reply();
        if (odd == null && end == null) {
            odd = "the listener did not hear of the call's end";
        } else if (end != null && reply == null && failure == null) {
            failure = end.failure();
        } else if (end != null && failure != end.failure()) {
            odd = "the caller was told of " + failure + ", the listener of " + end.failure();
        }
        ErrorCategory category = null;
        WriteOutcome outcome = null;
        if (failure instanceof PartnerCenterException ours) {
            category = ours.category();
            outcome = ours.writeOutcome().orElse(null);
            if (!ours.correlationId().equals(id)) {
                odd = "failed with another call's failure, " + ours;
            }
        } else if (failure != null && odd == null) {
            odd = "failed with " + failure;
        }
        return new CallResult(
                id,
                station.number(),
                operation,
                wrote,
                reply == null ? null : NumberedProfiles.of(station.number(), reply.profile()),
                category,
                odd,
                outcome,
                end == null ? 0 : end.attempts(),
                took,
                struck,
                closed);
    }

    /** Interrupts a thread, but not after the call for which it was set. */
    private static final class Fuse {
        private final Thread thread;
        private boolean quenched;

        Fuse(Thread thread) {
            this.thread = thread;
        }

        synchronized void burn() {
            if (!quenched) {
                thread.interrupt();
            }
        }

        synchronized void quench() {
            quenched = true;
            // The interrupt has been checked. Clear it for the next call.
            Thread.interrupted();
        }
    }
}
