package io.github.partnercenter4j.wire;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The member names of one JSON object: no name may come twice, and a known one is recognised in any case, as the
 * service itself does (its documented request says {@code Email}, its answer {@code email}).
 */
final class MemberNames {

    static final List<String> OF_PROFILE =
            List.of("email", "telephone", "website", "profileType", "attributes", "links");
    static final List<String> OF_ATTRIBUTES = List.of("objectType", "etag");
    static final List<String> OF_LINK = List.of("uri", "method", "headers");
    static final List<String> OF_LINK_HEADER = List.of("key", "value");

    private final List<String> known;
    private final Set<String> seen = new HashSet<>();

    MemberNames(List<String> known) {
        this.known = known;
    }

    /** Returns the known name that this spells, else the name as received. */
    String next(String received) {
        String match = match(known, received);
        if (!seen.add(match == null ? received : match)) {
            throw new UnreadableJson(
                    match == null ? "has a member twice in one object" : "has the member " + match + " twice");
        }
        return match == null ? received : match;
    }

    /** Returns which of the known names this spells, or null. */
    static @Nullable String match(List<String> known, String received) {
        for (String name : known) {
            // Equal lengths and ASCII only: Unicode has other letters that fold to i and k.
            if (name.equalsIgnoreCase(received) && received.chars().allMatch(c -> c < 0x80)) {
                return name;
            }
        }
        return null;
    }
}
