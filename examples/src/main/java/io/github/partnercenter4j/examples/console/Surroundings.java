package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a run finds around it, so that a test can give its own.
 *
 * @param environment the environment's variables
 * @param out for results
 * @param err for progress and failures
 * @param fakes makes a fake for {@code --fake}; the run closes it
 * @param time what timeouts go by
 * @param patience how the run's thread waits
 * @param terminal asks the person
 */
record Surroundings(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        Supplier<FakePartnerCenter> fakes,
        Time time,
        Patience patience,
        Terminal terminal) {

    /** Set it if nobody reads stderr: then nothing is printed there while a command waits. */
    static final String QUIET = "PARTNER_CENTER_QUIET";

    static Surroundings real(Map<String, String> environment, PrintStream out, PrintStream err) {
        return new Surroundings(
                environment,
                out,
                err,
                () -> FakePartnerCenter.builder().https().build(),
                Time.system(),
                Patience::real,
                Terminal::real);
    }

    /** Returns a variable's value; null if it is not set, or empty. */
    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** Never shows the environment, which holds the secret. */
    @Override
    public String toString() {
        return "Surroundings[redacted]";
    }
}
