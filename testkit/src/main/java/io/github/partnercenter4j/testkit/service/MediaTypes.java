package io.github.partnercenter4j.testkit.service;

import java.util.List;
import java.util.Locale;

/**
 * Which media types the fake speaks: JSON in UTF-8, under the two names that the service's own description has for it.
 * Plain loops, for the first request of every test's JVM comes through here.
 */
final class MediaTypes {

    private MediaTypes() {}

    /** Tells whether a {@code Content-Type} is JSON that can be read. */
    static boolean isJson(String contentType) {
        String[] parts = parts(contentType);
        for (int i = 1; i < parts.length; i++) {
            boolean charset = parts[i].startsWith("charset=");
            if (charset
                    && !parts[i].substring("charset=".length())
                            .replace("\"", "")
                            .equals("utf-8")) {
                return false;
            }
        }
        return parts[0].equals("application/json") || parts[0].equals("text/json");
    }

    /** Tells whether any of the {@code Accept} headers has JSON among what it takes, or there is none. */
    static boolean acceptsJson(List<String> accepts) {
        for (String accept : accepts) {
            for (String range : accept.split(",", -1)) {
                if (takesJson(parts(range))) {
                    return true;
                }
            }
        }
        return accepts.isEmpty();
    }

    private static boolean takesJson(String[] range) {
        for (int i = 1; i < range.length; i++) {
            if (range[i].startsWith("q=0") && range[i].matches("q=0(\\.0{0,3})?")) {
                return false;
            }
        }
        return switch (range[0]) {
            case "*/*", "application/*", "text/*", "application/json", "text/json" -> true;
            default -> false;
        };
    }

    private static String[] parts(String value) {
        String[] parts = value.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].strip();
        }
        return parts;
    }
}
