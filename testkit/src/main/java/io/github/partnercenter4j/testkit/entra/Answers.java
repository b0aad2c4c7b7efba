package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.entra.LoginRequest.Proof;
import io.github.partnercenter4j.testkit.http.Header;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpDate;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import io.github.partnercenter4j.testkit.service.Seed;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Creates the responses of the login: headers, ids, and refusals in the format of Entra. Thread-safe. */
final class Answers {

    private final Surroundings around;
    private final InstantSource clock;
    private final SplittableRandom random;

    Answers(Surroundings around) {
        this.around = around;
        this.clock = around.clock();
        this.random = around.seed().stream("login answers");
    }

    HttpAnswer json(LoginRequest request, int status, Json body) {
        return answer(request, status, "application/json; charset=utf-8", newId())
                .body(JsonWriter.write(body));
    }

    /** A page without scripts and forms. */
    HttpAnswer html(LoginRequest request, int status, String body) {
        return html(request, status, body, "default-src 'none'; base-uri 'none'");
    }

    /** A page with a {@code Content-Security-Policy}. */
    HttpAnswer html(LoginRequest request, int status, String body, String policy) {
        return answer(request, status, "text/html; charset=utf-8", newId())
                .header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .body(body);
    }

    HttpAnswer redirect(LoginRequest request, String location) {
        return answer(request, 302, null, newId()).header("Location", location);
    }

    HttpAnswer refusal(LoginRequest request, RefusedException refused) {
        Aadsts reason = refused.reason();
        String traceId = newId();
        String sent = request.clientRequestId();
        String correlationId = sent == null ? newId() : sent;
        String timestamp =
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ');
        Json body = Json.members()
                .add("error", reason.error())
                .add(
                        "error_description",
                        String.join(
                                "\r\n",
                                String.valueOf(refused.getMessage()),
                                "Trace ID: " + traceId,
                                "Correlation ID: " + correlationId,
                                "Timestamp: " + timestamp))
                .add("error_codes", new ArrayValue(List.of(Json.number(reason.code()))))
                .add("timestamp", timestamp)
                .add("trace_id", traceId)
                .add("correlation_id", correlationId)
                .add("error_uri", around.authority(request) + "/error?code=" + reason.code())
                .addPresent("suberror", reason.suberror())
                .object();
        HttpAnswer answer = answer(request, reason.status(), "application/json; charset=utf-8", traceId);
        // With the authentication scheme of the client (RFC 6749, 5.2).
        boolean isBasic = reason.status() == 401 && request.proof() == Proof.BASIC;
        return (isBasic ? answer.header("WWW-Authenticate", "Basic realm=\"fake login\"") : answer)
                .body(JsonWriter.write(body));
    }

    private HttpAnswer answer(LoginRequest request, int status, @Nullable String contentType, String id) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Cache-Control", "no-store, no-cache"));
        headers.add(new Header("Pragma", "no-cache"));
        if (contentType != null) {
            headers.add(new Header("Content-Type", contentType));
        }
        headers.add(new Header("Expires", "-1"));
        String sent = request.clientRequestId();
        if (sent != null) {
            headers.add(new Header("client-request-id", sent));
        }
        headers.add(new Header("x-ms-request-id", id));
        headers.add(new Header("Date", HttpDate.of(clock.instant())));
        return HttpAnswer.of(status).headers(new Headers(headers));
    }

    private synchronized String newId() {
        return Seed.guid(random);
    }
}
