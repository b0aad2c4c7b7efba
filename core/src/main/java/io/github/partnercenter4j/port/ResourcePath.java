package io.github.partnercenter4j.port;

/**
 * The paths under which Partner Center serves the support profile, relative to the API base. They are constants so that
 * no text of a caller ever becomes part of an address.
 */
public enum ResourcePath {
    /** {@code /v1/profiles/support}: documented for reading; Microsoft's SDKs and OpenAPI document writing here, too. */
    SUPPORT("/v1/profiles/support"),

    /** {@code /v1/profiles/supportprofile}: what the documentation page of the update names. */
    SUPPORT_PROFILE("/v1/profiles/supportprofile");

    private final String path;

    ResourcePath(String path) {
        this.path = path;
    }

    /**
     * Returns the path, to be appended to {@link io.github.partnercenter4j.model.Cloud#apiBase()}.
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
