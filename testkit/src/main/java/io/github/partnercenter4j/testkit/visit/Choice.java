package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.http.Trouble;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@link Mischief} chose for an exchange or a connection. */
public interface Choice {

    /** Returns what goes wrong, or null if nothing does. */
    @Nullable
    Trouble trouble();

    /** Returns how long the answer, or what comes instead, is held back. */
    Duration delay();
}
