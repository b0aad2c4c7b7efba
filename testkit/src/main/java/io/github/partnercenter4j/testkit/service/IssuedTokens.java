package io.github.partnercenter4j.testkit.service;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All access tokens of one fake. The number of expiring tokens is limited, because a fake may run for days, and a
 * signed token has a kilobyte. Each tenant has at most one that does not expire. Thread-safe.
 */
public final class IssuedTokens {

    /** The limit: high enough that the oldest token is no longer in use. */
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

    /** Returns the identity of a token, or null if it is not known. */
    @Nullable
    synchronized TokenIdentity find(String value) {
        TokenIdentity identity = ending.get(value);
        return identity == null ? lasting.get(value) : identity;
    }

    /** Forgets a tenant's tokens, except those that do not expire. */
    public synchronized void revoke(String tenant) {
        ending.values().removeIf(identity -> identity.tenant().equals(tenant));
    }
}
