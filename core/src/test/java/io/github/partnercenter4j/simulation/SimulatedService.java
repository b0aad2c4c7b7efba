package io.github.partnercenter4j.simulation;

import io.github.partnercenter4j.model.SupportProfile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Partner Center, as far as a client can notice: a profile a tenant, ETags or none, replays by request id or none. */
final class SimulatedService {

    static final SupportProfile FIRST = SupportProfile.builder()
            .email("first@contoso.example")
            .telephone("0")
            .website("w")
            .build();

    private static final class Tenant {
        SupportProfile profile = FIRST;
        int version;
        final Set<String> answered = new HashSet<>();
        final Set<String> revoked = new HashSet<>();
    }

    private final Plan plan;
    private final Map<String, Tenant> tenants = new HashMap<>();

    SimulatedService(Plan plan) {
        this.plan = plan;
    }

    private Tenant tenant(String name) {
        return tenants.computeIfAbsent(name, missing -> new Tenant());
    }

    SupportProfile profile(String tenant) {
        return tenant(tenant).profile;
    }

    /** The ETag of what is there, or null where the service gives none. */
    String etag(String tenant) {
        return plan.etags() ? "\"" + tenant(tenant).version + "\"" : null;
    }

    void revoke(String tenant, String token) {
        tenant(tenant).revoked.add(token);
    }

    boolean isRevoked(String tenant, String token) {
        boolean bad = plan.refusesTokens()
                && Plan.luck(plan.seed(), token.hashCode(), 0).nextBoolean();
        return bad || tenant(tenant).revoked.contains(token);
    }

    /** Takes a write, or returns false if its condition does not hold. */
    boolean write(Journal.Sent request, String ifMatch) {
        Tenant tenant = tenant(request.tenant);
        if (plan.replays() && tenant.answered.contains(request.id)) {
            return true;
        }
        if (plan.etags() && ifMatch != null && !ifMatch.equals(etag(request.tenant))) {
            return false;
        }
        tenant.profile = request.body;
        tenant.version++;
        tenant.answered.add(request.id);
        request.committed = true;
        return true;
    }
}
