package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.error.CallFacts;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.port.support.Futures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Waits on the run's own thread, in steps, and says so on stderr. An interrupt, such as Ctrl-C's, cancels what it waits for. */
final class Waiting implements CallListener {

    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int EACH_SECOND_UNTIL = 10;

    private final Surroundings surroundings;

    /** What the last call ended with: a future that was cancelled does not say what became of the write. */
    private volatile @Nullable Throwable lastFailure;

    Waiting(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void callEnded(CallEnd call) {
        lastFailure = call.failure();
    }

    /** Waits for what a future brings, and throws what it fails with. */
    <T> T on(String whom, CompletableFuture<T> future) {
        try {
            for (int seconds = 1; !surroundings.patience().isDoneWithin(STEP, future); seconds++) {
                boolean isTold = seconds <= EACH_SECOND_UNTIL || seconds % EACH_SECOND_UNTIL == 0;
                if (isTold && surroundings.variable(Surroundings.QUIET) == null) {
                    surroundings.err().println("Waiting for " + whom + ", " + seconds + " s ...");
                }
            }
            return future.join();
        } catch (InterruptedException interrupted) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw lastFailure instanceof PartnerCenterException ended
                    ? ended
                    : PartnerCenterException.cancelled(CallFacts.of("", "", 0, Duration.ZERO, null), "interrupted");
        } catch (CompletionException failed) {
            if (Futures.unwrap(failed) instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw failed;
        }
    }
}
