package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.port.ResourcePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes a hint for a request without a matching route. Pure functions. */
public final class RouteHint {

    /** A wrong method counts less than this difference of the path. */
    private static final int METHOD_WEIGHT = 4;

    /** The limit for a compared path, because the cost grows with its length times the length of a route. */
    private static final int LONGEST = 200;

    private static final List<Route> ROUTES = List.of(
            new Route("GET", ResourcePath.SUPPORT.path()),
            new Route("PUT", ResourcePath.SUPPORT.path()),
            new Route("PUT", ResourcePath.SUPPORT_PROFILE.path()));

    private RouteHint() {}

    private record Route(String method, String path) {

        Route below(String basePath) {
            return new Route(method, basePath.toLowerCase(Locale.ROOT) + path);
        }

        int distance(String sentMethod, String sentPath) {
            return (method.equals(sentMethod) ? 0 : METHOD_WEIGHT) + edits(path, sentPath);
        }
    }

    /** Returns the most similar route and the difference. */
    public static String of(ServiceRequest request) {
        String sent = request.path();
        String path = sent.substring(0, Math.min(sent.length(), LONGEST)).toLowerCase(Locale.ROOT);
        List<Route> routes =
                ROUTES.stream().map(route -> route.below(request.basePath())).toList();
        Route closest = routes.get(0);
        for (Route route : routes) {
            if (route.distance(request.method(), path) < closest.distance(request.method(), path)) {
                closest = route;
            }
        }
        List<String> differences = new ArrayList<>();
        if (!closest.method.equals(request.method())) {
            differences.add("the method is " + Secrets.hide(request.method()));
        }
        if (!closest.path.equals(path)) {
            differences.add("the path is " + Secrets.hide(sent));
        }
        return "closest route " + closest.method + " " + closest.path + ": "
                + (differences.isEmpty()
                        ? "this fake is configured not to serve it"
                        : "but " + String.join(", ", differences));
    }

    /** Returns the edit distance of two texts: the number of inserted, removed or changed characters. */
    private static int edits(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
