package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.examples.simulation.Plan.Lent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** An executor that the application lends to the client. Some kinds misbehave. */
final class LentExecutor implements Executor {

    private record Queued(long sinceNanos, Runnable work) {}

    private final Lent kind;
    private final Scheduler time;
    private final int threads;
    private final Queue<Queued> queue = new ArrayDeque<>();
    private int busy;
    private int given;

    LentExecutor(Lent kind, Scheduler time) {
        this.kind = kind;
        this.time = time;
        this.threads = switch (kind) {
            case ONE_THREAD -> 1;
            case TWO_THREADS -> 2;
            default -> Integer.MAX_VALUE;
        };
    }

    @Override
    public void execute(Runnable work) {
        given++;
        switch (kind) {
            case NONE -> throw new AssertionError("there is none");
            case INLINE -> work.run();
            case SLOW_HAND -> {
                time.sleep(Duration.ofMillis(300));
                work.run();
            }
            case FULL -> throw new RejectedExecutionException("full");
            case ONE_THREAD, TWO_THREADS, MANY_THREADS -> take(work);
            case SHUT_DOWN_LATER -> {
                if (time.millis() > 2000) {
                    throw new RejectedExecutionException("shut down");
                }
                take(work);
            }
            case DROPS -> {
                if (given % 3 != 0) {
                    take(work);
                }
            }
        }
    }

    private void take(Runnable work) {
        queue.add(new Queued(time.turn().sinceNanos, work));
        begin();
    }

    private void begin() {
        while (busy < threads && !queue.isEmpty()) {
            Queued next = queue.poll();
            busy++;
            time.execute(() -> time.play(next.sinceNanos(), () -> {
                try {
                    next.work().run();
                } finally {
                    busy--;
                    begin();
                }
            }));
        }
    }
}
