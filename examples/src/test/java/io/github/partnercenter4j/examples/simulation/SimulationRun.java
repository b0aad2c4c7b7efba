package io.github.partnercenter4j.examples.simulation;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Plays the world of a seed. {@code SimulationMutationTest} loads this class together with a changed core. */
public final class SimulationRun implements LongFunction<@Nullable String> {

    /** Creates a player. */
    public SimulationRun() {}

    /** Returns the broken promise, or null. */
    @Override
    public @Nullable String apply(long seed) {
        return Judge.verdict(Plans.of(seed));
    }
}
