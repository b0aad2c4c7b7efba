package io.github.partnercenter4j.msal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock on a file of tokens, against other processes and against other threads of this one. It locks a second file in
 * the same folder, because the file of tokens itself is replaced. The system releases the lock if the process dies.
 */
final class FolderLock {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private FolderLock() {}

    /** What is done under the lock. */
    interface Action<T> {
        T run() throws IOException;
    }

    /**
     * Waits for the lock of a file, at most 10 seconds, and does something under it. If the file system has no locks, it
     * is done without one. An interrupt does not end the wait; the interrupt flag stays set.
     */
    static <T> T holding(Path file, FileAttribute<?>[] attributes, Action<T> action) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Path path = file.resolveSibling("." + file.getFileName() + ".lock");
        // The locks of files belong to the whole process, and closing any channel of a file releases all of them. So
        // only one thread of the process may have the file open. An interned text is the same object for all stores.
        synchronized (("partnercenter4j lock " + realPath(path)).intern()) {
            try (FileChannel channel =
                    FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), attributes)) {
                await(channel, path, end);
                return action.run();
            }
        }
    }

    private static Path realPath(Path path) throws IOException {
        Path folder = path.getParent();
        return folder == null ? path : folder.toRealPath().resolve(path.getFileName());
    }

    private static void await(FileChannel channel, Path path, long end) throws IOException {
        boolean interrupted = false;
        try {
            while (!isLocked(channel)) {
                if (System.nanoTime() - end >= 0) {
                    throw new FileSystemException(
                            path.toString(), null, "locked by another process for " + PATIENCE.toSeconds() + " s");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                // With the flag set, the next pause would return at once.
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns true if the lock is held, or if there are no locks here. */
    private static boolean isLocked(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldHere) {
            return false;
        } catch (IOException noLocks) {
            return true;
        }
    }
}
