package io.github.partnercenter4j.examples.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A mechanism, switched off by other words in one place of one source.
 *
 * @param mechanism what is switched off
 * @param source the file, from the root of the project's packages, with its module before it
 * @param words what stands there, once
 * @param others what stands there instead
 * @param transport over which the rows are played
 * @param rows of which one at least must turn red
 */
record Mutation(
        String mechanism,
        String source,
        String words,
        String others,
        MatrixRun.Transport transport,
        List<String> rows) {

    private static final String PACKAGES = "src/main/java/io/github/partnercenter4j";

    Path file() {
        int module = source.indexOf('/');
        return Path.of("..", source.substring(0, module), PACKAGES, source.substring(module + 1));
    }

    /** Returns the source with the mechanism switched off. */
    String broken() throws IOException {
        String text = Files.readString(file());
        int at = text.indexOf(words);
        if (at < 0 || text.indexOf(words, at + 1) >= 0) {
            throw new AssertionError(
                    "'" + words + "' must stand once in " + source + ": where has '" + mechanism + "' gone?");
        }
        return text.replace(words, others);
    }

    @Override
    public String toString() {
        return mechanism + " (" + transport + ")";
    }
}
