package io.github.partnercenter4j.wire;

import io.github.partnercenter4j.port.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer's headers, read with care: a header that is there twice with different values says nothing, but for the ids,
 * among which the one that was sent is looked for.
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

    /** Returns the id that was sent if it is among the answer's, in the answer's spelling; else the answer's first one. */
    private @Nullable String id(String name, String sent) {
        List<String> lines = lookup.all(name);
        if (lines.size() == 1 && lines.get(0).indexOf(',') < 0) {
            // As nearly always.
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

    /** Returns the only value of a header, or null if there is none, a blank one, or several that differ. */
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

    /** Returns the id that was sent, as the answer spells it; another one if that is missing; null if there is none. */
    @Nullable
    String requestId() {
        return requestId;
    }

    /** Returns the same of the call's id. */
    @Nullable
    String correlationId() {
        return correlationId;
    }

    @Nullable
    String msCv() {
        return single("MS-CV");
    }

    /** Returns the service's verdict; its case is documented nowhere. */
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

    /** Tells whether the body is compressed or otherwise coded, though we asked for it as it is. */
    boolean isCoded() {
        for (String coding : listed(lookup.all("Content-Encoding"))) {
            if (!coding.equalsIgnoreCase("identity")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Tells whether the lengths contradict each other or are no lengths: then nobody knows where the answer ends. A list of
     * lengths is none, because the transports' libraries cannot read it.
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

    /** Tells whether the peer says that it closes the connection after this answer. */
    boolean closes() {
        return holds(listed(lookup.all("Connection")), "close");
    }

    /** At most 18 digits fit into a long. */
    private static boolean isLength(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 18;
    }

    /** Tells whether a body has the length that it must have; any will do where a transfer coding overrules it. */
    boolean mayBeOfLength(int length) {
        List<String> due = listed(lookup.all("Content-Length"));
        return due.size() != 1
                || Long.parseLong(due.get(0)) == length
                || !lookup.all("Transfer-Encoding").isEmpty();
    }

    /** The values of a header that may be listed in one line, without those that repeat another in any case. */
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
