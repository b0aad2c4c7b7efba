package io.github.partnercenter4j;

import io.github.partnercenter4j.port.Time;

/** A handle of a timer that is started later, or never. Thread-safe. */
final class LaterTimer implements Time.Cancellable {

    // Guarded by this.
    private Time.Cancellable timer = () -> {};
    private boolean cancelled;

    void set(Time.Cancellable newTimer) {
        synchronized (this) {
            if (!cancelled) {
                timer = newTimer;
                return;
            }
        }
        newTimer.cancel();
    }

    @Override
    public void cancel() {
        Time.Cancellable toCancel;
        synchronized (this) {
            cancelled = true;
            toCancel = timer;
        }
        toCancel.cancel();
    }
}
