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
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object that somebody wrote by hand. A member that is not as it has to be is refused with its place,
 * and {@link #requireNoOthers} refuses those that nobody asked for, as they are misspelt. A null is as good as none. Not
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
                throw new IllegalArgumentException("There are two of " + at(member.name()) + ".");
            }
        }
    }

    /**
     * Takes an object apart.
     *
     * @param place where it stands, for messages; empty for the outermost
     * @throws IllegalArgumentException if it is none
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
                place + " has to be " + wanted + ", not " + (shown.length() > 60 ? "what it is" : shown) + ".");
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

    @Nullable
    String text(String name) {
        Json value = find(name);
        if (value == null || value instanceof TextValue) {
            return value instanceof TextValue text ? text.value() : null;
        }
        throw wrong(at(name), "a text", value);
    }

    String requiredText(String name) {
        return required(name, text(name));
    }

    @Nullable
    Integer integer(String name) {
        Json value = find(name);
        if (value == null) {
            return null;
        }
        try {
            if (value instanceof NumberValue number) {
                return Integer.valueOf(number.text());
            }
        } catch (NumberFormatException noInteger) {
            // Refused below.
        }
        throw wrong(at(name), "a whole number", value);
    }

    int requiredInteger(String name) {
        return required(name, integer(name));
    }

    @Nullable
    Double number(String name) {
        Json value = find(name);
        if (value == null || value instanceof NumberValue) {
            return value instanceof NumberValue number ? Double.valueOf(number.text()) : null;
        }
        throw wrong(at(name), "a number", value);
    }

    @Nullable
    Boolean flag(String name) {
        Json value = find(name);
        if (value == null || value == Literal.TRUE || value == Literal.FALSE) {
            return value == null ? null : value == Literal.TRUE;
        }
        throw wrong(at(name), "true or false", value);
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
        try {
            if (value instanceof TextValue text) {
                return Duration.parse(text.value());
            }
        } catch (DateTimeException noDuration) {
            // Refused below.
        }
        throw wrong(place, "a duration by ISO 8601 in days to seconds, such as \"PT1.5S\" or \"PT10M\"", value);
    }

    @Nullable
    Instant instant(String name) {
        Json value = find(name);
        if (value == null) {
            return null;
        }
        try {
            if (value instanceof TextValue text) {
                return Instant.parse(text.value());
            }
        } catch (DateTimeException noInstant) {
            // Refused below.
        }
        throw wrong(at(name), "a moment by ISO 8601, such as \"2026-01-31T12:00:00Z\"", value);
    }

    /** Returns one of an enum's constants, named in any case and with hyphens or underscores. */
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
                at(name) + " has to be one of " + Arrays.toString(choices) + ", not \"" + text + "\".");
    }

    <E extends Enum<E>> E requiredChoice(String name, E[] choices) {
        return required(name, choice(name, choices));
    }

    @Nullable
    Fields object(String name) {
        Json value = find(name);
        return value == null ? null : of(value, at(name));
    }

    /** Returns an object whose members have names of their own; an empty one if there is none. */
    Fields map(String name) {
        Fields object = object(name);
        return object == null ? of(Json.members().object(), at(name)) : object;
    }

    /** Returns a list of objects; one that is not in a list is a list of one. */
    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (Json item : list(name)) {
            objects.add(of(item, at(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /** Returns a list of texts; one that is not in a list is a list of one. */
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

    /** Returns the names of all members, which are thereby asked for. */
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

    /** Hands a member's value on, if there is one. */
    static <T> void ifPresent(@Nullable T value, Consumer<T> taker) {
        if (value != null) {
            taker.accept(value);
        }
    }

    /** Makes sure that all members have been asked for. */
    void requireNoOthers() {
        for (String name : members.keySet()) {
            if (!asked.contains(name)) {
                throw new IllegalArgumentException("There is no " + at(name) + "; here can be " + asked + ".");
            }
        }
    }
}
