package io.github.partnercenter4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Refuses unpaired surrogates: UTF-8 cannot encode them, and an encoder would send "?" instead. */
final class Unicode {

    private Unicode() {}

    /** Returns the text, or throws. The message names the member and never shows the text. */
    static @Nullable String require(String what, @Nullable String text) {
        if (text != null && hasUnpairedSurrogate(text)) {
            throw new IllegalArgumentException(what + " has an unpaired surrogate, which cannot be encoded; remove it");
        }
        return text;
    }

    /** Returns a copy of the map in the same order, or throws if a name is not valid or anything is null. */
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
