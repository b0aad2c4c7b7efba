package io.github.partnercenter4j.testkit.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON value, exactly as it was written: members in order, doubles included, numbers as text. Immutable. */
public sealed interface Json {

    /**
     * Returns the value of a text.
     *
     * @param value the text
     * @return the value
     */
    static Json text(String value) {
        return new TextValue(value);
    }

    /**
     * Returns the value of a number.
     *
     * @param value the number
     * @return the value
     */
    static Json number(long value) {
        return new NumberValue(Long.toString(value));
    }

    /**
     * Returns the value of a truth.
     *
     * @param value whether it is true
     * @return the value
     */
    static Json flag(boolean value) {
        return value ? Literal.TRUE : Literal.FALSE;
    }

    /**
     * Returns a new, empty list of members to fill in order.
     *
     * @return the list
     */
    static Members members() {
        return new Members();
    }

    /**
     * An object.
     *
     * @param members the members as written
     */
    record ObjectValue(List<Member> members) implements Json {
        /** Copies the members. */
        public ObjectValue {
            members = List.copyOf(members);
        }

        /**
         * Finds a member as the service binds it: whatever its case, and the last of several.
         *
         * @param name the name
         * @return the value, or null if there is none
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

    /**
     * A member of an object.
     *
     * @param name the name as written
     * @param value the value
     */
    record Member(String name, Json value) {
        /**
         * Tells whether this is the member of a name as the service binds it, whatever its case.
         *
         * @param wanted the name, ASCII
         * @return true if this spells it
         */
        public boolean isNamed(String wanted) {
            // Unicode has other letters that fold to i, k and s; in UTF-8 they are longer.
            return name.equalsIgnoreCase(wanted) && name.getBytes(StandardCharsets.UTF_8).length == name.length();
        }
    }

    /**
     * An array.
     *
     * @param items the items
     */
    record ArrayValue(List<Json> items) implements Json {
        /** Copies the items. */
        public ArrayValue {
            items = List.copyOf(items);
        }
    }

    /**
     * A text.
     *
     * @param value the text, without quotes and escapes
     */
    record TextValue(String value) implements Json {}

    /**
     * A number.
     *
     * @param text the number as written, so that nothing is rounded
     */
    record NumberValue(String text) implements Json {}

    /** The three words of JSON. */
    enum Literal implements Json {
        /** The word true. */
        TRUE,
        /** The word false. */
        FALSE,
        /** The word null. */
        NULL
    }

    /** Collects an object's members. Not thread-safe. */
    final class Members {
        private final List<Member> members = new ArrayList<>();

        private Members() {}

        /**
         * Adds a member.
         *
         * @param name its name
         * @param value its value
         * @return this
         */
        public Members add(String name, Json value) {
            members.add(new Member(name, value));
            return this;
        }

        /**
         * Adds a text, unless there is none: the service leaves members out that are null.
         *
         * @param name its name
         * @param value the text, or null
         * @return this
         */
        public Members addPresent(String name, @Nullable String value) {
            return value == null ? this : add(name, text(value));
        }

        /**
         * Returns the object.
         *
         * @return an object of these members
         */
        public ObjectValue object() {
            return new ObjectValue(members);
        }
    }
}
