package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.Literal;
import io.github.partnercenter4j.testkit.json.Json.NumberValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads from a report of the console's command {@code probe} which behaviours the service was seen to have. */
final class Observed {

    private static final String NAME = "partnercenter4j-probe";
    private static final String VERSION = "1";

    private final Path file;
    private final Map<Behaviour, Boolean> seen = new EnumMap<>(Behaviour.class);

    private Observed(Path file) {
        this.file = file;
    }

    /**
     * Returns what a report says. A behaviour that it leaves open is not in the map.
     *
     * @throws IllegalArgumentException if the file is not such a report; the message says what to do
     */
    static Map<Behaviour, Boolean> read(Path file) {
        Observed observed = new Observed(file);
        observed.take(observed.report());
        return observed.seen;
    }

    private ObjectValue report() {
        try {
            if (JsonReader.read(Files.readAllBytes(file)) instanceof ObjectValue report
                    && NAME.equals(text(report, "report"))) {
                return report;
            }
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("The report " + file + " cannot be read ("
                    + unreadable.getClass().getSimpleName() + "): name the JSON file that the command probe wrote.");
        } catch (JsonException broken) {
            // Refused below, like other files.
        }
        throw new IllegalArgumentException(
                "The file " + file + " is not a report of the command probe: name the JSON file that it wrote.");
    }

    private void take(ObjectValue report) {
        String version = report.find("version") instanceof NumberValue number ? number.text() : "none";
        if (!version.equals(VERSION)) {
            throw new IllegalArgumentException(
                    "The report " + file + " has version " + version + ", but this fake reads version " + VERSION + ": "
                            + "run the command probe of the fake's version.");
        }
        if (!(report.find("questions") instanceof ArrayValue questions)) {
            throw broken("it has no questions");
        }
        for (Json question : questions.items()) {
            if (!(question instanceof ObjectValue answered)) {
                throw broken("a question is no object");
            }
            String id = text(answered, "id");
            if (id == null) {
                throw broken("a question has no id");
            }
            String behaviour = text(answered, "behaviour");
            if (behaviour != null) {
                take(id, behaviour(id, behaviour), answered.find("on"));
            }
        }
    }

    private void take(String id, Behaviour behaviour, @Nullable Json on) {
        if (on == null || on == Literal.NULL) {
            return;
        }
        if (on != Literal.TRUE && on != Literal.FALSE) {
            throw broken("question " + id + " has an \"on\" that is neither true, false nor null");
        }
        if (seen.put(behaviour, on == Literal.TRUE) != null) {
            throw broken("two questions decide " + behaviour);
        }
    }

    private Behaviour behaviour(String id, String name) {
        for (Behaviour behaviour : Behaviour.values()) {
            if (behaviour.name().equals(name)) {
                return behaviour;
            }
        }
        throw new IllegalArgumentException("The report " + file + " has a question that this fake does not know, " + id
                + ", about " + name + ": run the command probe of the fake's version.");
    }

    private IllegalArgumentException broken(String why) {
        return new IllegalArgumentException(
                "The report " + file + " is broken: " + why + "; run the command probe again.");
    }

    private static @Nullable String text(ObjectValue object, String name) {
        return object.find(name) instanceof TextValue text ? text.value() : null;
    }
}
