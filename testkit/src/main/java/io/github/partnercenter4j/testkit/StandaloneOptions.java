package io.github.partnercenter4j.testkit;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks of {@link Standalone}.
 *
 * @param port where to listen, or 0
 * @param seed the seed, or null for a random one
 * @param https whether the url is to be https
 * @param caFile where to write the certificate to trust, or null for nowhere
 * @param help whether only the usage is wanted
 */
record StandaloneOptions(
        int port,
        @Nullable Long seed,
        boolean https,
        @Nullable Path caFile,
        boolean help) {

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if there is something wrong with it; the message says what
     */
    static StandaloneOptions parse(String... args) {
        int port = 0;
        Long seed = null;
        boolean https = false;
        Path caFile = null;
        boolean help = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help" -> help = true;
                case "--https" -> https = true;
                case "--ca-out" -> caFile = file(args, ++i);
                case "--port" -> port = (int) number(args, ++i, 0, 65_535);
                case "--seed" -> seed = number(args, ++i, Long.MIN_VALUE, Long.MAX_VALUE);
                default -> throw new IllegalArgumentException("Unknown option: " + args[i]);
            }
        }
        return new StandaloneOptions(port, seed, https, caFile, help);
    }

    private static long number(String[] args, int index, long least, long most) {
        String option = args[index - 1];
        if (index == args.length) {
            throw new IllegalArgumentException("Option " + option + " needs a number.");
        }
        try {
            long number = Long.parseLong(args[index]);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // Refused below, like a number out of range.
        }
        throw new IllegalArgumentException(
                "Option " + option + " needs a number from " + least + " to " + most + ", not: " + args[index]);
    }

    private static Path file(String[] args, int index) {
        try {
            if (index < args.length && !args[index].startsWith("--")) {
                return Path.of(args[index]);
            }
        } catch (InvalidPathException noPath) {
            // Refused below, like none at all.
        }
        throw new IllegalArgumentException("Option " + args[index - 1] + " needs the name of a file.");
    }

    FakePartnerCenter open() {
        FakePartnerCenter.Builder builder = FakePartnerCenter.builder().port(port);
        if (seed != null) {
            builder.seed(seed);
        }
        if (https) {
            builder.https();
        }
        return builder.build();
    }
}
