package io.github.partnercenter4j.examples.simulation;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Switches off the client's log while it is open, because simulated faults cause many warnings. */
public final class SilencedLog implements AutoCloseable {

    // A strong reference: the registry of loggers holds only weak ones.
    private final Logger logger = Logger.getLogger("io.github.partnercenter4j");
    private final Level before = logger.getLevel();

    /** Switches off the log. */
    public SilencedLog() {
        logger.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
