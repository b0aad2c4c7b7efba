package io.github.partnercenter4j.port;

/**
 * The paths of the support profile, relative to the API base. They are constants, so that no text of a caller can
 * become part of an address.
 */
public enum ResourcePath {
    /**
     * {@code /v1/profiles/support}: documented for reading. Microsoft's SDKs and OpenAPI description also write to it.
     */
    SUPPORT("/v1/profiles/support"),

    /** {@code /v1/profiles/supportprofile}: named by the documentation page of the update. */
    SUPPORT_PROFILE("/v1/profiles/supportprofile");

    private final String path;

    ResourcePath(String path) {
        this.path = path;
    }

    /**
     * Returns the path. Append it to {@link io.github.partnercenter4j.model.Cloud#apiBase()}.
     *
     * @return the path with a leading slash
     */
    public String path() {
        return path;
    }

    @Override
    public String toString() {
        return path;
    }
}
