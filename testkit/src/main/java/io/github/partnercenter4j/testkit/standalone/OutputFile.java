package io.github.partnercenter4j.testkit.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that the program writes. It replaces a file of an earlier run, and nothing else.
 *
 * @param option the option that names the file
 * @param begin the text at the start of each such file
 */
record OutputFile(String option, Path path, String begin) {

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
        byte[] expected = begin.getBytes(StandardCharsets.US_ASCII);
        try (var in = Files.newInputStream(path)) {
            String found = new String(in.readNBytes(expected.length), StandardCharsets.US_ASCII);
            return found.isEmpty() || found.equals(begin);
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
            part = Files.createTempFile(path.toAbsolutePath().getParent(), "fake", ".part");
            Files.writeString(part, text);
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
