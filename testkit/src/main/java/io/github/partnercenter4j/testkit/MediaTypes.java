package io.github.partnercenter4j.testkit;

import java.util.Arrays;
import java.util.Locale;

/** Which media types the fake speaks: JSON in UTF-8, under the two names that the service's own description has for it. */
final class MediaTypes {

    private MediaTypes() {}

    /** Tells whether a {@code Content-Type} is JSON that can be read. */
    static boolean isJson(String contentType) {
        String[] parts = parts(contentType);
        boolean json = parts[0].equals("application/json") || parts[0].equals("text/json");
        return json
                && Arrays.stream(parts)
                        .skip(1)
                        .filter(part -> part.startsWith("charset="))
                        .map(part -> part.substring("charset=".length()).replace("\"", ""))
                        .allMatch(charset -> charset.equals("utf-8"));
    }

    /** Tells whether an {@code Accept} has JSON among what it takes. */
    static boolean acceptsJson(String accept) {
        return Arrays.stream(accept.split(",")).map(MediaTypes::parts).anyMatch(MediaTypes::takesJson);
    }

    private static boolean takesJson(String[] range) {
        boolean refused = Arrays.stream(range).skip(1).anyMatch(part -> part.matches("q=0(\\.0{0,3})?"));
        return !refused
                && switch (range[0]) {
                    case "*/*", "application/*", "text/*", "application/json", "text/json" -> true;
                    default -> false;
                };
    }

    private static String[] parts(String value) {
        return Arrays.stream(value.toLowerCase(Locale.ROOT).split(";", -1))
                .map(String::strip)
                .toArray(String[]::new);
    }
}
