package io.github.partnercenter4j.examples.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Plays many small worlds: those of fixed seeds, and {@code -Dsimulation.fresh=...} worlds of new seeds. If a world
 * breaks a promise, the test shortens it and prints its events and its seed. {@code -Dsimulation.seed=...} plays one
 * world, {@code -Dsimulation.worlds=...} more.
 */
@DisplayName("In every simulated world")
@Timeout(3600)
class SimulationTest {

    private final SilencedLog quiet = new SilencedLog();

    private static final int WORLDS = Integer.getInteger("simulation.worlds", 5_000);
    private static final int FRESH = Integer.getInteger("simulation.fresh", 0);

    @AfterEach
    void logAgain() {
        quiet.close();
    }

    @Test
    @DisplayName("callers are told what the service recorded")
    void promises_areKept() {
        Long one = Long.getLong("simulation.seed");
        if (one != null) {
            play(one);
            return;
        }
        for (int i = 0; i < WORLDS; i++) {
            play(i);
        }
        if (FRESH > 0) {
            long first = new SecureRandom().nextLong();
            System.out.println("Worlds of fresh seeds begin at " + first);
            for (int i = 0; i < FRESH; i++) {
                play(first + i);
            }
        }
    }

    private static void play(long seed) {
        if (Judge.verdict(Plans.of(seed)) != null) {
            throw new AssertionError(Story.ofFault(seed));
        }
    }

    @Test
    @DisplayName("the same seed gives the same events, on each Java version")
    void worlds_ofSameSeed_areEqual() {
        int traces = 0;
        for (long seed = 0; seed < 200; seed++) {
            String events = storyOf(seed);
            assertThat(storyOf(seed)).isEqualTo(events);
            traces = 31 * traces + events.hashCode();
        }
        System.out.println("Traces of 200 worlds on Java " + Runtime.version().feature() + ": " + traces);
    }

    private static String storyOf(long seed) {
        World world = new World(Plans.of(seed));
        Judge.verdict(world);
        return String.join("\n", world.journal.story());
    }
}
