package io.github.partnercenter4j.examples.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A mechanism that is removed by replacing a text in one source.
 *
 * @param mechanism the name of the mechanism
 * @param source the file: its module, and its path below the project's root package
 * @param words the text to replace; it must occur once
 * @param others the text that replaces it
 * @param transport the transport over which the rows run
 * @param rows the rows of which at least one must fail
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

    /** Returns the source without the mechanism. */
    String broken() throws IOException {
        String text = Files.readString(file());
        int at = text.indexOf(words);
        if (at < 0 || text.indexOf(words, at + 1) >= 0) {
            throw new AssertionError("'" + words + "' must occur exactly once in " + source + ". Update the mutation '"
                    + mechanism + "'.");
        }
        return text.replace(words, others);
    }

    @Override
    public String toString() {
        return mechanism + " (" + transport + ")";
    }
}
