package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.door.Port;
import io.github.partnercenter4j.testkit.door.PublicAddress;
import io.github.partnercenter4j.testkit.http.Handler;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpHead;
import io.github.partnercenter4j.testkit.http.HttpRequest;
import io.github.partnercenter4j.testkit.http.Serving;
import io.github.partnercenter4j.testkit.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The administration API, for tests outside of the fake's JVM. Thread-safe. */
public final class AdminDoor implements Handler {

    /** The start of all paths of this API. */
    static final String ROOT = Port.ADMIN;

    private final List<Route> routes = new ArrayList<>();
    private final Port port;

    public AdminDoor(FakePartnerCenter fake, AdminSettings settings) {
        this.port = fake.port();
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
        } catch (RuntimeException | Error ours) {
            // The client sees that the operation failed; the log has the stack for a bug report.
            System.getLogger(AdminDoor.class.getPackageName())
                    .log(System.Logger.Level.WARNING, "A request of the administrator failed", ours);
            return error(500, ours);
        }
    }

    private static HttpAnswer error(int status, Throwable why) {
        String message = why.getMessage();
        return Route.answer(
                status,
                Json.members()
                        .add("error", message == null ? why.toString() : message)
                        .object());
    }

    private HttpAnswer dispatch(HttpRequest request) {
        String below = request.head().path().substring(ROOT.length());
        // A slash at the end is optional.
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
                    404, "There is no " + ROOT + path + ". See " + ROOT + "/openapi.json for all paths.");
        }
        String methods = String.join(", ", allowed);
        return error(405, new IllegalStateException(ROOT + path + " takes " + methods + ", not " + sent + "."))
                .header("Allow", methods);
    }

    /**
     * Refuses what a web page could send from a browser that reaches the fake: one of another origin, or one whose host
     * name was made to lead here. A name may have been made to do that, an address cannot.
     */
    private void requireFriend(Headers headers) {
        String host = headers.first("Host");
        String origin = headers.first("Origin");
        String name = PublicAddress.ofHeader(host);
        if (host != null
                && (name == null
                        || !(PublicAddress.isAddress(name)
                                || port.publicAddress().has(name)))) {
            throw new RefusedException(
                    403,
                    (name == null
                                    ? "The host name of this request is not valid."
                                    : "This fake does not know the host name " + name + ".")
                            + " Use localhost or an IP address, or start the fake with --host-name NAME (in Java:"
                            + " hostName(NAME)).");
        }
        if (origin != null && !isOwn(origin, host)) {
            throw new RefusedException(
                    403,
                    "The request comes from a web page of another origin. Only the pages of this fake may use the admin API.");
        }
    }

    private boolean isOwn(String origin, @Nullable String host) {
        return origin.equalsIgnoreCase("http://" + host)
                || origin.equalsIgnoreCase("https://" + host)
                || origin.equals(port.url().toString());
    }
}
