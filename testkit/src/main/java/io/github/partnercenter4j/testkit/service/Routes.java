package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods and paths of the service. Immutable.
 *
 * @param behaviours the behaviours that are on; routes that are off get 404
 */
record Routes(Set<Behaviour> behaviours) {

    /** Returns the refusal of a request without a route, or null. */
    @Nullable
    Verdict refuse(ServiceRequest request) {
        ResourcePath resource = resource(request);
        if (resource == null) {
            return notFound();
        }
        return switch (request.method()) {
            // Only the documentation page of the update has this path, so reads are not possible there.
            case "GET" -> resource == ResourcePath.SUPPORT ? null : notFound();
            case "PUT" -> takesUpdates(resource) ? null : notFound();
            default -> notAllowed(resource);
        };
    }

    private boolean takesUpdates(ResourcePath resource) {
        return behaviours.contains(
                resource == ResourcePath.SUPPORT ? Behaviour.SDK_UPDATE_ROUTE : Behaviour.DOCUMENTED_UPDATE_ROUTE);
    }

    private static Verdict notFound() {
        return Verdict.fault(404, 1000, "The requested resource was not found.");
    }

    private Verdict notAllowed(ResourcePath resource) {
        List<String> allowed = new ArrayList<>();
        if (resource == ResourcePath.SUPPORT) {
            allowed.add("GET");
        }
        if (takesUpdates(resource)) {
            allowed.add("PUT");
        }
        return Verdict.empty(405).with("Allow", String.join(", ", allowed));
    }

    /**
     * Returns the route of a request, or null. The service ignores upper and lower case and accepts v1.0 for v1; no
     * operation has a query.
     */
    static @Nullable ResourcePath resource(ServiceRequest request) {
        String path = request.path().toLowerCase(Locale.ROOT);
        String basePath = request.basePath().toLowerCase(Locale.ROOT);
        if (!path.startsWith(basePath)) {
            return null;
        }
        path = path.substring(basePath.length());
        if (path.startsWith("/v1.0/")) {
            path = "/v1/" + path.substring("/v1.0/".length());
        }
        for (ResourcePath resource : ResourcePath.values()) {
            if (path.equals(resource.path())) {
                return resource;
            }
        }
        return null;
    }
}
