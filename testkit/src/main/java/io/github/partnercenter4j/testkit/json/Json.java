package io.github.partnercenter4j.testkit.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON value, exactly as it was written: members in order, doubles included, numbers as text. Immutable. */
public sealed interface Json {

    /** Returns the value of a text. */
    static Json text(String value) {
        return new TextValue(value);
    }

    /** Returns the value of a number. */
    static Json number(long value) {
        return new NumberValue(Long.toString(value));
    }

    /** Returns the value of a truth. */
    static Json flag(boolean value) {
        return value ? Literal.TRUE : Literal.FALSE;
    }

    /** Returns an array with a value for each item. */
    static <T> ArrayValue array(Iterable<T> items, Function<? super T, ? extends Json> value) {
        List<Json> values = new ArrayList<>();
        for (T item : items) {
            values.add(value.apply(item));
        }
        return new ArrayValue(values);
    }

    /** Returns an array of texts. */
    static ArrayValue texts(Iterable<String> texts) {
        return array(texts, Json::text);
    }

    /** Returns a new, empty list of members to fill in order. */
    static Members members() {
        return new Members();
    }

    /** An object, with its members as written. */
    record ObjectValue(List<Member> members) implements Json {

        /** Copies the members. */
        public ObjectValue {
            members = List.copyOf(members);
        }

        /** Returns a member as the service binds it: whatever its case, and the last of several. Returns null for none. */
        public @Nullable Json find(String name) {
            for (int i = members.size() - 1; i >= 0; i--) {
                if (members.get(i).isNamed(name)) {
                    return members.get(i).value();
                }
            }
            return null;
        }
    }

    /** A member of an object, with its name as written. */
    record Member(String name, Json value) {

        /** Tells whether this is the member of an ASCII name as the service binds it, whatever its case. */
        public boolean isNamed(String wanted) {
            // Unicode has other letters that fold to i, k and s; in UTF-8 they are longer.
            return name.equalsIgnoreCase(wanted) && name.getBytes(StandardCharsets.UTF_8).length == name.length();
        }
    }

    /** An array. */
    record ArrayValue(List<Json> items) implements Json {

        /** Copies the items. */
        public ArrayValue {
            items = List.copyOf(items);
        }
    }

    /** A text, without quotes and escapes. */
    record TextValue(String value) implements Json {}

    /** A number as written, so that nothing is rounded. */
    record NumberValue(String text) implements Json {}

    /** The three words of JSON. */
    enum Literal implements Json {
        TRUE,
        FALSE,
        NULL
    }

    /** Collects an object's members. Not thread-safe. */
    final class Members {
        private final List<Member> members = new ArrayList<>();

        private Members() {}

        /** Adds a member. */
        public Members add(String name, Json value) {
            members.add(new Member(name, value));
            return this;
        }

        /** Adds a text. */
        public Members add(String name, String value) {
            return add(name, text(value));
        }

        /** Adds a number. */
        public Members add(String name, long value) {
            return add(name, number(value));
        }

        /** Adds a truth. */
        public Members add(String name, boolean value) {
            return add(name, flag(value));
        }

        /** Adds a text, unless there is none: the service leaves members out that are null. */
        public Members addPresent(String name, @Nullable String value) {
            return value == null ? this : add(name, text(value));
        }

        /** Returns the object. */
        public ObjectValue object() {
            return new ObjectValue(members);
        }
    }
}
