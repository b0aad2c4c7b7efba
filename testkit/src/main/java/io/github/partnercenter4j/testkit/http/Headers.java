package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.port.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of a message, with exact names, order and duplicates. Names are compared without case. Immutable. */
public record Headers(List<Header> list) {

    public static final Headers NONE = new Headers(List.of());

    public Headers {
        list = List.copyOf(list);
    }

    /** Returns the value of the first header of that name, or null. */
    public @Nullable String first(String name) {
        for (Header header : list) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }

    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Header header : list) {
            if (header.name().equalsIgnoreCase(name)) {
                values.add(header.value());
            }
        }
        return values;
    }

    /** Returns the value of the first header of that name as sent if it is a GUID, else null. */
    public @Nullable String guid(String name) {
        String value = first(name);
        try {
            return value == null ? null : RequestContext.requireGuid(name, value);
        } catch (IllegalArgumentException noGuid) {
            return null;
        }
    }

    public boolean has(String name) {
        return first(name) != null;
    }

    /** Returns whether a header of that name has this token in its list. */
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

    public Headers plus(String name, String value) {
        List<Header> more = new ArrayList<>(list);
        more.add(new Header(name, value));
        return new Headers(more);
    }

    /** Returns these headers with one of that name: in the place of the first one, or else at the end. */
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

    public Headers without(String name) {
        List<Header> fewer = new ArrayList<>(list);
        fewer.removeIf(header -> header.name().equalsIgnoreCase(name));
        return new Headers(fewer);
    }
}
