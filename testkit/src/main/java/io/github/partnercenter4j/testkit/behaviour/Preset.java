package io.github.partnercenter4j.testkit.behaviour;

/** Which {@link Behaviour}s a fake begins with. */
public enum Preset {
    /** As the service was seen to be, and where nobody has seen it, the likeliest. The default. */
    OBSERVED,
    /**
     * As the documentation's pages on the support profile have it, to the letter: no byte order mark, and a bare
     * {@code Content-Type}. The pages name two paths for updates, the guide one and the reference the other: both are served.
     */
    DOCUMENTED,
    /** As the service was seen to be, but refusing whatever it might refuse: for a client that is to ask for nothing odd. */
    STRICT
}
