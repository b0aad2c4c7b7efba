package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The operations about the fake itself: version, connection, behaviours, shutdown. */
record AboutOperations(FakePartnerCenter fake, AdminSettings settings) {

    /**
     * The page shows what others sent, as text. Should markup of theirs ever get in, it loads nothing and speaks with
     * nobody but the fake. The page's icon is data in the page itself.
     */
    private static final String NOTHING_FROM_ELSEWHERE = "default-src 'none'; style-src 'unsafe-inline';"
            + " script-src 'unsafe-inline'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/", request -> inspector()).query("tenant", "exchange"),
                Route.json(
                        "GET",
                        "/health",
                        request -> Json.members().add("status", "up").object()),
                Route.json("GET", "/version", request -> version()),
                Route.of("GET", "/openapi.json", request -> file("openapi.json", "application/json; charset=utf-8")),
                Route.of("GET", "/ca.pem", request -> authority()),
                Route.json(
                        "GET",
                        "/connection",
                        request -> Views.connection(
                                fake, request.request().head().headers().first("Host"))),
                Route.json("GET", "/behaviours", request -> behaviours()),
                Route.doing("POST", "/shutdown", request -> shutdown()));
    }

    private HttpAnswer authority() {
        if (settings.ownCertificate()) {
            throw new IllegalStateException("This fake uses your own certificate. Trust the authority that issued it.");
        }
        return HttpAnswer.of(200)
                .header("Content-Type", "application/x-pem-file")
                .body(fake.caPem());
    }

    private static Json version() {
        return Json.members()
                .add("version", text("version.txt").strip())
                .add("java", Runtime.version().toString())
                .object();
    }

    private static HttpAnswer inspector() {
        return file("inspector.html", "text/html; charset=utf-8")
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", NOTHING_FROM_ELSEWHERE);
    }

    private static HttpAnswer file(String name, String type) {
        return HttpAnswer.of(200).header("Content-Type", type).body(text(name));
    }

    private static String text(String name) {
        try (InputStream in = AboutOperations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The testkit's jar does not contain its file " + name + ". Use the published jar unchanged.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Json behaviours() {
        return Json.array(
                List.of(Behaviour.values()),
                behaviour -> Json.members()
                        .add("name", behaviour.name())
                        .add("on", fake.behaviours().contains(behaviour))
                        .add("description", behaviour.description())
                        .add("evidence", behaviour.evidence().name())
                        .add("presets", presets(behaviour))
                        .object());
    }

    private static Json presets(Behaviour behaviour) {
        return Json.texts(Stream.of(Preset.values())
                .filter(behaviour::isIn)
                .map(Preset::name)
                .toList());
    }

    private void shutdown() {
        Runnable shutdown = settings.shutdown();
        if (shutdown == null) {
            throw new IllegalStateException("This fake is part of another program. To end the fake, end that program.");
        }
        shutdown.run();
    }
}
