package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.error.AuthenticationException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The refresh token of one tenant. It is the token in the store, or a newer one if the store failed to save that; this
 * class keeps it until a save succeeds. Usually used by one thread at a time. Work that was blocked too long may
 * continue in parallel: its late token is dropped if another one has arrived since.
 */
final class RefreshTokenCache {

    private final @Nullable RefreshTokenStore store;
    private final String tenant;
    private final ClientKind kind;

    /** A token that could not be saved, with the stored token before it if that is known. */
    private volatile @Nullable Unsaved unsaved;

    /** The number of tokens that have arrived. */
    private final AtomicInteger arrivals = new AtomicInteger();

    private record Unsaved(boolean knowsBefore, @Nullable RefreshToken before, RefreshToken token) {

        /** Returns the same entry with a newer token. */
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
     * Throws if there is no store for the token of a consent.
     *
     * @throws IllegalStateException if there is no store
     */
    void requireStore() {
        if (store == null) {
            throw new IllegalStateException("There is no store for the refresh token of tenant " + tenant
                    + ". Call refreshTokens(..) before build(), for example with RefreshTokenStore.file(path).");
        }
    }

    /** Checks the store before a user signs in. */
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

    /** A token to exchange, with the number of tokens that had arrived when it was loaded. */
    record Current(RefreshToken token, int arrivals) {
        @Override
        public String toString() {
            return "Current[redacted]";
        }
    }

    /** Returns the token to use next. Throws if there is none, or one for another kind of client. */
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
            // Another process has stored a newer token since then.
            unsaved = null;
            return stored;
        }
        save(kept);
        return kept.token();
    }

    /** Stores the new refresh token after an exchange. If the service sent none, the old one stays valid. */
    void rotated(Current from, @Nullable String next) {
        if (next != null
                && !next.equals(from.token().value())
                && arrivals.compareAndSet(from.arrivals(), from.arrivals() + 1)) {
            RefreshToken newer = RefreshToken.of(kind, next);
            Unsaved kept = unsaved;
            save(kept != null ? kept.with(newer) : new Unsaved(true, from.token(), newer));
        }
    }

    /** Stores the token of a new consent. Throws if the store fails, but this provider still uses the token. */
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
            // If the store is down now, it will later return an older token, which must not replace this one.
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

    /** Saves the token. Returns the failure of the store, or null; then the token is kept in memory. */
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
            // Does not log the exception, because the exception of a vault might contain the token.
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
        // These failures are not temporary: an administrator must repair the cause.
        boolean lasts = failed instanceof UnusableStoreException || failed.getCause() instanceof AccessDeniedException;
        return lasts ? failure.notRetryable() : failure;
    }

    /**
     * Returns the message of this library's own file store, which names the file. Messages of other stores might
     * contain a token.
     */
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
