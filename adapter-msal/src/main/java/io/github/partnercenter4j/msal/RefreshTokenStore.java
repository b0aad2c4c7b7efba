package io.github.partnercenter4j.msal;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Stores refresh tokens between runs of the program. Implement it for your vault. Implementations must be thread-safe.
 * They may block, and may throw any unchecked exception.
 *
 * <p>The login service sends a new refresh token with most access tokens. The provider saves it before it returns the
 * access token. {@link #load} must return the token that was saved last.
 */
public interface RefreshTokenStore {

    /**
     * Returns the token of a tenant. If it throws, failures have its exception as their cause, with its message: the
     * message must not contain a token.
     *
     * @param tenant the tenant as it was set in the provider, in lower case
     * @return the token, or null if there is none
     */
    @Nullable
    RefreshToken load(String tenant);

    /**
     * Saves the token of a tenant and replaces an earlier one. It must not return before the token is stored
     * permanently. If it throws, the failure of a consent has the types and stacks of its exceptions, but not their
     * messages, which might contain the token.
     *
     * @param tenant the tenant as it was set in the provider, in lower case
     * @param token the token
     */
    void save(String tenant, RefreshToken token);

    /**
     * Saves the token of a tenant if the stored token is still the expected one. So a slow process does not replace a
     * newer token, and an exchange that is under way does not replace a new consent. Override it if several processes
     * share the store, and compare and save in one step. Unless overridden, it loads, compares, and then saves.
     *
     * @param tenant the tenant as it was set in the provider, in lower case
     * @param expected the token that must be stored now, or null if none must be stored
     * @param token the token to save
     * @return true if the token was saved; false if another one is stored, which then stays
     */
    default boolean save(String tenant, @Nullable RefreshToken expected, RefreshToken token) {
        boolean saves = Objects.equals(load(tenant), expected);
        if (saves) {
            save(tenant, token);
        }
        return saves;
    }

    /**
     * Checks that {@link #load} and {@link #save} will work, and throws if not. A provider calls it before a user signs
     * in. Unless overridden, it loads the token of the tenant.
     *
     * @param tenant the tenant as it was set in the provider, in lower case
     */
    default void check(String tenant) {
        load(tenant);
    }

    /**
     * Returns a store in memory, which is lost at the end of the process.
     *
     * @return a new store, without tokens
     */
    static RefreshTokenStore inMemory() {
        ConcurrentHashMap<String, RefreshToken> tokens = new ConcurrentHashMap<>();
        return new RefreshTokenStore() {
            @Override
            public @Nullable RefreshToken load(String tenant) {
                return tokens.get(tenant);
            }

            @Override
            public void save(String tenant, RefreshToken token) {
                tokens.put(tenant, token);
            }

            @Override
            public boolean save(String tenant, @Nullable RefreshToken expected, RefreshToken token) {
                AtomicBoolean saved = new AtomicBoolean();
                tokens.compute(tenant, (key, stored) -> {
                    saved.set(Objects.equals(stored, expected));
                    return saved.get() ? token : stored;
                });
                return saved.get();
            }

            @Override
            public String toString() {
                return "RefreshTokenStore[in memory]";
            }
        };
    }

    /**
     * Returns a store in one file, for any number of tenants. The file is plain text: everybody who can read it can
     * sign in as the partner. On file systems with POSIX permissions, the file gets mode 600, and a file that others
     * can read or write is refused. On other file systems, the file gets the permissions of new files in its folder, so
     * choose a folder of the owner.
     *
     * <p>A save writes a new file in the same folder and then replaces the old one atomically, so a crash leaves either
     * the old or the new file. A crash may also leave the file {@code .NAME.*.new} beside it, which has tokens and the
     * same permissions. A save deletes such files if they are older than an hour. Links are followed. In a container, mount the folder and not the file, because a file
     * that is a mount point cannot be replaced. An empty file counts as a file without tokens. {@link #check} only
     * reads the file, and tries a replacement with two other files in the folder, without tokens.
     *
     * <p>Several processes may share the file. A save locks the file {@code .NAME.lock} in the same folder, which stays
     * there. If another process holds the lock for 10 seconds, a save throws. On a file system without locks, the
     * last save wins for the whole file; then use a separate file for each process.
     *
     * <p>A save throws {@link IllegalArgumentException} for a tenant that is not a GUID or a domain in lower case. Load
     * and save throw {@link java.io.UncheckedIOException} if the file cannot be read or written. They throw
     * {@link IllegalStateException} if others can read or write the file, if its contents are damaged, or if it is a
     * folder or a device. Messages name the path and never the contents.
     *
     * @param path the file. It need not exist, but its folder must
     * @return the store
     */
    static RefreshTokenStore file(Path path) {
        return new FileRefreshTokenStore(Objects.requireNonNull(path, "path"));
    }

    /**
     * Returns a store that encrypts tokens before they reach another store, with AES-GCM. Use it for a store that is
     * not secret in itself, such as a database table. A stored token is bound to its tenant and kind of client: it
     * cannot be moved to another tenant. A token that is not encrypted is refused.
     *
     * <p>To change the key, first give all processes the new key as a further one, so that each can decrypt with it. Then
     * give them the new one as {@code key} and the old one as a further one, until each token was saved again.
     *
     * <p>Load throws {@link IllegalStateException} if the stored token is not encrypted, or is encrypted with another
     * key. Check throws it in the second case, so that a process with a wrong key does not replace a token by a consent.
     * A token may have at most about 12,000 characters; Entra's have fewer than 2,500.
     *
     * @param store the store of the encrypted tokens
     * @param key the AES key that encrypts, of 128, 192 or 256 bits
     * @param furtherKeys AES keys that only decrypt, such as the one before
     * @return the store
     * @throws IllegalArgumentException if a key is not an AES key
     */
    static RefreshTokenStore encrypted(RefreshTokenStore store, SecretKey key, SecretKey... furtherKeys) {
        return new EncryptedRefreshTokenStore(
                Objects.requireNonNull(store, "store"), Objects.requireNonNull(key, "key"), List.of(furtherKeys));
    }
}
