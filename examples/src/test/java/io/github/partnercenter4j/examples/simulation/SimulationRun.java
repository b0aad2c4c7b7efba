package io.github.partnercenter4j.examples.simulation;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Plays the world of a seed, for whoever loads this class with another core behind it. */
public final class SimulationRun implements LongFunction<@Nullable String> {

    /** Makes a player of worlds. */
    public SimulationRun() {}

    /** Returns the promise that was broken, or null if none was. */
    @Override
    public @Nullable String apply(long seed) {
        return Judge.verdict(Plans.of(seed));
    }
}
