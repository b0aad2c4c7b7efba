package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.testkit.http.Decision;
import io.github.partnercenter4j.testkit.http.Exchange;
import io.github.partnercenter4j.testkit.http.FaultPlan;
import io.github.partnercenter4j.testkit.http.Handler;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpHead;
import io.github.partnercenter4j.testkit.http.HttpRequest;
import io.github.partnercenter4j.testkit.http.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one port's doors over HTTP: the API's, the login's and, where there is one, the administrator's; the latter two are
 * not built before somebody comes to them. What befalls a connection, and what is no request at all, is the API's. Thread-safe.
 */
final class Doors implements Handler {

    private final HttpFront api;
    private final FakePartnerCenter fake;

    Doors(HttpFront api, FakePartnerCenter fake) {
        this.api = api;
        this.fake = fake;
    }

    private Handler door(HttpHead head) {
        String path = head.path();
        if (isLogin(path)) {
            return fake.loginDoor();
        }
        Handler admin = path.startsWith("/__admin") ? fake.adminDoor() : null;
        return admin == null ? api : admin;
    }

    /** Looks at what every path of the login has, so that its classes need not be there to say no. */
    private static boolean isLogin(String path) {
        return path.contains("/oauth2/") || path.contains("/discovery/") || path.contains("/.well-known/");
    }

    @Override
    public FaultPlan.@Nullable Cut accepted(long connection) {
        return api.accepted(connection);
    }

    @Override
    public Settings.@Nullable Layer handshake(long connection) {
        return api.handshake(connection);
    }

    @Override
    public Decision head(HttpHead head) {
        return door(head).head(head);
    }

    @Override
    public Decision body(HttpRequest request, Decision atHead) {
        return door(request.head()).body(request, atHead);
    }

    @Override
    public Time.Cancellable after(Duration delay, Runnable task) {
        return api.after(delay, task);
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        return door(request.head()).answer(request);
    }

    @Override
    public void journal(Exchange exchange) {
        HttpRequest request = exchange.request();
        if (request == null) {
            api.journal(exchange);
        } else {
            door(request.head()).journal(exchange);
        }
    }
}
