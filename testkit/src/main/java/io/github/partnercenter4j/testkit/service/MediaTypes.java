package io.github.partnercenter4j.testkit.service;

import java.util.List;
import java.util.Locale;

/**
 * The media types of the fake: JSON in UTF-8, with the two names in the service's own description. Uses plain loops,
 * because this code runs in the first request of every test JVM.
 */
final class MediaTypes {

    private MediaTypes() {}

    /** Returns whether a {@code Content-Type} is readable JSON. */
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

    /** Returns whether an {@code Accept} header accepts JSON, or there is no such header. */
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
