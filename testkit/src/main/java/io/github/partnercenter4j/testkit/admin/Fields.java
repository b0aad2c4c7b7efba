package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.Literal;
import io.github.partnercenter4j.testkit.json.Json.Member;
import io.github.partnercenter4j.testkit.json.Json.NumberValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object that a person wrote. A wrong member is refused, with its place in the message.
 * {@link #requireNoOthers} refuses members that were not read, because they are misspelt. Null counts as missing. Not
 * thread-safe.
 */
final class Fields {

    private final String place;
    private final Map<String, Json> members = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    private Fields(String place, ObjectValue object) {
        this.place = place;
        for (Member member : object.members()) {
            if (members.put(member.name(), member.value()) != null) {
                throw new IllegalArgumentException(at(member.name()) + " occurs twice. Set it once.");
            }
        }
    }

    /**
     * Reads an object.
     *
     * @param place its place in the document, for messages; empty for the outermost object
     * @throws IllegalArgumentException if it is not an object
     */
    static Fields of(Json value, String place) {
        if (value instanceof ObjectValue object) {
            return new Fields(place, object);
        }
        throw wrong(place.isEmpty() ? "The body" : place, "a JSON object", value);
    }

    private String at(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private static IllegalArgumentException wrong(String place, String wanted, Json found) {
        String shown = JsonWriter.write(found);
        return new IllegalArgumentException(
                place + " must be " + wanted + (shown.length() > 60 ? "." : ", not " + shown + "."));
    }

    private @Nullable Json find(String name) {
        asked.add(name);
        Json value = members.get(name);
        return value == Literal.NULL ? null : value;
    }

    boolean has(String name) {
        return find(name) != null;
    }

    @Nullable
    Json json(String name) {
        return find(name);
    }

    private <T> @Nullable T read(String name, String wanted, Function<Json, @Nullable T> reader) {
        Json value = find(name);
        return value == null ? null : read(at(name), value, wanted, reader);
    }

    /** Reads a value. The reader returns null or throws for a value of another type. */
    private static <T> T read(String place, Json value, String wanted, Function<Json, @Nullable T> reader) {
        try {
            T read = reader.apply(value);
            if (read != null) {
                return read;
            }
        } catch (NumberFormatException | DateTimeException unreadable) {
            // Refused below.
        }
        throw wrong(place, wanted, value);
    }

    @Nullable
    String text(String name) {
        return read(name, "a text", value -> value instanceof TextValue text ? text.value() : null);
    }

    String requiredText(String name) {
        return required(name, text(name));
    }

    @Nullable
    Integer integer(String name) {
        return read(
                name,
                "a whole number",
                value -> value instanceof NumberValue number ? Integer.valueOf(number.text()) : null);
    }

    int requiredInteger(String name) {
        return required(name, integer(name));
    }

    @Nullable
    Double number(String name) {
        return read(
                name, "a number", value -> value instanceof NumberValue number ? Double.valueOf(number.text()) : null);
    }

    @Nullable
    Boolean flag(String name) {
        return read(name, "true or false", value -> value instanceof Literal ? value == Literal.TRUE : null);
    }

    boolean flag(String name, boolean otherwise) {
        Boolean flag = flag(name);
        return flag == null ? otherwise : flag;
    }

    @Nullable
    Duration duration(String name) {
        Json value = find(name);
        return value == null ? null : duration(at(name), value);
    }

    Duration requiredDuration(String name) {
        return required(name, duration(name));
    }

    List<Duration> durations(String name) {
        List<Duration> durations = new ArrayList<>();
        for (Json item : list(name)) {
            durations.add(duration(at(name), item));
        }
        return durations;
    }

    private static Duration duration(String place, Json value) {
        return read(
                place,
                value,
                "an ISO 8601 duration of days to seconds, such as \"PT1.5S\" or \"PT10M\"",
                json -> json instanceof TextValue text ? Duration.parse(text.value()) : null);
    }

    @Nullable
    Instant instant(String name) {
        return read(
                name,
                "an ISO 8601 time, such as \"2026-01-31T12:00:00Z\"",
                value -> value instanceof TextValue text ? Instant.parse(text.value()) : null);
    }

    /** Returns a constant of an enum. Its name may be in any case, with hyphens or underscores. */
    <E extends Enum<E>> @Nullable E choice(String name, E[] choices) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        for (E choice : choices) {
            if (choice.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                return choice;
            }
        }
        throw new IllegalArgumentException(
                at(name) + " must be one of " + Arrays.toString(choices) + ", not \"" + text + "\".");
    }

    <E extends Enum<E>> E requiredChoice(String name, E[] choices) {
        return required(name, choice(name, choices));
    }

    @Nullable
    Fields object(String name) {
        Json value = find(name);
        return value == null ? null : of(value, at(name));
    }

    /** Returns an object with free names; an empty one if it is missing. */
    Fields map(String name) {
        Fields object = object(name);
        return object == null ? of(Json.members().object(), at(name)) : object;
    }

    /** Returns a list of objects. A single object counts as a list of one. */
    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (Json item : list(name)) {
            objects.add(of(item, at(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /** Returns a list of texts. A single text counts as a list of one. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Json item : list(name)) {
            if (item instanceof TextValue text) {
                texts.add(text.value());
            } else if (item instanceof NumberValue number) {
                texts.add(number.text());
            } else {
                throw wrong(at(name), "a text or a list of texts", item);
            }
        }
        return texts;
    }

    private List<Json> list(String name) {
        Json value = find(name);
        if (value == null) {
            return List.of();
        }
        return value instanceof ArrayValue array ? array.items() : List.of(value);
    }

    /** Returns the names of all members, and counts them as read. */
    List<String> names() {
        asked.addAll(members.keySet());
        return List.copyOf(members.keySet());
    }

    private <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(at(name) + " is missing.");
        }
        return value;
    }

    /** Passes a value on if it is not null. */
    static <T> void ifPresent(@Nullable T value, Consumer<T> taker) {
        if (value != null) {
            taker.accept(value);
        }
    }

    /** Checks that all members were read. */
    void requireNoOthers() {
        for (String name : members.keySet()) {
            if (!asked.contains(name)) {
                throw new IllegalArgumentException(
                        "Unknown member " + at(name) + ". Known members here are " + asked + ".");
            }
        }
    }
}
