package io.github.partnercenter4j;

/** The partner's profiles. Immutable and thread-safe. */
public final class Profiles {

    private final SupportProfileOperations supportProfile;

    Profiles(SupportProfileOperations supportProfile) {
        this.supportProfile = supportProfile;
    }

    /**
     * Returns the operations on the support profile.
     *
     * @return the operations
     */
    public SupportProfileOperations supportProfile() {
        return supportProfile;
    }
}
