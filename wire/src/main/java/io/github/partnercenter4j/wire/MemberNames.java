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

    /** Of the known names, by their places: hardly ever is there another. */
    private int seenKnown;

    private @Nullable Set<String> seenUnknown;

    MemberNames(List<String> known) {
        this.known = known;
    }

    /** Returns the known name that this spells, else the name as received. */
    String next(String received) {
        int place = place(known, received);
        if (place < 0) {
            seenUnknown = seenUnknown == null ? new HashSet<>() : seenUnknown;
            if (!seenUnknown.add(received)) {
                throw new UnreadableJson("has a member twice in one object");
            }
            return received;
        }
        String match = known.get(place);
        if ((seenKnown & 1 << place) != 0) {
            throw new UnreadableJson("has the member " + match + " twice");
        }
        seenKnown |= 1 << place;
        return match;
    }

    /** Returns which of the known names this spells, or null. */
    static @Nullable String match(List<String> known, String received) {
        int place = place(known, received);
        return place < 0 ? null : known.get(place);
    }

    private static int place(List<String> known, String received) {
        for (int i = 0; i < known.size(); i++) {
            // Equal lengths and ASCII only: Unicode has other letters that fold to i and k.
            if (known.get(i).equalsIgnoreCase(received) && isAscii(received)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
