package io.github.partnercenter4j.wire;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The member names of one JSON object: no name may come twice, and a known one is recognised in any case, as the
 * service itself does (its documented request says {@code Email}, its answer {@code email}).
 */
final class MemberNames {

    static final Known NONE = new Known();
    static final Known OF_PROFILE = new Known("email", "telephone", "website", "profileType", "attributes", "links");
    static final Known OF_ATTRIBUTES = new Known("objectType", "etag");
    static final Known OF_LINK = new Known("uri", "method", "headers");
    static final Known OF_LINK_HEADER = new Known("key", "value");

    /** The names that an object may have. */
    static final class Known {

        private final List<String> names;

        /** Finds the names as they are spelt here without making a text of what is read. */
        private final JsonReader.Options options;

        private Known(String... names) {
            this.names = List.of(names);
            this.options = JsonReader.Options.of(names);
        }

        /** Returns which of the names this spells, or null. */
        @Nullable
        String match(String received) {
            int place = place(received);
            return place < 0 ? null : names.get(place);
        }

        private int place(String received) {
            for (int i = 0; i < names.size(); i++) {
                // Equal lengths and ASCII only: Unicode has other letters that fold to i and k.
                if (names.get(i).equalsIgnoreCase(received) && isAscii(received)) {
                    return i;
                }
            }
            return -1;
        }
    }

    private final Known known;

    /** Of the known names, by their places: hardly ever is there another. */
    private int seenKnown;

    /** Of the others; few enough to be looked through. */
    private List<String> seenUnknown = List.of();

    MemberNames(Known known) {
        this.known = known;
    }

    /** Consumes the reader's next name: returns the known name that it spells, else the name as received. */
    String next(JsonReader reader) throws IOException {
        int place = reader.selectName(known.options);
        if (place < 0) {
            String received = reader.nextName();
            place = known.place(received);
            if (place < 0) {
                return unknown(received);
            }
        }
        String match = known.names.get(place);
        if ((seenKnown & 1 << place) != 0) {
            throw new UnreadableJson("has the member " + match + " twice");
        }
        seenKnown |= 1 << place;
        return match;
    }

    /** Tells whether any of the known names was there. */
    boolean hasKnown() {
        return seenKnown != 0;
    }

    private String unknown(String received) {
        if (seenUnknown.contains(received)) {
            throw new UnreadableJson("has a member twice in one object");
        }
        seenUnknown = seenUnknown.isEmpty() ? new ArrayList<>(1) : seenUnknown;
        seenUnknown.add(received);
        return received;
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
