package io.github.partnercenter4j.msal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An assertion in a file, which the platform renews, such as that of a Kubernetes service account. Read for each
 * request.
 */
record AssertionFile(Path file) implements CredentialSource<String> {

    /** Longer than any assertion, and short enough to read at once. */
    private static final int LONGEST = 64 * 1024;

    @Override
    public String get(boolean refused) {
        try {
            if (Files.size(file) > LONGEST) {
                throw unusable("is longer than an assertion. Check that it is the file of a token.", null);
            }
            String assertion = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (assertion.isEmpty()) {
                throw unusable("is empty. Check that the platform writes the token.", null);
            }
            return assertion;
        } catch (NoSuchFileException missing) {
            throw unusable("does not exist. Check that the platform mounts the token.", missing);
        } catch (IOException unreadable) {
            throw unusable(
                    "cannot be read. Check that it is a file of text, and that this process may read it.", unreadable);
        }
    }

    private UnusableFileException unusable(String why, @Nullable Throwable cause) {
        return new UnusableFileException("the file " + file + " " + why, cause);
    }
}
