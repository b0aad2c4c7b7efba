package io.github.partnercenter4j.examples.probe;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a report shows it. Nothing is shown because it looks harmless: only the known headers, of their values
 * only known words, and of a body only its shape. Everything else is counted or named by its kind. Pure functions.
 */
final class Redacted {

    /** The names of members that a report shows. */
    static final List<String> KNOWN_MEMBERS = List.of(
            "email",
            "telephone",
            "website",
            "profileType",
            "links",
            "self",
            "uri",
            "method",
            "headers",
            "body",
            "attributes",
            "objectType",
            "etag",
            "code",
            "description",
            "data",
            "source",
            "statusCode",
            "message",
            "error",
            "errorName",
            "isRetryable",
            "parameters",
            "errorMessageExtended");

    /** The texts in a body that a report shows, because they are the service's own. */
    private static final List<String> KNOWN_TEXTS = List.of(
            "support_profile",
            "PartnerSupportProfile",
            "/v1/profiles/support",
            "GET",
            "PartnerFD",
            "PartnerApiServiceControllers",
            "ComplianceController");

    private static final String TYPES = "(application/(json|xml|problem\\+json)|text/(json|xml|plain|html))"
            + "(; ?charset=\"?(utf-8|utf-16|us-ascii|iso-8859-1)\"?)?";

    private static final String DATE = "[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT";
    private static final String GUID = "(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final int MAX_DEPTH = 6;

    /** The headers of which a report says only that they are there. */
    private static final Set<String> PRESENT = Set.of(
            "ms-cv", "ms-serverid", "request-context", "date", "etag", "last-modified", "location", "content-length");

    /** The headers of which a report shows the values that match, in lower case. */
    private static final Map<String, String> MATCHING = Map.of(
            "content-type", TYPES,
            "allow", "((get|put|post|patch|delete|head|options|trace)(, ?|$))+",
            "ismfacompliant", "true|false",
            "content-encoding", "gzip|deflate|br|identity",
            "transfer-encoding", "chunked",
            "connection", "close|keep-alive");

    private Redacted() {}

    /** Returns the form of a {@code Retry-After}. */
    static String retryAfter(@Nullable String value) {
        if (value == null) {
            return "none";
        }
        return value.matches("\\d+") ? "<seconds>" : value.matches(DATE) ? "<date>" : "<other>";
    }

    /** Returns the scheme of a challenge. */
    static String scheme(String value) {
        String scheme = value.split(" ", 2)[0];
        return scheme.matches("(?i)OAuth|Bearer|Basic|Negotiate") ? scheme : "<other>";
    }

    /** Returns the lines of an answer. */
    static List<String> lines(Heard heard) {
        if (heard.status() == Heard.NONE) {
            return List.of("no answer");
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.valueOf(heard.status()));
        int hidden = 0;
        for (Map.Entry<String, List<String>> header : new TreeMap<>(heard.headers()).entrySet()) {
            for (String value : header.getValue()) {
                String shown = shown(header.getKey(), value, heard.sentIds());
                hidden += shown == null ? 1 : 0;
                if (shown != null) {
                    lines.add(header.getKey() + ": " + shown);
                }
            }
        }
        if (hidden > 0) {
            lines.add("other headers: " + hidden);
        }
        lines.add((heard.hasByteOrderMark() ? "<BOM>" : "") + body(heard.text()));
        return lines;
    }

    /** Returns what a report shows of a header's value, or null if it does not show the header. */
    private static @Nullable String shown(String name, String value, List<String> sentIds) {
        String pattern = MATCHING.get(name);
        if (pattern != null) {
            return value.toLowerCase(Locale.ROOT).matches(pattern) ? value : "<other>";
        }
        return switch (name) {
            case "ms-requestid", "ms-correlationid" -> id(value, sentIds);
            case "retry-after" -> retryAfter(value);
            case "www-authenticate" -> scheme(value);
            default -> PRESENT.contains(name) ? "<present>" : null;
        };
    }

    private static String id(String value, List<String> sent) {
        if (sent.contains(value)) {
            return "<as sent>";
        }
        if (sent.stream().anyMatch(value::equalsIgnoreCase)) {
            return "<as sent, in another case>";
        }
        return value.matches(GUID) ? "<another GUID>" : "<no GUID>";
    }

    private static String body(String text) {
        Object json = JsonText.read(text);
        if (json == null) {
            String stripped = text.strip();
            return stripped.isEmpty() ? "<empty>" : stripped.startsWith("<") ? "<markup>" : "<text>";
        }
        return shape("", json, 0);
    }

    private static String shape(String name, @Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            return "...";
        }
        if (value instanceof Map<?, ?> members) {
            List<String> shown = new ArrayList<>();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                String known = known(String.valueOf(member.getKey()));
                shown.add(known + ": " + shape(known, member.getValue(), depth + 1));
            }
            return "{" + String.join(", ", shown) + "}";
        }
        if (value instanceof Iterable<?> items) {
            Iterator<?> each = items.iterator();
            return each.hasNext() ? "[" + shape("", each.next(), depth + 1) + (each.hasNext() ? ", ...]" : "]") : "[]";
        }
        String text = String.valueOf(value);
        if (name.equals("code") && text.matches("\\d{1,7}")) {
            return value instanceof String ? "\"" + text + "\"" : text;
        }
        if (value instanceof String) {
            return KNOWN_TEXTS.contains(text) ? "\"" + text + "\"" : "<text>";
        }
        return value instanceof JsonText.Numeral ? "<number>" : text;
    }

    /** Returns the name of a member in the spelling of the answer, if it is a known one. */
    private static String known(String name) {
        return KNOWN_MEMBERS.stream().anyMatch(name::equalsIgnoreCase) ? name : "<member>";
    }
}
