package io.github.partnercenter4j.testkit.entra;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What a test has told the login to do. Thread-safe. */
public final class Rules {

    private static final Duration HOUR = Duration.ofHours(1);

    private boolean rotate = true;
    private boolean detectReuse;
    private boolean mfa = true;
    private boolean denySignIn;
    private Duration life = HOUR;
    private final Queue<Aadsts> refusals = new ArrayDeque<>();

    Rules() {}

    /** Sets whether a refresh answers another refresh token. */
    public synchronized void rotate(boolean value) {
        rotate = value;
    }

    /** Sets whether a refresh token that was exchanged is refused. */
    public synchronized void detectReuse(boolean value) {
        detectReuse = value;
    }

    /** Sets whether users who sign in use a second factor. */
    public synchronized void mfa(boolean value) {
        mfa = value;
    }

    /** Sets how long access tokens live. */
    public synchronized void life(Duration value) {
        life = value;
    }

    /** Lets the next user who signs in refuse. */
    public synchronized void denySignIn() {
        denySignIn = true;
    }

    /** Refuses one more token request. */
    public synchronized void refuse(Aadsts reason) {
        refusals.add(reason);
    }

    /** Goes back to the defaults. */
    public synchronized void reset() {
        rotate = true;
        detectReuse = false;
        mfa = true;
        denySignIn = false;
        life = HOUR;
        refusals.clear();
    }

    synchronized boolean rotates() {
        return rotate;
    }

    synchronized boolean detectsReuse() {
        return detectReuse;
    }

    synchronized boolean mfa() {
        return mfa;
    }

    synchronized Duration life() {
        return life;
    }

    synchronized boolean takeDenial() {
        boolean denied = denySignIn;
        denySignIn = false;
        return denied;
    }

    synchronized @Nullable Aadsts takeRefusal() {
        return refusals.poll();
    }
}
