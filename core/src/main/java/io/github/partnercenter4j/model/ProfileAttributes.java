package io.github.partnercenter4j.model;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The metadata that Partner Center keeps inside a resource, under {@code attributes}. Immutable.
 *
 * <p>The documented support profile has only an object type. If the service sends an ETag, the client keeps it.
 */
public final class ProfileAttributes {

    private static final ProfileAttributes EMPTY = new ProfileAttributes(null, null, Map.of());

    private final @Nullable String objectType;
    private final @Nullable String etag;
    private final Map<String, String> unknownMembers;

    private ProfileAttributes(@Nullable String objectType, @Nullable String etag, Map<String, String> unknownMembers) {
        this.objectType = Unicode.require("objectType", objectType);
        this.etag = Unicode.require("etag", etag);
        this.unknownMembers = Unicode.requireNames("an unknown attribute", unknownMembers);
    }

    /**
     * Returns attributes without any value.
     *
     * @return the empty attributes
     */
    public static ProfileAttributes empty() {
        return EMPTY;
    }

    /**
     * Returns attributes with these parts.
     *
     * @param objectType the service's type of the resource, such as {@code PartnerSupportProfile}, or null
     * @param etag the ETag that the service wrote into the body, or null
     * @param unknownMembers the members that this client does not know: name to compact JSON text, in the order
     *     received
     * @return the attributes
     * @throws IllegalArgumentException if a text has an unpaired surrogate; the message names the text
     */
    public static ProfileAttributes of(
            @Nullable String objectType, @Nullable String etag, Map<String, String> unknownMembers) {
        return new ProfileAttributes(objectType, etag, unknownMembers);
    }

    /**
     * Returns the service's type of the resource.
     *
     * @return the object type, or null
     */
    public @Nullable String objectType() {
        return objectType;
    }

    /**
     * Returns the ETag that the service wrote into the body.
     *
     * @return the ETag, or null. The documented service sends none
     */
    public @Nullable String etag() {
        return etag;
    }

    /**
     * Returns the members that this client does not know. They are kept so that an edit does not lose them.
     *
     * @return name to compact JSON text, unmodifiable, in the order received
     */
    public Map<String, String> unknownMembers() {
        return unknownMembers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProfileAttributes that
                && Objects.equals(objectType, that.objectType)
                && Objects.equals(etag, that.etag)
                && unknownMembers.equals(that.unknownMembers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(objectType, etag, unknownMembers);
    }

    @Override
    public String toString() {
        return "ProfileAttributes[objectType=" + objectType + "]";
    }
}
