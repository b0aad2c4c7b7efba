package io.github.partnercenter4j.wire;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the member names of one JSON object. No name may occur twice. Known names match in upper and lower case, as in
 * the service (its documented request has {@code Email}, its response {@code email}).
 */
final class MemberNames {

    static final Known NONE = new Known();
    static final Known OF_PROFILE = new Known("email", "telephone", "website", "profileType", "attributes", "links");
    static final Known OF_ATTRIBUTES = new Known("objectType", "etag");
    static final Known OF_LINK = new Known("uri", "method", "headers");
    static final Known OF_LINK_HEADER = new Known("key", "value");

    /** The known names of an object. */
    static final class Known {

        private final List<String> names;

        /** Finds names with exactly this spelling without creating a string. */
        private final JsonReader.Options options;

        private Known(String... names) {
            this.names = List.of(names);
            this.options = JsonReader.Options.of(names);
        }

        /** Returns the known name for a received one, or null. */
        @Nullable
        String match(String received) {
            int place = place(received);
            return place < 0 ? null : names.get(place);
        }

        private int place(String received) {
            for (int i = 0; i < names.size(); i++) {
                // ASCII only, because some other Unicode letters are also equal to i and k when case is ignored.
                if (names.get(i).equalsIgnoreCase(received) && isAscii(received)) {
                    return i;
                }
            }
            return -1;
        }
    }

    private final Known known;

    /** The known names that have occurred, one bit for each. */
    private int seenKnown;

    /** The other names that have occurred. They are few, so a list is enough. */
    private List<String> seenUnknown = List.of();

    MemberNames(Known known) {
        this.known = known;
    }

    /** Reads the next name. Returns the known name, or else the name as received. */
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

    /** Returns whether any known name has occurred. */
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
