package io.github.partnercenter4j.testkit.service;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens of one fake, whoever issued them. Those that end at some time are not kept without limit: a fake may
 * serve for days, and a signed token is a kilobyte. Thread-safe.
 */
public final class IssuedTokens {

    /** So many that nobody still holds the oldest of them. */
    static final int MOST = 5_000;

    private final Map<String, TokenIdentity> ending = new LinkedHashMap<>();
    private final Map<String, TokenIdentity> lasting = new HashMap<>();

    public synchronized void add(String value, TokenIdentity identity) {
        if (identity.expiresAt().equals(Instant.MAX)) {
            lasting.put(value, identity);
            return;
        }
        ending.put(value, identity);
        if (ending.size() > MOST) {
            Iterator<TokenIdentity> oldest = ending.values().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Returns what is known of a token, or null if it is none of these. */
    @Nullable
    synchronized TokenIdentity find(String value) {
        TokenIdentity identity = ending.get(value);
        return identity == null ? lasting.get(value) : identity;
    }

    /** Forgets a tenant's tokens, but for those that last. */
    public synchronized void revoke(String tenant) {
        ending.values().removeIf(identity -> identity.tenant().equals(tenant));
    }
}
