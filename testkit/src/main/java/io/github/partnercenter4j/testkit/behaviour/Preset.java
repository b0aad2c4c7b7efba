package io.github.partnercenter4j.testkit.behaviour;

/** A set of {@link Behaviour}s. */
public enum Preset {
    /** The observed behaviour of the service; where there are no observations, the most likely one. The default. */
    OBSERVED,
    /**
     * Exactly the documentation pages of the support profile: no byte order mark, and a {@code Content-Type} without
     * charset. The guide and the reference name different paths for updates; both are accepted.
     */
    DOCUMENTED,
    /**
     * The observed behaviour, but refuses everything that the service might refuse, to check that a client sends only
     * correct requests.
     */
    STRICT
}
