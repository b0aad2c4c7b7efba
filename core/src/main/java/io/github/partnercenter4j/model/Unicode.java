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
        if (members.isEmpty()) {
            return Collections.emptyMap();
        }
        Map<String, String> copy = new LinkedHashMap<>();
        for (Map.Entry<String, String> member : members.entrySet()) {
            Objects.requireNonNull(member.getKey(), "a member's name");
            require(what + "'s name", member.getKey());
            copy.put(member.getKey(), Objects.requireNonNull(member.getValue(), "a member's text"));
        }
        return Collections.unmodifiableMap(copy);
    }

    private static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean paired = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!paired) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
