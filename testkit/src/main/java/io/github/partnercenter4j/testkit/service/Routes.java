package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which method is served on which path. Immutable.
 *
 * @param behaviours the routes that are not among them are closed with 404
 */
record Routes(Set<Behaviour> behaviours) {

    /** Returns why a request cannot be routed, or null if it can. */
    @Nullable
    Verdict refuse(ServiceRequest request) {
        ResourcePath resource = resource(request);
        if (resource == null) {
            return notFound();
        }
        return switch (request.method()) {
            // Only the page on the update knows the other path, so nothing can be read there.
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
     * Returns what a request is for, or null if for nothing known. The service routes without case, takes 1.0 for 1, and
     * neither operation has a query.
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
