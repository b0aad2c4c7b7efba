package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the fake is, how to come to it, and how to end it. */
final class AboutOperations {

    /**
     * The page shows what others sent, as text. Should markup of theirs ever get in, it loads nothing and speaks with nobody
     * but the fake.
     */
    private static final String NOTHING_FROM_ELSEWHERE = "default-src 'none'; style-src 'unsafe-inline';"
            + " script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    private final FakePartnerCenter fake;
    private final AdminSettings settings;

    AboutOperations(FakePartnerCenter fake, AdminSettings settings) {
        this.fake = fake;
        this.settings = settings;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/", request -> inspector()),
                Route.json(
                        "GET",
                        "/health",
                        request -> Json.members().add("status", Json.text("up")).object()),
                Route.json("GET", "/version", request -> version()),
                Route.of("GET", "/openapi.json", request -> file("openapi.json", "application/json; charset=utf-8")),
                Route.of(
                        "GET",
                        "/ca.pem",
                        request -> HttpAnswer.of(200)
                                .header("Content-Type", "application/x-pem-file")
                                .body(fake.caPem())),
                Route.json("GET", "/connection", request -> Views.connection(fake)),
                Route.json("GET", "/behaviours", request -> behaviours()),
                Route.doing("POST", "/shutdown", request -> shutdown()));
    }

    private static Json version() {
        return Json.members()
                .add("version", Json.text(text("version.txt").strip()))
                .add("java", Json.text(Runtime.version().toString()))
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
                throw new IllegalStateException("The testkit's jar lacks its file " + name + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Json behaviours() {
        List<Json> all = new ArrayList<>();
        for (Behaviour behaviour : Behaviour.values()) {
            List<Json> presets = new ArrayList<>();
            for (Preset preset : Preset.values()) {
                if (behaviour.isIn(preset)) {
                    presets.add(Json.text(preset.name()));
                }
            }
            all.add(Json.members()
                    .add("name", Json.text(behaviour.name()))
                    .add("on", Json.flag(fake.behaviours().contains(behaviour)))
                    .add("description", Json.text(behaviour.description()))
                    .add("evidence", Json.text(behaviour.evidence().name()))
                    .add("presets", new ArrayValue(presets))
                    .object());
        }
        return new ArrayValue(all);
    }

    private void shutdown() {
        Runnable shutdown = settings.shutdown();
        if (shutdown == null) {
            throw new IllegalStateException("This fake ends with the program that it is part of.");
        }
        shutdown.run();
    }
}
