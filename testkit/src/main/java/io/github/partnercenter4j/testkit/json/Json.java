package io.github.partnercenter4j.testkit.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON value exactly as written: members in order, also repeated ones, and numbers as text. Immutable. */
public sealed interface Json {

    static Json text(String value) {
        return new TextValue(value);
    }

    static Json number(long value) {
        return new NumberValue(Long.toString(value));
    }

    static Json flag(boolean value) {
        return value ? Literal.TRUE : Literal.FALSE;
    }

    /** Returns an array with one value for each item. */
    static <T> ArrayValue array(Iterable<T> items, Function<? super T, ? extends Json> value) {
        List<Json> values = new ArrayList<>();
        for (T item : items) {
            values.add(value.apply(item));
        }
        return new ArrayValue(values);
    }

    static ArrayValue texts(Iterable<String> texts) {
        return array(texts, Json::text);
    }

    /** Returns an empty list of members, to be filled in order. */
    static Members members() {
        return new Members();
    }

    record ObjectValue(List<Member> members) implements Json {

        public ObjectValue {
            members = List.copyOf(members);
        }

        /**
         * Returns a member or null. As in the service, upper and lower case are equal, and the last of several counts.
         */
        public @Nullable Json find(String name) {
            for (int i = members.size() - 1; i >= 0; i--) {
                if (members.get(i).isNamed(name)) {
                    return members.get(i).value();
                }
            }
            return null;
        }
    }

    record Member(String name, Json value) {

        /** Returns whether the member has this ASCII name, in any case. */
        public boolean isNamed(String wanted) {
            // equalsIgnoreCase also accepts a few letters outside ASCII for i, k and s. They need more bytes in UTF-8.
            return name.equalsIgnoreCase(wanted) && name.getBytes(StandardCharsets.UTF_8).length == name.length();
        }
    }

    record ArrayValue(List<Json> items) implements Json {

        public ArrayValue {
            items = List.copyOf(items);
        }
    }

    /** A text, without quotes and escapes. */
    record TextValue(String value) implements Json {}

    /** A number as written, so that nothing is rounded. */
    record NumberValue(String text) implements Json {}

    enum Literal implements Json {
        TRUE,
        FALSE,
        NULL
    }

    /** Builds an object. Not thread-safe. */
    final class Members {
        private final List<Member> members = new ArrayList<>();

        private Members() {}

        public Members add(String name, Json value) {
            members.add(new Member(name, value));
            return this;
        }

        public Members add(String name, String value) {
            return add(name, text(value));
        }

        public Members add(String name, long value) {
            return add(name, number(value));
        }

        public Members add(String name, boolean value) {
            return add(name, flag(value));
        }

        /** Adds a text if it is not null. The service omits members that are null. */
        public Members addPresent(String name, @Nullable String value) {
            return value == null ? this : add(name, text(value));
        }

        public ObjectValue object() {
            return new ObjectValue(members);
        }
    }
}
