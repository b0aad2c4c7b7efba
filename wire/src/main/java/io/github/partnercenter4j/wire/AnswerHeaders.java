package io.github.partnercenter4j.wire;

import io.github.partnercenter4j.port.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a response. A header with several different values is ignored. Only for the ids, one value that equals
 * the sent id is enough.
 */
final class AnswerHeaders {

    private final HeaderLookup lookup;
    private final @Nullable String requestId;
    private final @Nullable String correlationId;

    AnswerHeaders(RequestContext context, HeaderLookup lookup) {
        this.lookup = lookup;
        this.requestId = id("MS-RequestId", context.requestId());
        this.correlationId = id("MS-CorrelationId", context.correlationId());
    }

    /**
     * Returns the sent id if the response has it, in the spelling of the response. Otherwise returns the first id of
     * the response.
     */
    private @Nullable String id(String name, String sent) {
        List<String> lines = lookup.all(name);
        if (lines.size() == 1 && lines.get(0).indexOf(',') < 0) {
            // The usual case.
            String only = lines.get(0).strip();
            return only.isEmpty() ? null : only;
        }
        List<String> ids = listed(lines);
        for (String id : ids) {
            if (RequestContext.isSameGuid(sent, id)) {
                return id;
            }
        }
        return ids.isEmpty() ? null : ids.get(0);
    }

    List<String> all(String name) {
        return lookup.all(name);
    }

    /** Returns the value of a header, or null if there is none, if it is blank, or if there are different values. */
    @Nullable
    String single(String name) {
        String only = null;
        List<String> lines = lookup.all(name);
        for (int i = 0; i < lines.size(); i++) {
            String value = lines.get(i).strip();
            if (only != null && !value.isEmpty() && !value.equals(only)) {
                return null;
            }
            only = value.isEmpty() ? only : value;
        }
        return only;
    }

    /** Returns the request id: the sent one if the response has it, else another one, or null if there is none. */
    @Nullable
    String requestId() {
        return requestId;
    }

    /** Returns the correlation id in the same way. */
    @Nullable
    String correlationId() {
        return correlationId;
    }

    @Nullable
    String msCv() {
        return single("MS-CV");
    }

    /** Returns the result of the check for multi-factor authentication, in upper or lower case. */
    @Nullable
    Boolean mfaCompliant() {
        String verdict = single("isMfaCompliant");
        if ("true".equalsIgnoreCase(verdict)) {
            return true;
        }
        return "false".equalsIgnoreCase(verdict) ? false : null;
    }

    MediaType contentType() {
        return MediaType.parse(lookup.all("Content-Type"));
    }

    /** Returns whether the body is compressed or otherwise encoded, although the request asked for {@code identity}. */
    boolean isCoded() {
        for (String coding : listed(lookup.all("Content-Encoding"))) {
            if (!coding.equalsIgnoreCase("identity")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether the lengths are invalid or differ: then the end of the response is not known. A list of lengths
     * is also invalid, because the HTTP libraries cannot read it.
     */
    boolean hasBadLength() {
        List<String> lines = lookup.all("Content-Length");
        for (int i = 0; i < lines.size(); i++) {
            String length = lines.get(i).strip();
            if (!isLength(length) || !length.equals(lines.get(0).strip())) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the server says that it closes the connection after this response. */
    boolean closes() {
        return holds(listed(lookup.all("Connection")), "close");
    }

    /** Returns whether a text is a length. At most 18 digits always fit into a {@code long}. */
    private static boolean isLength(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 18;
    }

    /** Returns whether a body has the announced length. With a transfer coding, any length is right. */
    boolean mayBeOfLength(int length) {
        List<String> due = listed(lookup.all("Content-Length"));
        return due.size() != 1
                || Long.parseLong(due.get(0)) == length
                || !lookup.all("Transfer-Encoding").isEmpty();
    }

    /**
     * Returns the values of a header, also from lists in one line, without repeated values (upper and lower case are
     * equal).
     */
    private static List<String> listed(List<String> lines) {
        if (lines.isEmpty()) {
            return lines;
        }
        List<String> values = new ArrayList<>(1);
        for (String line : lines) {
            for (String item : line.split(",", -1)) {
                String value = item.strip();
                if (!value.isEmpty() && !holds(values, value)) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    private static boolean holds(List<String> values, String sought) {
        for (String value : values) {
            if (value.equalsIgnoreCase(sought)) {
                return true;
            }
        }
        return false;
    }
}
