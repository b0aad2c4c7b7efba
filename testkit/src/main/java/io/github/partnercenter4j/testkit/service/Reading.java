package io.github.partnercenter4j.testkit.service;

import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A text with its escapes resolved or not, and the position of each character in the original text. Immutable. */
final class Reading {

    /** A character or an escape of URLs or JSON. */
    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})|\\\\u00([0-9A-Fa-f]{2})");

    private final String text;

    /** The start of each character, and the end of the last one. */
    private final int[] places;

    private Reading(String text, int[] places) {
        this.text = text;
        this.places = places;
    }

    /** Returns a text without resolving escapes. */
    static Reading of(String text) {
        return new Reading(text, IntStream.rangeClosed(0, text.length()).toArray());
    }

    /** Returns whether the text has escapes. */
    boolean isEscaped() {
        return ESCAPED.matcher(text).find();
    }

    /** Returns the text with resolved escapes. */
    Reading unescaped() {
        StringBuilder reading = new StringBuilder();
        int[] begins = new int[text.length() + 1];
        Matcher escaped = ESCAPED.matcher(text);
        int next = 0;
        while (next < text.length()) {
            begins[reading.length()] = places[next];
            if (escaped.region(next, text.length()).lookingAt()) {
                reading.append((char) HexFormat.fromHexDigits(escaped.group(escaped.group(1) == null ? 2 : 1)));
                next = escaped.end();
            } else {
                reading.append(text.charAt(next));
                next++;
            }
        }
        begins[reading.length()] = places[next];
        return new Reading(reading.toString(), begins);
    }

    /** Marks the positions of matches in the original text, without the first group of each pattern. */
    void mark(List<Pattern> sought, BitSet marked) {
        for (Pattern pattern : sought) {
            for (Matcher found = pattern.matcher(text); found.find(); ) {
                marked.set(places[found.end(1)], places[found.end()]);
            }
        }
    }
}
