package io.github.partnercenter4j.examples.spring;

import io.github.partnercenter4j.model.SupportProfile;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The part of a profile that this service returns and changes. A member is null only if Partner Center has no value for
 * it.
 */
record SupportContact(
        @NotBlank @Email @Nullable String email,
        @NotBlank @Size(max = 50) @Nullable String telephone,
        @NotBlank @Size(max = 2048) @Nullable String website) {

    static SupportContact of(SupportProfile profile) {
        return new SupportContact(profile.email(), profile.telephone(), profile.website());
    }

    SupportProfile putInto(SupportProfile profile) {
        return profile.withEmail(email).withTelephone(telephone).withWebsite(website);
    }

    /** Returns no values, because they are personal data and Spring logs arguments at DEBUG. */
    @Override
    public String toString() {
        return "SupportContact";
    }
}
