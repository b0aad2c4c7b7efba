package io.github.partnercenter4j.testkit.entra;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The settings of the login that a test can change. Thread-safe. */
public final class Rules {

    private static final Duration HOUR = Duration.ofHours(1);

    private boolean rotate = true;
    private boolean detectReuse;
    private boolean mfa = true;
    private boolean denySignIn;
    private @Nullable String signInTenant;
    private Duration life = HOUR;
    private final Queue<Aadsts> refusals = new ArrayDeque<>();

    Rules() {}

    /** Sets whether a refresh returns a new refresh token. */
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

    public synchronized void life(Duration value) {
        life = value;
    }

    /** Lets the next user decline the sign-in. */
    public synchronized void denySignIn() {
        denySignIn = true;
    }

    /** Sets the tenant of users who sign in. */
    public synchronized void signInFrom(String tenant) {
        signInTenant = tenant;
    }

    /** Refuses the next token request. */
    public synchronized void refuse(Aadsts reason) {
        refusals.add(reason);
    }

    /** Restores the defaults. */
    public synchronized void reset() {
        rotate = true;
        detectReuse = false;
        mfa = true;
        denySignIn = false;
        signInTenant = null;
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

    /** The tenant of users who sign in, or null for the page's own. */
    synchronized @Nullable String signInTenant() {
        return signInTenant;
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
