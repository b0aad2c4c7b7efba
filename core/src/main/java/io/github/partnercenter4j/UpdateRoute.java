package io.github.partnercenter4j;

/**
 * Which path an update is put to. The documentation page and Microsoft's own SDKs disagree, and from outside nobody can
 * say which of the two the service prefers today.
 */
public enum UpdateRoute {
    /** {@code v1/profiles/supportprofile}, as the documentation page says. */
    DOCUMENTED,
    /** {@code v1/profiles/support}, as Microsoft's SDKs and OpenAPI description say. */
    SDK,
    /**
     * The documented path first; where the service answers 404 or 405, which proves that nothing was written, the SDKs'.
     * A client that succeeded that way remembers it.
     */
    AUTO
}
