package io.github.partnercenter4j.examples;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Secrets to search for in a text: plain, URL-encoded, and in Base64 at any offset. */
final class Canaries {

    private final Map<String, String> shapes = new LinkedHashMap<>();

    /** Adds a secret. Its name may be shown. */
    Canaries with(String name, String value) {
        shapes.put(name, value);
        shapes.put(name + ", URL-encoded", URLEncoder.encode(value, StandardCharsets.UTF_8));
        for (int shift = 0; shift < 3; shift++) {
            byte[] bytes = ("x".repeat(shift) + value).getBytes(StandardCharsets.UTF_8);
            // Use only the characters that depend on the secret alone.
            int from = (shift * 8 + 5) / 6;
            int to = bytes.length * 8 / 6;
            shapes.put(
                    name + ", Base64 at " + shift,
                    Base64.getEncoder().encodeToString(bytes).substring(from, to));
            shapes.put(
                    name + ", Base64 for URLs at " + shift,
                    Base64.getUrlEncoder().encodeToString(bytes).substring(from, to));
        }
        return this;
    }

    /** Returns the names of the secrets that a text contains. */
    List<String> in(String text) {
        List<String> found = new ArrayList<>();
        shapes.forEach((name, shape) -> {
            if (text.contains(shape)) {
                found.add(name);
            }
        });
        return found;
    }

    /** Returns the text before the first secret that was found, so that its source can be found. */
    String around(String text) {
        return shapes.values().stream()
                .filter(text::contains)
                .map(shape -> text.substring(Math.max(0, text.indexOf(shape) - 300), text.indexOf(shape)))
                .findFirst()
                .orElse("nowhere");
    }
}
