package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.error.AuthenticationException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's refresh token: what the store has, unless the store failed to take a newer one, which is then kept here
 * until it does. Used by one thread at a time, except by work that is stuck: what such work brings late is dropped if
 * another token has come since.
 */
final class RefreshTokenCache {

    private final @Nullable RefreshTokenStore store;
    private final String tenant;
    private final ClientKind kind;

    /** What the store refused to take, and what it had before, where that is known. */
    private volatile @Nullable Unsaved unsaved;

    /** How many tokens have come. */
    private final AtomicInteger arrivals = new AtomicInteger();

    private record Unsaved(boolean knowsBefore, @Nullable RefreshToken before, RefreshToken token) {

        /** The same place in the store, for a newer token. */
        Unsaved with(RefreshToken newer) {
            return new Unsaved(knowsBefore, before, newer);
        }
    }

    RefreshTokenCache(@Nullable RefreshTokenStore store, String tenant, ClientKind kind) {
        this.store = store;
        this.tenant = tenant;
        this.kind = kind;
    }

    /**
     * Fails if a consent could not be kept.
     *
     * @throws IllegalStateException if there is no store
     */
    void requireStore() {
        if (store == null) {
            throw new IllegalStateException("There is no store for the refresh token of tenant " + tenant
                    + ". Call refreshTokens(..) before build(), for example with RefreshTokenStore.file(path).");
        }
    }

    /** Fails, before a person signs in, if the store does. */
    void check() {
        try {
            store().check(tenant);
        } catch (RuntimeException failed) {
            throw failure("The sign-in did not start. ", "answer", failed);
        }
    }

    private RefreshTokenStore store() {
        if (store == null) {
            throw LoginFailures.interaction(
                    "No refresh token of tenant " + tenant
                            + " is stored: set refreshTokens(..), and run the consent once.",
                    null);
        }
        return store;
    }

    /** A token to exchange, and how many had come before it was loaded. */
    record Current(RefreshToken token, int arrivals) {
        @Override
        public String toString() {
            return "Current[redacted]";
        }
    }

    /** Returns the token to use next, or fails, before anything is sent, if there is none of the right kind. */
    Current current() {
        int before = arrivals.get();
        RefreshToken token = newest();
        if (token == null) {
            throw LoginFailures.interaction(
                    "No refresh token is stored for tenant " + tenant + ": run the consent once.", null);
        }
        if (token.kind() != kind) {
            throw LoginFailures.rejected(
                    "The refresh token stored for tenant " + tenant + " is of a " + word(token.kind())
                            + " client, but this provider is " + word(kind) + ": "
                            + (kind == ClientKind.CONFIDENTIAL
                                    ? "run consent() with this app's secret, certificate or assertion."
                                    : "run consentByDeviceCode() with this app."),
                    null);
        }
        return new Current(token, before);
    }

    private @Nullable RefreshToken newest() {
        RefreshTokenStore given = store();
        Unsaved kept = unsaved;
        RefreshToken stored;
        try {
            stored = given.load(tenant);
        } catch (RuntimeException failed) {
            if (kept != null) {
                return kept.token();
            }
            throw failure("", "load", failed);
        }
        if (kept == null) {
            return stored;
        }
        if (kept.knowsBefore() && !Objects.equals(stored, kept.before())) {
            // Somebody else has consented, or refreshed, since then: theirs is newer.
            unsaved = null;
            return stored;
        }
        save(kept);
        return kept.token();
    }

    /** Keeps the token that the service gave in exchange for another. If it gave none, the other stays good. */
    void rotated(Current from, @Nullable String next) {
        if (next != null
                && !next.equals(from.token().value())
                && arrivals.compareAndSet(from.arrivals(), from.arrivals() + 1)) {
            RefreshToken newer = RefreshToken.of(kind, next);
            Unsaved kept = unsaved;
            save(kept != null ? kept.with(newer) : new Unsaved(true, from.token(), newer));
        }
    }

    /** Keeps the token of a new consent; fails if the store does not take it, though this provider goes on with it. */
    void consented(@Nullable String token) {
        if (token == null) {
            throw LoginFailures.interaction(
                    "The login service issued no refresh token: give the app offline_access, and run the consent"
                            + " again.",
                    null);
        }
        RefreshToken consented = RefreshToken.of(kind, token);
        arrivals.incrementAndGet();
        Unsaved next;
        try {
            next = new Unsaved(true, store().load(tenant), consented);
        } catch (RuntimeException unreadable) {
            // A store that is down has an older token when it is up again: that one must not pass for a newer.
            next = new Unsaved(false, null, consented);
        }
        Throwable failed = save(next);
        if (failed != null) {
            throw failure(
                    "The sign-in succeeded, but its refresh token is not saved yet and exists in this process only. ",
                    "save",
                    failed);
        }
    }

    /** Returns why the store did not take it, or null. Whatever the store throws: the token is not lost. */
    private @Nullable Throwable save(Unsaved next) {
        try {
            store().save(tenant, next.token());
            unsaved = null;
            return null;
        } catch (Throwable failed) {
            unsaved = next;
            if (failed instanceof Error error) {
                throw error;
            }
            // Without the exception: a vault's might quote what it was to keep.
            System.getLogger(RefreshTokenCache.class.getPackageName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The newest refresh token of tenant {0} is not saved yet and exists in this process only. {1}",
                            tenant,
                            description("save", failed));
            return failed;
        }
    }

    private AuthenticationException failure(String before, String verb, Throwable failed) {
        AuthenticationException failure =
                LoginFailures.unavailable(before + description(verb, failed) + " See the cause.", failed);
        // What a person must mend does not pass by itself.
        boolean lasts = failed instanceof UnusableStoreException || failed.getCause() instanceof AccessDeniedException;
        return lasts ? failure.notRetryable() : failure;
    }

    /** Our own file's messages name the file. Other stores' messages might quote a token. */
    private String description(String verb, Throwable failed) {
        boolean ours = store instanceof FileRefreshTokenStore
                && (failed instanceof UncheckedIOException || failed instanceof UnusableStoreException);
        return ours
                ? String.valueOf(failed.getMessage())
                : "The refresh token store failed to " + verb + " with "
                        + failed.getClass().getName() + " for tenant " + tenant + ".";
    }

    private static String word(ClientKind kind) {
        return kind == ClientKind.CONFIDENTIAL ? "confidential" : "public";
    }
}
