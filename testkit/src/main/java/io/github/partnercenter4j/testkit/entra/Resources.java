package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.model.Cloud;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The APIs for which the login issues tokens, and their names. Immutable. */
record Resources(Surroundings around) {

    /** The application id of Partner Center. */
    private static final String PARTNER_CENTER = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd";

    private static final String DEFAULT = "/.default";
    private static final String USER_IMPERSONATION = "/user_impersonation";
    private static final Set<String> OPENID = Set.of("openid", "profile", "email", "offline_access");

    /** Microsoft Graph and its predecessor. Partner Center refuses tokens for them with 900420. */
    private static final List<String> OTHERS = List.of("https://graph.microsoft.com", "https://graph.windows.net");

    /**
     * The API of a token.
     *
     * @param audience the name of the API in the request, without a slash at the end
     * @param isPartnerCenter whether it is the fake's own API
     * @param isDefault whether the request asks for {@code .default}, not for a single permission
     */
    record Resource(String audience, boolean isPartnerCenter, boolean isDefault) {

        /** Returns whether both are the same API, which may have several names. */
        boolean isSameAs(Resource other) {
            return isPartnerCenter ? other.isPartnerCenter() : audience.equals(other.audience());
        }
    }

    /** Returns the scope of a sign-in without a requested scope: the fake's own API with all OpenID scopes. */
    Scope everything() {
        return new Scope(own(), true, true);
    }

    /** Returns the scope of a sign-in with this request. If it names no API, that is the fake's own. */
    Scope granted(@Nullable Scope asked) {
        return asked == null ? everything() : new Scope(own(), asked.openId(), asked.offline()).narrowedTo(asked);
    }

    /** Returns the requested scope, or null if there is none. */
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
     * Returns whether a name is the fake's own API. The names of the real API also count. Otherwise the host decides,
     * not the port, because the port of a proxy or of Docker differs.
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
