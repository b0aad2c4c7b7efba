package io.github.partnercenter4j.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many small worlds, half of them the same in each build and half of them new. A world that breaks a promise is told as a
 * story, shortened, with its seed. {@code -Dsimulation.seed=...} plays one world, {@code -Dsimulation.worlds=...} more.
 */
@DisplayName("In every world that a seed makes")
@Timeout(600)
class SimulationTest {

    private static final int WORLDS = Integer.getInteger("simulation.worlds", 10_000);

    @Test
    @DisplayName("what callers are told is what the service recorded")
    void promises_areKept() {
        Long one = Long.getLong("simulation.seed");
        if (one != null) {
            play(one);
            return;
        }
        long fresh = new SecureRandom().nextLong();
        System.out.println("Worlds of fresh seeds begin at " + fresh);
        for (int i = 0; i < WORLDS / 2; i++) {
            play(i);
            play(fresh + i);
        }
    }

    private static void play(long seed) {
        Plan plan = Plan.of(seed);
        String verdict = Judge.verdict(plan);
        if (verdict != null) {
            throw new AssertionError(Judge.story(Judge.shrunk(plan, verdict)));
        }
    }

    @Test
    @DisplayName("the same seed tells the same story")
    void worlds_ofOneSeed_areTheSame() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(storyOf(seed)).isEqualTo(storyOf(seed));
        }
    }

    private static List<String> storyOf(long seed) {
        Plan plan = Plan.of(seed);
        World world = new World(plan);
        world.play();
        return world.journal.story;
    }
}
