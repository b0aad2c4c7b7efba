package io.github.partnercenter4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A partner's support profile: the e-mail address, telephone number and website where the partner's customers get
 * support. Immutable.
 *
 * <p>Texts may contain any Unicode characters; only unpaired surrogates are refused. The client neither trims nor
 * validates them, because the service publishes no rules (its own example of a website has no scheme). {@code null}
 * means that the profile has no such text; it is sent as JSON {@code null}. An empty text is sent as {@code ""}. An
 * update replaces the whole profile, so everything that is not set is erased. To change a part and keep the rest, use
 * {@code edit}:
 *
 * <pre>{@code
 * support.edit(profile -> profile.withTelephone("4255550100"));
 * }</pre>
 *
 * <p>An edit keeps members that this client does not know. Two profiles are equal if everything except their links is
 * equal. {@link #toString()} shows no personal data.
 */
public final class SupportProfile {

    private final @Nullable String email;
    private final @Nullable String telephone;
    private final @Nullable String website;
    private final @Nullable String profileType;
    private final ProfileAttributes attributes;
    private final Map<String, Link> links;
    private final Map<String, String> unknownMembers;

    private SupportProfile(Builder builder) {
        this.email = Unicode.require("email", builder.email);
        this.telephone = Unicode.require("telephone", builder.telephone);
        this.website = Unicode.require("website", builder.website);
        this.profileType = Unicode.require("profileType", builder.profileType);
        this.attributes = builder.attributes;
        this.links = copy(builder.links);
        this.unknownMembers = Unicode.requireNames("an unknown member", builder.unknownMembers);
    }

    /** The service sends one link, and a map of one entry needs a quarter of the memory. */
    private static Map<String, Link> copy(Map<String, Link> links) {
        if (links.size() == 1) {
            Map.Entry<String, Link> only = links.entrySet().iterator().next();
            return Collections.singletonMap(only.getKey(), only.getValue());
        }
        return links.isEmpty() ? Collections.emptyMap() : Collections.unmodifiableMap(new LinkedHashMap<>(links));
    }

    /**
     * Returns a builder of an empty profile.
     *
     * @return a new builder, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder that starts from this profile.
     *
     * @return a new builder, not thread-safe
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.email = email;
        builder.telephone = telephone;
        builder.website = website;
        builder.profileType = profileType;
        builder.attributes = attributes;
        builder.links = links;
        builder.unknownMembers = unknownMembers;
        return builder;
    }

    /**
     * Returns the e-mail address for support requests.
     *
     * @return the address, or null if the profile has none
     */
    public @Nullable String email() {
        return email;
    }

    /**
     * Returns the telephone number for support requests.
     *
     * @return the number as free text, or null if the profile has none
     */
    public @Nullable String telephone() {
        return telephone;
    }

    /**
     * Returns the support website.
     *
     * @return the website as free text, often without a scheme, or null if the profile has none
     */
    public @Nullable String website() {
        return website;
    }

    /**
     * Returns the kind of profile, as the service spells it.
     *
     * @return any text, documented as {@code support_profile}, or null if the service sent none
     */
    public @Nullable String profileType() {
        return profileType;
    }

    /**
     * Returns the metadata inside the profile.
     *
     * @return the attributes; empty ones if the service sent none
     */
    public ProfileAttributes attributes() {
        return attributes;
    }

    /**
     * Returns the links of the profile. The client never sends or follows them. {@code equals} ignores them.
     *
     * @return name, such as {@code self}, to link; unmodifiable
     */
    public Map<String, Link> links() {
        return links;
    }

    /**
     * Returns the members that this client does not know. They are kept so that an edit does not lose them.
     *
     * @return name to compact JSON text (numbers exactly as received), unmodifiable, in the order received
     */
    public Map<String, String> unknownMembers() {
        return unknownMembers;
    }

    /**
     * Returns this profile with another e-mail address.
     *
     * @param newEmail the address, or null for none
     * @return the changed copy
     */
    public SupportProfile withEmail(@Nullable String newEmail) {
        return toBuilder().email(newEmail).build();
    }

    /**
     * Returns this profile with another telephone number.
     *
     * @param newTelephone the number, or null for none
     * @return the changed copy
     */
    public SupportProfile withTelephone(@Nullable String newTelephone) {
        return toBuilder().telephone(newTelephone).build();
    }

    /**
     * Returns this profile with another website.
     *
     * @param newWebsite the website, or null for none
     * @return the changed copy
     */
    public SupportProfile withWebsite(@Nullable String newWebsite) {
        return toBuilder().website(newWebsite).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SupportProfile that
                && Objects.equals(email, that.email)
                && Objects.equals(telephone, that.telephone)
                && Objects.equals(website, that.website)
                && Objects.equals(profileType, that.profileType)
                && attributes.equals(that.attributes)
                && unknownMembers.equals(that.unknownMembers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(email, telephone, website, profileType, attributes, unknownMembers);
    }

    /** Shows which texts are set but not their values, because logs must not contain personal data. */
    @Override
    public String toString() {
        return "SupportProfile[email=" + presence(email) + ", telephone=" + presence(telephone) + ", website="
                + presence(website) + ", unknownMembers=" + unknownMembers.size() + "]";
    }

    private static String presence(@Nullable String text) {
        return text == null ? "absent" : "present";
    }

    /** Builds a {@link SupportProfile}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String email;
        private @Nullable String telephone;
        private @Nullable String website;
        private @Nullable String profileType;
        private ProfileAttributes attributes = ProfileAttributes.empty();
        private Map<String, Link> links = Map.of();
        private Map<String, String> unknownMembers = Map.of();

        private Builder() {}

        /**
         * Sets the e-mail address.
         *
         * @param newEmail the address, or null for none
         * @return this
         */
        public Builder email(@Nullable String newEmail) {
            this.email = newEmail;
            return this;
        }

        /**
         * Sets the telephone number.
         *
         * @param newTelephone the number, or null for none
         * @return this
         */
        public Builder telephone(@Nullable String newTelephone) {
            this.telephone = newTelephone;
            return this;
        }

        /**
         * Sets the website.
         *
         * @param newWebsite the website, or null for none
         * @return this
         */
        public Builder website(@Nullable String newWebsite) {
            this.website = newWebsite;
            return this;
        }

        /**
         * Sets the kind of profile. Usually not needed: unless set, {@code support_profile} is sent.
         *
         * @param newProfileType the kind, or null for the default
         * @return this
         */
        public Builder profileType(@Nullable String newProfileType) {
            this.profileType = newProfileType;
            return this;
        }

        /**
         * Sets the metadata. Usually not needed: unless set, the object type {@code PartnerSupportProfile} is sent.
         *
         * @param newAttributes the attributes
         * @return this
         */
        public Builder attributes(ProfileAttributes newAttributes) {
            this.attributes = Objects.requireNonNull(newAttributes, "newAttributes");
            return this;
        }

        /**
         * Sets the links. For transports. Links are never sent.
         *
         * @param newLinks name to link, copied when the profile is built
         * @return this
         */
        public Builder links(Map<String, Link> newLinks) {
            this.links = Objects.requireNonNull(newLinks, "newLinks");
            return this;
        }

        /**
         * Sets the members that this client does not know. They are sent after the known ones.
         *
         * @param newUnknownMembers name to JSON text, copied when the profile is built. A transport refuses text that
         *     is not JSON and sends nothing
         * @return this
         */
        public Builder unknownMembers(Map<String, String> newUnknownMembers) {
            this.unknownMembers = Objects.requireNonNull(newUnknownMembers, "newUnknownMembers");
            return this;
        }

        /**
         * Builds the profile.
         *
         * @return the profile
         * @throws IllegalArgumentException if a text has an unpaired surrogate; the message names the member
         */
        public SupportProfile build() {
            return new SupportProfile(this);
        }
    }
}
