package io.github.partnercenter4j.examples.simulation;

import java.util.logging.Level;
import java.util.logging.Logger;

/** While this is open, the client does not log what goes wrong: here everything does. */
public final class Quiet implements AutoCloseable {

    // The registry of loggers holds them weakly.
    private final Logger logger = Logger.getLogger("io.github.partnercenter4j");
    private final Level before = logger.getLevel();

    /** Begins to be quiet. */
    public Quiet() {
        logger.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
