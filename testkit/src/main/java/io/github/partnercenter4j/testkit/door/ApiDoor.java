package io.github.partnercenter4j.testkit.door;

import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.testkit.http.Decision;
import io.github.partnercenter4j.testkit.http.Exchange;
import io.github.partnercenter4j.testkit.http.Handler;
import io.github.partnercenter4j.testkit.http.Header;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpHead;
import io.github.partnercenter4j.testkit.http.HttpRequest;
import io.github.partnercenter4j.testkit.http.Script;
import io.github.partnercenter4j.testkit.http.Serving;
import io.github.partnercenter4j.testkit.http.Settings;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import io.github.partnercenter4j.testkit.visit.Origin;
import io.github.partnercenter4j.testkit.visit.Visit;
import io.github.partnercenter4j.testkit.visit.Visits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves the API over HTTP, with a {@code Visit} for each request. Thread-safe.
 *
 * @param visits creates the visits
 * @param others returns the handler of a request to another interface, or null for a request to the API
 */
record ApiDoor(Visits visits, Function<HttpHead, @Nullable Handler> others) implements Handler {

    @Override
    public @Nullable Script accepted(long connection) {
        return visits.accepted(connection);
    }

    @Override
    public Settings.@Nullable Layer handshake(long connection) {
        return visits.handshake(connection);
    }

    @Override
    public Serving serve(HttpHead head) {
        Handler other = others.apply(head);
        return other == null ? new Request(visit(head)) : other.serve(head);
    }

    private Visit visit(HttpHead head) {
        return visits.visit(
                new Origin(false, head.connection(), head.index()),
                new ServiceRequest(head.method(), head.target(), head.headers(), visits.basePath()),
                head.rawTarget());
    }

    @Override
    public Time.Cancellable after(Duration delay, Runnable task) {
        return visits.timers().after(delay, task);
    }

    @Override
    public void journal(Exchange exchange) {
        HttpRequest request = exchange.request();
        if (request == null) {
            Origin origin = new Origin(false, exchange.connection(), exchange.index());
            visits.noRequest(origin, exchange.answer(), exchange.objection());
        } else {
            visit(request.head()).end(null, exchange.answer(), exchange.objection());
        }
    }

    private record Request(Visit visit) implements Serving {

        @Override
        public Decision head() {
            visit.head();
            HttpAnswer refusal = visit.refusal();
            return (refusal == null ? Decision.PROCEED : Decision.refuse(framed(refusal)))
                    .with(visit.httpFault(), visit.delay());
        }

        @Override
        public Decision body(HttpRequest request, Decision atHead) {
            return visit.body(request.body()) ? atHead.with(visit.httpFault(), visit.delay()) : atHead;
        }

        @Override
        public HttpAnswer answer(HttpRequest request) {
            return framed(visit.answer(request.body()));
        }

        @Override
        public void journal(Exchange exchange) {
            HttpRequest request = exchange.request();
            visit.end(request == null ? null : request.body(), exchange.answer(), exchange.objection());
        }

        /** The service sends the length first. */
        private static HttpAnswer framed(HttpAnswer answer) {
            List<Header> headers = new ArrayList<>();
            headers.add(new Header("Content-Length", Integer.toString(answer.body().length)));
            headers.addAll(answer.headers().list());
            return answer.headers(new Headers(headers));
        }
    }
}
