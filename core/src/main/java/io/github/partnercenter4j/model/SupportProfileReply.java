package io.github.partnercenter4j.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A support profile together with the metadata of the response. Immutable. */
public final class SupportProfileReply {

    private final SupportProfile profile;
    private final ResponseMetadata metadata;

    private SupportProfileReply(SupportProfile profile, ResponseMetadata metadata) {
        this.profile = Objects.requireNonNull(profile, "profile");
        this.metadata = Objects.requireNonNull(metadata, "metadata");
    }

    /**
     * Returns a reply.
     *
     * @param profile the profile as the service returned it, or as it was sent if the response had no body
     * @param metadata the metadata of the response
     * @return the reply
     */
    public static SupportProfileReply of(SupportProfile profile, ResponseMetadata metadata) {
        return new SupportProfileReply(profile, metadata);
    }

    /**
     * Returns the profile.
     *
     * @return the profile as the service returned it, or as it was sent if {@link ResponseMetadata#bodyAbsent()}
     */
    public SupportProfile profile() {
        return profile;
    }

    /**
     * Returns the metadata of the response.
     *
     * @return the metadata
     */
    public ResponseMetadata metadata() {
        return metadata;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SupportProfileReply that
                && profile.equals(that.profile)
                && metadata.equals(that.metadata);
    }

    @Override
    public int hashCode() {
        return Objects.hash(profile, metadata);
    }

    @Override
    public String toString() {
        return "SupportProfileReply[" + profile + ", " + metadata + "]";
    }
}
