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
 * The profiles of tenants, from a file such as:
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
     * Reads the contents of a file.
     *
     * @throws IllegalArgumentException if they are wrong; the message says where
     */
    public static SeedData read(byte[] json) {
        try {
            return of(Fields.of(JsonReader.read(json), ""));
        } catch (JsonException wrong) {
            throw new IllegalArgumentException("The content is not valid JSON: " + wrong.getMessage());
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
                throw new IllegalArgumentException("tenants." + tenant + ".profile must be a JSON object.");
            }
            // The other member of a tenant in the state cannot be restored.
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
            throw new IllegalArgumentException("The profile is not valid: " + wrong.getMessage() + ".");
        }
        throw new IllegalArgumentException("The profile must be a JSON object with email, telephone and website.");
    }

    /** Stores the profiles. Those of other tenants stay. */
    public void applyTo(FakePartnerCenter fake) {
        profiles.forEach((tenant, profile) ->
                fake.tenant(StateOperations.tenant(fake, tenant)).setProfile(profile));
    }

    /** Stores the profile of one tenant, if there is one here. */
    void applyTo(FakePartnerCenter fake, String only) {
        profiles.forEach((tenant, profile) -> {
            String id = StateOperations.tenant(fake, tenant);
            if (TenantId.of(id).equals(TenantId.of(only))) {
                fake.tenant(id).setProfile(profile);
            }
        });
    }
}
