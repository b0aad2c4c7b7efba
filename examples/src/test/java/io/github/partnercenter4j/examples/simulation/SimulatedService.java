package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.examples.simulation.Plan.Etags;
import io.github.partnercenter4j.model.SupportProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulated service: the profile of each tenant, and its history. */
final class SimulatedService {

    static final SupportProfile FIRST = SupportProfile.builder()
            .email("first@contoso.example")
            .telephone("0")
            .website("w")
            .build();

    /**
     * A profile that a tenant had.
     *
     * @param written the profile as sent
     * @param stored the profile as read
     * @param sinceNanos the earliest time at which it may have been stored
     * @param certainNanos the latest time at which it may have been stored
     */
    record Version(SupportProfile written, SupportProfile stored, long sinceNanos, long certainNanos) {}

    private static final class Tenant {
        final List<Version> versions = new ArrayList<>();
        final Map<String, SupportProfile> answered = new HashMap<>();
        final Set<String> revoked = new HashSet<>();

        Version latest() {
            return versions.get(versions.size() - 1);
        }
    }

    private final Plan plan;
    private final Scheduler time;
    private final Map<String, Tenant> tenants = new LinkedHashMap<>();

    SimulatedService(Plan plan, Scheduler time) {
        this.plan = plan;
        this.time = time;
    }

    private Tenant tenant(String name) {
        return tenants.computeIfAbsent(name, missing -> {
            Tenant tenant = new Tenant();
            tenant.versions.add(new Version(FIRST, stamped(FIRST, 0), 0, 0));
            return tenant;
        });
    }

    private SupportProfile stamped(SupportProfile profile, int version) {
        if (!plan.service().stamps()) {
            return profile;
        }
        Map<String, String> members = new LinkedHashMap<>(profile.unknownMembers());
        members.put("stamp", String.valueOf(version));
        return profile.toBuilder().unknownMembers(members).build();
    }

    SupportProfile profile(String tenant) {
        return tenant(tenant).latest().stored();
    }

    List<Version> versions(String tenant) {
        return tenant(tenant).versions;
    }

    /** Returns the ETag of the current profile, or null if the service has no ETags. */
    @Nullable
    String etag(String tenant) {
        String quoted = "\"" + tenant(tenant).versions.size() + "\"";
        return switch (plan.service().etags()) {
            case NONE -> null;
            case WEAK -> "W/" + quoted;
            case STRONG -> quoted;
        };
    }

    void revoke(String tenant, String token) {
        tenant(tenant).revoked.add(token);
    }

    boolean isRevoked(String tenant, String token) {
        boolean bad = plan.service().refusesTokens()
                && Plan.luck(plan.seed(), token.hashCode(), 0).nextBoolean();
        return bad || tenant(tenant).revoked.contains(token);
    }

    /** Applies a write. Returns what is stored, or null if its condition does not hold. */
    @Nullable
    SupportProfile write(SentRequest request) {
        Tenant tenant = tenant(request.tenant);
        SupportProfile known = plan.service().replays() ? tenant.answered.get(request.id) : null;
        if (known != null) {
            return known;
        }
        if (plan.service().etags() == Etags.STRONG
                && request.ifMatch != null
                && !request.ifMatch.equals(etag(request.tenant))) {
            return null;
        }
        SupportProfile stored = stamped(request.body, tenant.versions.size());
        request.before = tenant.latest().stored();
        tenant.versions.add(new Version(request.body, stored, time.nanos(), time.nanos()));
        tenant.answered.put(request.id, stored);
        request.committedNanos = time.nanos();
        return stored;
    }
}
