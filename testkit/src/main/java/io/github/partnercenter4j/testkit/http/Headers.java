package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.port.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of a message: exact names, order and duplicates, looked up in any case. Immutable. */
public record Headers(List<Header> list) {

    /** No headers. */
    public static final Headers NONE = new Headers(List.of());

    /** Copies the list. */
    public Headers {
        list = List.copyOf(list);
    }

    /** Returns the value of the first header of that name. */
    public @Nullable String first(String name) {
        for (Header header : list) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }

    /** Returns the values of all headers of that name, in their order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Header header : list) {
            if (header.name().equalsIgnoreCase(name)) {
                values.add(header.value());
            }
        }
        return values;
    }

    /** Returns the value of the first header of that name if it is a GUID, as spelt, else null. */
    public @Nullable String guid(String name) {
        String value = first(name);
        try {
            return value == null ? null : RequestContext.requireGuid(name, value);
        } catch (IllegalArgumentException noGuid) {
            return null;
        }
    }

    /** Tells whether there is a header of that name. */
    public boolean has(String name) {
        return first(name) != null;
    }

    /** Tells whether one of the comma-separated members of that header is this token. */
    public boolean hasToken(String name, String token) {
        for (String value : all(name)) {
            for (String member : value.split(",", -1)) {
                if (member.trim().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns these headers and one more at the end. */
    public Headers plus(String name, String value) {
        List<Header> more = new ArrayList<>(list);
        more.add(new Header(name, value));
        return new Headers(more);
    }

    /** Returns these headers with one of that name: in the first one's place if there was one, else at the end. */
    public Headers with(String name, String value) {
        List<Header> changed = new ArrayList<>();
        boolean placed = false;
        for (Header header : list) {
            if (!header.name().equalsIgnoreCase(name)) {
                changed.add(header);
            } else if (!placed) {
                changed.add(new Header(name, value));
                placed = true;
            }
        }
        return placed ? new Headers(changed) : plus(name, value);
    }

    /** Returns these headers without those of that name. */
    public Headers without(String name) {
        List<Header> fewer = new ArrayList<>(list);
        fewer.removeIf(header -> header.name().equalsIgnoreCase(name));
        return new Headers(fewer);
    }
}
