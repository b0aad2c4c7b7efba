package io.github.partnercenter4j.examples.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Plays worlds of the simulation's generator over sockets, in real time, with the same judge. Each transport runs
 * against the fake, with its own and with a borrowed HTTP client. A seed repeats the plan, but not the order of events.
 * {@code -Dstorm.seed=...} plays one, {@code -Dstorm.first=...} others, {@code -Dstorm.worlds=...} more.
 *
 * <p>The build plays the same seeds each time: what decides about a change must not depend on new ones.
 */
@Tag("full")
@Timeout(600)
@DisplayName("In every storm")
class StormTest {

    private static final int WORLDS = Integer.getInteger("storm.worlds", 500);

    /** How many worlds run at the same time. They wait most of the time. */
    private static final int AT_ONCE = 24;

    @Test
    @DisplayName("callers are told what the fake recorded")
    void promises_areKept() throws Exception {
        Long one = Long.getLong("storm.seed");
        long first = one != null ? one : Long.getLong("storm.first", 1);
        int worlds = one != null ? 1 : WORLDS;
        SilencedLog quiet = new SilencedLog();
        System.out.println("Storms begin at seed " + first);
        List<Callable<@Nullable String>> storms = new ArrayList<>();
        for (int i = 0; i < worlds; i++) {
            long seed = first + i;
            storms.add(() -> Storms.verdict(seed));
        }
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        List<String> broken = new ArrayList<>();
        long began = System.nanoTime();
        try {
            for (Future<@Nullable String> verdict : threads.invokeAll(storms)) {
                broken.add(verdict.get());
            }
        } finally {
            threads.shutdownNow();
            quiet.close();
        }
        System.out.println(worlds + " storms in " + (System.nanoTime() - began) / 1_000_000 + " ms");
        assertThat(broken.stream().filter(Objects::nonNull)).isEmpty();
    }
}
