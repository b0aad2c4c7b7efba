package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.port.Time;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
    private final Time time;
    private final RotationListener listener;

    /** The token that is being saved, or that could not be saved; null if there is none. */
    private final AtomicReference<@Nullable Unsaved> unsaved = new AtomicReference<>();

    /** The token that arrived last. */
    private volatile @Nullable RefreshToken latest;

    /** The number of tokens that have arrived. */
    private final AtomicInteger arrivals = new AtomicInteger();

    /**
     * A token that may not be saved yet.
     *
     * @param knowsBefore whether it is known which token was stored before
     * @param before what may be stored instead: the token before, or null for none, and those whose save seemed to fail
     */
    private record Unsaved(boolean knowsBefore, Set<@Nullable RefreshToken> before, RefreshToken token) {

        static Unsaved after(@Nullable RefreshToken before, RefreshToken token) {
            return new Unsaved(true, Collections.singleton(before), token);
        }

        /** Returns the entry of a newer token. */
        Unsaved with(RefreshToken newer) {
            Set<@Nullable RefreshToken> all = new HashSet<>(before);
            all.add(token);
            return new Unsaved(knowsBefore, all, newer);
        }

        /** Returns true if another process has stored a newer token than this one. */
        boolean isOlderThan(@Nullable RefreshToken stored) {
            if (token.equals(stored) || before.contains(stored)) {
                return false;
            }
            Instant ours = token.issuedAt();
            Instant theirs = stored == null ? null : stored.issuedAt();
            return knowsBefore || (ours != null && theirs != null && theirs.isAfter(ours));
        }

        @Override
        public String toString() {
            return "Unsaved[redacted]";
        }
    }

    /** The token that a save replaces; null if none must be stored. */
    private record Expected(@Nullable RefreshToken token) {}

    RefreshTokenCache(
            @Nullable RefreshTokenStore store, String tenant, ClientKind kind, Time time, RotationListener listener) {
        this.store = store;
        this.tenant = tenant;
        this.kind = kind;
        this.time = time;
        this.listener = listener;
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
        return new Current(usable(newest()), before);
    }

    /** Returns the token that {@link #current} would return. Saves nothing. Throws as that does. */
    RefreshToken stored() {
        Unsaved kept = unsaved.get();
        return usable(kept != null ? kept.token() : load());
    }

    private RefreshToken usable(@Nullable RefreshToken token) {
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
        return token;
    }

    private @Nullable RefreshToken load() {
        try {
            return store().load(tenant);
        } catch (AuthenticationException noStore) {
            throw noStore;
        } catch (RuntimeException failed) {
            throw failure("", "load", failed);
        }
    }

    private @Nullable RefreshToken newest() {
        Unsaved kept = unsaved.get();
        if (kept == null) {
            return load();
        }
        RefreshToken stored;
        try {
            stored = load();
        } catch (AuthenticationException unreadable) {
            return kept.token();
        }
        if (kept.isOlderThan(stored)) {
            // Another process has stored a newer token since then.
            unsaved.compareAndSet(kept, null);
            return stored;
        }
        save(kept, new Expected(stored));
        return kept.token();
    }

    /**
     * Returns the stored token if it is another one than a refused token, or null: another process may have stored a
     * newer one.
     */
    @Nullable
    Current newerThan(Current refused) {
        try {
            Current now = current();
            return now.token().equals(refused.token()) ? null : now;
        } catch (AuthenticationException unknown) {
            // The refusal says more than this failure.
            return null;
        }
    }

    /** Stores the new refresh token after an exchange. If the service sent none, the old one stays valid. */
    void rotated(Current from, @Nullable String next) {
        if (next != null
                && !next.equals(from.token().value())
                && arrivals.compareAndSet(from.arrivals(), from.arrivals() + 1)) {
            RefreshToken newer = RefreshToken.of(kind, next).withIssuedAt(time.now());
            latest = newer;
            Unsaved kept = unsaved.get();
            if (kept == null) {
                Unsaved first = Unsaved.after(from.token(), newer);
                unsaved.set(first);
                save(first, new Expected(from.token()));
            } else {
                unsaved.set(kept.with(newer));
                var unused = newest();
            }
        }
    }

    /** Stores the token of a consent for other providers. If the store fails, the token is lost. */
    void consentedElsewhere(@Nullable String token) {
        RefreshToken consented = required(token);
        try {
            store().save(tenant, consented);
            tell(consented);
        } catch (Throwable failed) {
            if (failed instanceof Error error) {
                throw error;
            }
            throw failure(
                    "The sign-in succeeded, but its refresh token was not saved and is lost: start the consent again. ",
                    "save",
                    failed);
        }
    }

    private RefreshToken required(@Nullable String token) {
        if (token == null) {
            throw LoginFailures.interaction(
                    "The login service issued no refresh token: give the app offline_access, and run the consent"
                            + " again.",
                    null);
        }
        return RefreshToken.of(kind, token).withIssuedAt(time.now());
    }

    /** Stores the token of a new consent. Throws if the store fails, but this provider still uses the token. */
    void consented(@Nullable String token) {
        RefreshToken consented = required(token);
        arrivals.incrementAndGet();
        latest = consented;
        Unsaved next;
        try {
            next = Unsaved.after(store().load(tenant), consented);
        } catch (RuntimeException unreadable) {
            // If the store is down now, it will later return an older token, which must not replace this one.
            next = new Unsaved(false, Set.of(), consented);
        }
        unsaved.set(next);
        // A new consent replaces whatever is stored.
        Throwable failed = save(next, null);
        if (failed != null) {
            throw failure(
                    "The sign-in succeeded, but its refresh token is not saved yet and exists in this process only. ",
                    "save",
                    failed);
        }
    }

    /**
     * Saves a token that is kept as unsaved. If the store fails, it stays so.
     *
     * @param expected the stored token to replace, or null to replace any
     * @return the failure of the store, or null
     */
    private @Nullable Throwable save(Unsaved next, @Nullable Expected expected) {
        boolean saved = true;
        try {
            if (expected == null) {
                store().save(tenant, next.token());
            } else {
                saved = store().save(tenant, expected.token(), next.token());
            }
        } catch (Throwable failed) {
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
        unsaved.compareAndSet(next, null);
        if (saved) {
            tell(next.token());
            saveLatestInsteadOf(next.token());
        }
        return null;
    }

    /** A save that was blocked may end after a newer token was saved, and replace it. */
    private void saveLatestInsteadOf(RefreshToken saved) {
        RefreshToken newer = latest;
        if (newer != null && !newer.equals(saved)) {
            Unsaved again = Unsaved.after(saved, newer);
            unsaved.compareAndSet(null, again);
            save(again, new Expected(saved));
        }
    }

    private void tell(RefreshToken saved) {
        Instant issuedAt = saved.issuedAt();
        try {
            listener.rotated(tenant, issuedAt == null ? time.now() : issuedAt);
        } catch (Throwable thrown) {
            System.getLogger(RefreshTokenCache.class.getPackageName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The rotation listener of tenant {0} threw {1}.",
                            tenant,
                            thrown.getClass().getName());
        }
    }

    private AuthenticationException failure(String before, String verb, Throwable failed) {
        // The exception of a vault might contain the token that it failed to save.
        Throwable cause = verb.equals("save") && !isOurs(failed) ? LoginFailures.wordlessWithCauses(failed) : failed;
        AuthenticationException failure =
                LoginFailures.unavailable(before + description(verb, failed) + " See the cause.", cause);
        // These failures are not temporary: an administrator must repair the cause.
        boolean lasts = failed instanceof UnusableStoreException || failed.getCause() instanceof AccessDeniedException;
        return lasts ? failure.notRetryable() : failure;
    }

    /**
     * Returns the message of this library's own stores, which name file or tenant. Messages of other stores might
     * contain a token.
     */
    private String description(String verb, Throwable failed) {
        return isOurs(failed)
                ? String.valueOf(failed.getMessage())
                : "The refresh token store failed to " + verb + " with "
                        + failed.getClass().getName() + " for tenant " + tenant + ".";
    }

    private boolean isOurs(Throwable failed) {
        return failed instanceof UnusableStoreException || (failed instanceof UncheckedIOException && isFile(store));
    }

    private static boolean isFile(@Nullable RefreshTokenStore store) {
        return store instanceof FileRefreshTokenStore
                || (store instanceof EncryptedRefreshTokenStore encrypted && isFile(encrypted.store()));
    }

    private static String word(ClientKind kind) {
        return kind == ClientKind.CONFIDENTIAL ? "confidential" : "public";
    }
}
