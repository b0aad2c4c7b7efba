package io.github.partnercenter4j.msal;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
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
     * Returns the token of a tenant.
     *
     * @param tenant the tenant as it was set in the provider, in lower case
     * @return the token, or null if there is none
     */
    @Nullable
    RefreshToken load(String tenant);

    /**
     * Saves the token of a tenant and replaces an earlier one. It must not return before the token is stored
     * permanently.
     *
     * @param tenant the tenant as it was set in the provider, in lower case
     * @param token the token
     */
    void save(String tenant, RefreshToken token);

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
     * the old or the new file. Links are followed. In a container, mount the folder and not the file, because a file
     * that is a mount point cannot be replaced. An empty file counts as a file without tokens. {@link #check} only
     * reads the file, and tries a replacement with two other files in the folder, without tokens.
     *
     * <p>The file is not locked. If two stores or two processes save to the same file, the last save wins for the whole
     * file, so use a separate file for each.
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
}
