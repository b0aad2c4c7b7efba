package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.model.Cloud;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** The APIs that tokens can be had for, and how clients name them. Immutable. */
final class Resources {

    private static final String DEFAULT = "/.default";
    private static final String USER_IMPERSONATION = "/user_impersonation";
    private static final Set<String> OPENID = Set.of("openid", "profile", "email", "offline_access");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

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
    record Resource(String audience, boolean isPartnerCenter, boolean isDefault) {}

    /** Finds the API by version 1's parameter; without one it is the fake's own. */
    Resource named(String resource) throws RefusedException {
        return resource.isEmpty() ? own(false) : resource(resource, false);
    }

    /** Finds the API by version 2's parameter; where only OpenID's own scopes are asked for it is the fake's own. */
    Resource scoped(String scopes) throws RefusedException {
        Resource found = null;
        for (String scope : scopes.trim().split(" +", -1)) {
            if (scope.isEmpty() || OPENID.contains(scope)) {
                continue;
            }
            boolean isDefault = scope.endsWith(DEFAULT);
            if (!isDefault && !scope.endsWith(USER_IMPERSONATION)) {
                throw new RefusedException(Aadsts.SCOPE_INVALID);
            }
            int end = scope.length() - (isDefault ? DEFAULT : USER_IMPERSONATION).length();
            Resource next = resource(scope.substring(0, end), isDefault);
            if (found != null && !found.audience().equals(next.audience())) {
                // A token is for one API.
                throw new RefusedException(Aadsts.SCOPE_INVALID);
            }
            found = next;
        }
        return found == null ? own(false) : found;
    }

    static boolean asksFor(String scopes, String one) {
        return List.of(scopes.split(" +", -1)).contains(one);
    }

    private Resource own(boolean isDefault) {
        return new Resource(around.api().get().toString(), true, isDefault);
    }

    private Resource resource(String name, boolean isDefault) throws RefusedException {
        String audience = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (isOwn(audience)) {
            return new Resource(audience, true, isDefault);
        }
        if (OTHERS.contains(audience)) {
            return new Resource(audience, false, isDefault);
        }
        throw new RefusedException(Aadsts.RESOURCE_UNKNOWN);
    }

    /** The fake stands in for the real API, so its names are good, too. */
    private boolean isOwn(String audience) {
        if (audience.equals(Cloud.GLOBAL.apiBase().toString())
                || audience.equals(Cloud.CHINA.apiBase().toString())) {
            return true;
        }
        try {
            URI uri = URI.create(audience);
            return uri.getPort() == around.api().get().getPort()
                    && uri.getHost() != null
                    && LOOPBACK.contains(uri.getHost());
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }
}
