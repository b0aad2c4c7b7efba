package io.github.partnercenter4j.testkit.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A file that the program writes. It replaces a file of an earlier run, and nothing else.
 *
 * @param option the option that names the file
 * @param isOurs says whether a text is one that this program writes to this file
 */
record OutputFile(String option, Path path, Predicate<String> isOurs) {

    /** More than the program ever writes to a file. */
    private static final long MOST_BYTES = 64 * 1024;

    /**
     * Checks the file.
     *
     * @throws IllegalArgumentException if the file cannot be written, or is not a file of an earlier run
     */
    void check() {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw refused("the folder " + folder + " does not exist: create it, or name a file in another one.");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw refused(path + " is not a regular file: name a file.");
        }
        if (Files.exists(path) && !isOfAnEarlierRun()) {
            throw refused(path + " is not a file of an earlier run: delete it, or name another one.");
        }
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("Option " + option + ": " + why);
    }

    private boolean isOfAnEarlierRun() {
        try {
            long size = Files.size(path);
            return size == 0
                    || (size <= MOST_BYTES && isOurs.test(Files.readString(path, StandardCharsets.ISO_8859_1)));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Deletes the file of an earlier run. */
    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException refused) {
            throw cannotWrite(refused);
        }
    }

    /** Writes the file atomically, so that a program that waits for it never reads half of it. */
    void write(String text) {
        Path part = null;
        try {
            // Not a temporary file of Java's, which only its owner may read: other users' clients read these files.
            part = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".part");
            Files.writeString(part, text, StandardOpenOption.CREATE_NEW);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException refused) {
            UncheckedIOException failure = cannotWrite(refused);
            try {
                if (part != null) {
                    Files.deleteIfExists(part);
                }
            } catch (IOException left) {
                failure.addSuppressed(left);
            }
            throw failure;
        }
    }

    private UncheckedIOException cannotWrite(IOException refused) {
        return new UncheckedIOException(
                "Option " + option + ": cannot write to " + path + ": "
                        + refused.getClass().getSimpleName(),
                refused);
    }
}
