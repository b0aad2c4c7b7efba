package io.github.partnercenter4j.msal;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where refresh tokens live between runs: implement it on your vault. Thread-safe; may block, because it is only called
 * where a provider may block; may throw anything unchecked.
 *
 * <p>The login service gives a new refresh token with most access tokens; each is saved here before the one it replaces
 * is forgotten, and before the access token is handed out. The last one saved must be the next one loaded.
 */
public interface RefreshTokenStore {

    /**
     * Returns a tenant's token.
     *
     * @param tenant the tenant as the provider was given it, in lower case
     * @return the token, or null if there is none
     */
    @Nullable
    RefreshToken load(String tenant);

    /**
     * Keeps a tenant's token in place of any that it had. It must not return before the token would survive the end of
     * the process.
     *
     * @param tenant the tenant as the provider was given it, in lower case
     * @param token the token
     */
    void save(String tenant, RefreshToken token);

    /**
     * Fails if {@link #load} or {@link #save} would fail. A provider calls it before it asks a person to sign in, and asks
     * nobody if it throws. Loads the tenant's token unless overridden.
     *
     * @param tenant the tenant as the provider was given it, in lower case
     */
    default void check(String tenant) {
        load(tenant);
    }

    /**
     * Returns a store that forgets everything with the process.
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
     * Returns a store of any number of tenants in one file, in plain text: whoever reads the file signs in as the
     * partner. The file is made for its owner alone (where the file system knows POSIX permissions, mode 600 from its
     * first byte on; elsewhere it has what its folder gives to new files, so choose a folder of the owner's), and one
     * that others may read or write is refused. A save writes a new file beside it, to the disk, and puts it in the old
     * one's place in one step: a crash leaves the old or the new. Links are followed. In a container, mount the file's
     * folder: a file that is mounted by itself cannot be replaced. An empty file is one without tokens. {@link #check}
     * only reads it; it writes two others beside it, without tokens, puts one in the other's place and deletes it. What
     * happens later, such as a disk that fills up, only the save can tell.
     *
     * <p>Nothing is locked: of two stores, or two processes, that save to one file at once, the last wins for all of
     * it, so give each its own.
     *
     * <p>Saving throws {@link IllegalArgumentException} for a tenant that is not a GUID or domain in lower case. Loading
     * and saving throw {@link java.io.UncheckedIOException} if the file cannot be read or written, and
     * {@link IllegalStateException} if others may read or write it, if it is not what a save wrote, or if it is no file
     * but a folder or a device; messages name the path and never the contents.
     *
     * @param path the file; it need not exist, its folder must
     * @return the store
     */
    static RefreshTokenStore file(Path path) {
        return new FileRefreshTokenStore(Objects.requireNonNull(path, "path"));
    }
}
