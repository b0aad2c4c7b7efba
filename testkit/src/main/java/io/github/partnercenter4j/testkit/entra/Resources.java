package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.model.Cloud;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The APIs that tokens can be had for, and how clients name them. Immutable. */
final class Resources {

    /** Partner Center's application id, by which its permissions are listed. */
    private static final String PARTNER_CENTER = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd";

    private static final String DEFAULT = "/.default";
    private static final String USER_IMPERSONATION = "/user_impersonation";
    private static final Set<String> OPENID = Set.of("openid", "profile", "email", "offline_access");

    /** Microsoft Graph and its predecessor: tokens for them are what Partner Center refuses with 900420. */
    private static final List<String> OTHERS = List.of("https://graph.microsoft.com", "https://graph.windows.net");

    private final Surroundings around;

    Resources(Surroundings around) {
        this.around = around;
    }

    /**
     * What a token is for.
     *
     * @param audience the API, as the client names it, without a slash at the end
     * @param isPartnerCenter whether that is the fake's own API
     * @param isDefault whether everything that was granted is asked for, rather than a single permission
     */
    record Resource(String audience, boolean isPartnerCenter, boolean isDefault) {

        /** Tells whether both are one API, which may have several names. */
        boolean isSameAs(Resource other) {
            return isPartnerCenter ? other.isPartnerCenter() : audience.equals(other.audience());
        }
    }

    /** Returns what a sign-in grants that names nothing: the fake's own API, with all that OpenID offers. */
    Scope everything() {
        return new Scope(own(), true, true);
    }

    /** Returns what a sign-in grants that asks for this. Where no API is named it is the fake's own. */
    Scope granted(@Nullable Scope asked) {
        return asked == null ? everything() : new Scope(own(), asked.openId(), asked.offline()).narrowedTo(asked);
    }

    /** Returns what a request asks for, or null if it does not say. */
    @Nullable
    Scope asked(LoginRequest request) throws RefusedException {
        String scopes = request.scope().trim();
        if (scopes.isEmpty()) {
            return null;
        }
        if (request.version() == 1) {
            return new Scope(resource(request, scopes, false), true, true);
        }
        Resource found = null;
        List<String> names = List.of(scopes.split(" +", -1));
        for (String scope : names) {
            if (OPENID.contains(scope)) {
                continue;
            }
            boolean isDefault = scope.endsWith(DEFAULT);
            if (!isDefault && !scope.endsWith(USER_IMPERSONATION)) {
                throw new RefusedException(Aadsts.SCOPE_INVALID);
            }
            int end = scope.length() - (isDefault ? DEFAULT : USER_IMPERSONATION).length();
            Resource next = resource(request, scope.substring(0, end), isDefault);
            if (found != null && !found.isSameAs(next)) {
                // A token is for one API.
                throw new RefusedException(Aadsts.SCOPE_INVALID);
            }
            found = next;
        }
        return new Scope(found, names.contains("openid"), names.contains("offline_access"));
    }

    private Resource own() {
        return new Resource(around.api().get().toString(), true, false);
    }

    private Resource resource(LoginRequest request, String name, boolean isDefault) throws RefusedException {
        String audience = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (isOwn(request, audience)) {
            return new Resource(audience, true, isDefault);
        }
        if (OTHERS.contains(audience)) {
            return new Resource(audience, false, isDefault);
        }
        throw new RefusedException(Aadsts.RESOURCE_UNKNOWN);
    }

    /**
     * The fake stands in for the real API, so its names are good, too. Else it is by the host that it is known, and not by the
     * port: a proxy's or Docker's is another than the fake's own.
     */
    private boolean isOwn(LoginRequest request, String audience) {
        if (audience.equals(PARTNER_CENTER)
                || audience.equals(Cloud.GLOBAL.apiBase().toString())
                || audience.equals(Cloud.CHINA.apiBase().toString())) {
            return true;
        }
        try {
            String host = URI.create(audience).getHost();
            return host != null
                    && (around.names().test(host)
                            || host.equals(around.authority(request).getHost()));
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }
}
