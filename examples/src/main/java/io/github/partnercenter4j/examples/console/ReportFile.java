package io.github.partnercenter4j.examples.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file of a report. It replaces an earlier report, and nothing else.
 *
 * @param path where it is
 * @param begin what each report of this kind begins with
 */
record ReportFile(Path path, String begin) {

    /** Returns the file of a name, if it can be written. */
    static ReportFile of(String name, String begin) {
        ReportFile file;
        try {
            file = new ReportFile(Path.of(name).toAbsolutePath(), begin);
        } catch (InvalidPathException invalid) {
            throw new UsageException("--report is no file name: " + invalid.getReason() + ".");
        }
        file.check();
        return file;
    }

    private void check() {
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UsageException(
                    "--report: the folder of " + path + " does not exist: create it, or name a file in another one.");
        }
        if (Files.exists(path) && !isReport()) {
            throw new UsageException(
                    "--report: " + path + " is not an earlier report: delete it, or name another file.");
        }
    }

    private boolean isReport() {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        byte[] expected = begin.getBytes(StandardCharsets.US_ASCII);
        try (var in = Files.newInputStream(path)) {
            String found = new String(in.readNBytes(expected.length), StandardCharsets.US_ASCII);
            return found.isEmpty() || found.equals(begin);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Writes the report, whole or not at all. */
    void write(String text) {
        Path part = null;
        try {
            // Not a temporary file of Java's, which others may not read: a report is there to be shown.
            part = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".part");
            Files.writeString(part, text, StandardOpenOption.CREATE_NEW);
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            try {
                if (part != null) {
                    Files.deleteIfExists(part);
                }
            } catch (IOException left) {
                refused.addSuppressed(left);
            }
            throw new UncheckedIOException(
                    "Cannot write to " + path + ": " + refused.getClass().getSimpleName(), refused);
        }
    }
}
