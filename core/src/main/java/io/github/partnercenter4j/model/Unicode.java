package io.github.partnercenter4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps half surrogate pairs out: they are no characters, UTF-8 cannot carry them, and writers would send "?". */
final class Unicode {

    private Unicode() {}

    /** Returns the text, or refuses it; the message names what it is, never the text. */
    static @Nullable String require(String what, @Nullable String text) {
        if (text != null && hasUnpairedSurrogate(text)) {
            throw new IllegalArgumentException(
                    what + " has an unpaired surrogate, which no encoding can carry; remove it");
        }
        return text;
    }

    /** Returns a copy of a map from name to text in its order, or refuses a name or null. */
    static Map<String, String> requireNames(String what, Map<String, String> members) {
        Map<String, String> copy = new LinkedHashMap<>();
        members.forEach((name, text) -> {
            require(what + "'s name", Objects.requireNonNull(name, what + "'s name"));
            copy.put(name, Objects.requireNonNull(text, what));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static boolean hasUnpairedSurrogate(String text) {
        // A paired one is part of a code point above it.
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
