package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Remembers the end of a partner's last call, for its health. Thread-safe. */
final class LastCall implements CallListener {

    /** The end of a call, and its time. */
    record Ended(CallEnd call, Instant at) {}

    private volatile @Nullable Ended last;

    @Override
    public void callEnded(CallEnd end) {
        if (saysSomethingOfTheService(end.failure())) {
            last = new Ended(end, Instant.now());
        }
    }

    /** Returns false if the caller ended the call, or if the application's own code failed. */
    private static boolean saysSomethingOfTheService(@Nullable Throwable failure) {
        return failure == null
                || (failure instanceof PartnerCenterException ours
                        && ours.category() != ErrorCategory.CANCELLED
                        && ours.category() != ErrorCategory.CLOSED);
    }

    /** Returns the end of the last call, or null if no call has ended. */
    @Nullable
    Ended ended() {
        return last;
    }

    /** Forgets the call, because the next one may end in another way: the partner has consented again. */
    void forget() {
        last = null;
    }
}
