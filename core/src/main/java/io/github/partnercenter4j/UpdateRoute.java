package io.github.partnercenter4j;

/**
 * The path of an update. Microsoft's documentation page and Microsoft's own SDKs use different paths, and it is not
 * known which of the two the service accepts today.
 */
public enum UpdateRoute {
    /** {@code v1/profiles/supportprofile}, as the documentation page says. */
    DOCUMENTED,
    /** {@code v1/profiles/support}, as Microsoft's SDKs and OpenAPI description say. */
    SDK,
    /**
     * The documented path first. If the service answers 404 or 405, which proves that nothing was written, the SDKs'
     * path. If that succeeds, the client remembers it for later updates.
     */
    AUTO
}
