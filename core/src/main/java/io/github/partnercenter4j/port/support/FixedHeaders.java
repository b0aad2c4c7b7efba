package io.github.partnercenter4j.port.support;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The headers that an application adds to each request. Their values are treated as secrets. Not thread-safe. */
final class FixedHeaders {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,16382}[\\x21-\\x7e])?");

    /**
     * Headers that may not be set: the client's own ones, those of HTTP framing, and those that would change the
     * meaning of the request.
     */
    private static final List<String> OURS = List.of(
            "accept",
            "accept-encoding",
            "authorization",
            "connection",
            "expect",
            "host",
            "keep-alive",
            "range",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "validatemfa",
            "x-locale");

    private static final List<String> OUR_PREFIXES = List.of("content-", "if-", "ms-", "proxy-");

    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    void put(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "header: its name must be an HTTP token such as Ocp-Apim-Subscription-Key");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (OURS.contains(lower) || OUR_PREFIXES.stream().anyMatch(lower::startsWith)) {
            throw new IllegalArgumentException(
                    "header: " + name + " is sent by the client itself; it cannot be set or replaced");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("header: the value of " + name
                    + " must be visible ASCII of at most 16384 characters, without a space at either end");
        }
        values.put(name, value);
    }

    /** Returns the headers, by name. */
    Map<String, String> toMap() {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(values);
        return Collections.unmodifiableMap(copy);
    }

    /** Shows the names only. */
    @Override
    public String toString() {
        return "FixedHeaders" + values.keySet();
    }
}
