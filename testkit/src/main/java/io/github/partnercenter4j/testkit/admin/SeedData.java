package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import io.github.partnercenter4j.testkit.service.ProfileJson;
import io.github.partnercenter4j.testkit.service.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Profiles by tenant, as a file has them:
 *
 * <pre>{@code
 * {"tenants": {"default": {"profile": {"email": "...", "telephone": "...", "website": "..."}}}}
 * }</pre>
 *
 * <p>The tenants are GUIDs, domain names, or {@code default}. Immutable.
 */
public final class SeedData {

    /** No profiles: every tenant has the documented one. */
    public static final SeedData NOTHING = new SeedData(Map.of());

    private final Map<String, SupportProfile> profiles;

    private SeedData(Map<String, SupportProfile> profiles) {
        this.profiles = profiles;
    }

    /**
     * Reads a file's contents.
     *
     * @throws IllegalArgumentException if they are not as they have to be; the message says where
     */
    public static SeedData read(byte[] json) {
        try {
            return of(Fields.of(JsonReader.read(json), ""));
        } catch (JsonException wrong) {
            throw new IllegalArgumentException("It is no JSON: " + wrong.getMessage());
        }
    }

    static SeedData of(Fields state) {
        Map<String, SupportProfile> profiles = new LinkedHashMap<>();
        Fields tenants = state.map("tenants");
        for (String tenant : tenants.names()) {
            if (!tenant.equals("default")) {
                var unused = TenantId.of(tenant);
            }
            Fields of = tenants.object(tenant);
            if (of != null && of.json("profile") instanceof ObjectValue profile) {
                profiles.put(tenant, profile(profile));
            } else {
                throw new IllegalArgumentException("tenants." + tenant + ".profile has to be a JSON object.");
            }
            // What the state has of a tenant beside this is of no use to put back.
            var unused = of.integer("writesApplied");
            of.requireNoOthers();
        }
        for (String readOnly : StateOperations.READ_ONLY) {
            var unused = state.has(readOnly);
        }
        state.requireNoOthers();
        return new SeedData(profiles);
    }

    static SupportProfile profile(Json json) {
        try {
            if (json instanceof ObjectValue object) {
                return ProfileJson.read(object);
            }
        } catch (ProfileJson.WrongTypeException wrong) {
            throw new IllegalArgumentException("This is no profile: " + wrong.getMessage() + ".");
        }
        throw new IllegalArgumentException("A profile is a JSON object with email, telephone and website.");
    }

    /**
     * Stores the profiles; other tenants' stay.
     */
    public void applyTo(FakePartnerCenter fake) {
        profiles.forEach((tenant, profile) ->
                fake.tenant(StateOperations.tenant(fake, tenant)).setProfile(profile));
    }

    /** Stores one tenant's profile, if it has one here. */
    void applyTo(FakePartnerCenter fake, String only) {
        profiles.forEach((tenant, profile) -> {
            String id = StateOperations.tenant(fake, tenant);
            if (TenantId.of(id).equals(TenantId.of(only))) {
                fake.tenant(id).setProfile(profile);
            }
        });
    }
}
