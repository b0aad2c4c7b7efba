package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.door.Port;
import io.github.partnercenter4j.testkit.http.Handler;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpHead;
import io.github.partnercenter4j.testkit.http.HttpRequest;
import io.github.partnercenter4j.testkit.http.Serving;
import io.github.partnercenter4j.testkit.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fake's door for whoever arranges a test from outside its JVM. Thread-safe. */
public final class AdminDoor implements Handler {

    /** What all paths of this door begin with. */
    static final String ROOT = Port.ADMIN;

    private final List<Route> routes = new ArrayList<>();
    private final boolean anyHost;

    /** Opens the door to a fake. */
    public AdminDoor(FakePartnerCenter fake, AdminSettings settings) {
        this.anyHost = settings.anyHost();
        routes.addAll(new AboutOperations(fake, settings).routes());
        routes.addAll(new StateOperations(fake, settings).routes());
        routes.addAll(new FaultOperations(fake).routes());
        routes.addAll(new LoginOperations(fake).routes());
        routes.addAll(new JournalOperations(fake).routes());
    }

    List<Route> routes() {
        return routes;
    }

    @Override
    public Serving serve(HttpHead head) {
        return this::answer;
    }

    private HttpAnswer answer(HttpRequest request) {
        try {
            requireFriend(request.head().headers());
            return dispatch(request);
        } catch (RefusedException refused) {
            return error(refused.status(), refused);
        } catch (IllegalArgumentException wrong) {
            return error(400, wrong);
        } catch (IllegalStateException notNow) {
            return error(409, notNow);
        } catch (RuntimeException ours) {
            // Whoever asked is to see that it was not done; the stack is for who mends it.
            System.getLogger(AdminDoor.class.getPackageName())
                    .log(System.Logger.Level.WARNING, "A request of the administrator failed", ours);
            return error(500, ours);
        }
    }

    private static HttpAnswer error(int status, RuntimeException why) {
        String message = why.getMessage();
        return Route.answer(
                status,
                Json.members()
                        .add("error", message == null ? why.toString() : message)
                        .object());
    }

    private HttpAnswer dispatch(HttpRequest request) {
        String below = request.head().path().substring(ROOT.length());
        // With or without a slash at the end, as people type it.
        String bare = below.endsWith("/") ? below.substring(0, below.length() - 1) : below;
        String path = bare.isEmpty() ? "/" : bare;
        String sent = request.head().method();
        // The engine leaves the body out of the answer to a HEAD.
        String method = sent.equals("HEAD") ? "GET" : sent;
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> variables = route.match(path);
            if (variables != null && route.method().equals(method)) {
                return route.run(AdminRequest.of(request, variables));
            }
            if (variables != null) {
                allowed.add(route.method());
                if (route.method().equals("GET")) {
                    allowed.add("HEAD");
                }
            }
        }
        if (allowed.isEmpty()) {
            throw new RefusedException(
                    404, "There is no " + ROOT + path + "; " + ROOT + "/openapi.json describes what there is.");
        }
        String methods = String.join(", ", allowed);
        return error(405, new IllegalStateException(ROOT + path + " takes " + methods + ", not " + sent + "."))
                .header("Allow", methods);
    }

    /**
     * Refuses what a web page could send from a browser on this machine: one of another origin, or one whose host name was
     * made to lead here.
     */
    private void requireFriend(Headers headers) {
        String host = headers.first("Host");
        String origin = headers.first("Origin");
        String name = host == null ? null : URI.create("http://" + host).getHost();
        if (!anyHost && host != null && !isLoopback(name)) {
            throw new RefusedException(403, "Ask for localhost or 127.0.0.1: this fake is for this machine alone.");
        }
        if (origin != null && !isOwn(origin, host, name)) {
            throw new RefusedException(403, "A web page of another origin may not administrate this fake.");
        }
    }

    /** A name may have been made to lead here, an address cannot. */
    private static boolean isOwn(String origin, @Nullable String host, @Nullable String name) {
        boolean same = origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
        return same && name != null && (isLoopback(name) || name.matches("[0-9.]+") || name.startsWith("["));
    }

    private static boolean isLoopback(@Nullable String host) {
        String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("localhost.")
                || name.matches("127(\\.\\d{1,3}){3}")
                || name.matches("\\[(::|(0:){7})1]");
    }
}
