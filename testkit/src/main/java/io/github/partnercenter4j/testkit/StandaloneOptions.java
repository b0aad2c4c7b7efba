package io.github.partnercenter4j.testkit;

import org.jspecify.annotations.Nullable;

/**
 * What the command line asks of {@link Standalone}.
 *
 * @param port where to listen, or 0
 * @param seed the seed, or null for a random one
 * @param help whether only the usage is wanted
 */
record StandaloneOptions(int port, @Nullable Long seed, boolean help) {

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if there is something wrong with it; the message says what
     */
    static StandaloneOptions parse(String... args) {
        int port = 0;
        Long seed = null;
        boolean help = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help" -> help = true;
                case "--port" -> port = (int) number(args, ++i, 0, 65_535);
                case "--seed" -> seed = number(args, ++i, Long.MIN_VALUE, Long.MAX_VALUE);
                default -> throw new IllegalArgumentException("Unknown option: " + args[i]);
            }
        }
        return new StandaloneOptions(port, seed, help);
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

    FakePartnerCenter open() {
        FakePartnerCenter.Builder builder = FakePartnerCenter.builder().port(port);
        if (seed != null) {
            builder.seed(seed);
        }
        return builder.build();
    }
}
