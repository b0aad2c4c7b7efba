package io.github.partnercenter4j.testkit.service;

import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** How a text reads, as it is or with its escapes resolved, and where in the text each character stands. Immutable. */
final class Reading {

    /** A character as URLs and JSON may spell it. */
    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})|\\\\u00([0-9A-Fa-f]{2})");

    private final String text;

    /** Where each character begins, and where the last one ends. */
    private final int[] places;

    private Reading(String text, int[] places) {
        this.text = text;
        this.places = places;
    }

    /** Returns how a text reads as it is. */
    static Reading of(String text) {
        return new Reading(text, IntStream.rangeClosed(0, text.length()).toArray());
    }

    /** Tells whether there are escapes in it. */
    boolean isEscaped() {
        return ESCAPED.matcher(text).find();
    }

    /** Returns how it reads when each escape stands for its character. */
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

    /** Marks where in the text these patterns are found, without the first group of each. */
    void mark(List<Pattern> sought, BitSet marked) {
        for (Pattern pattern : sought) {
            for (Matcher found = pattern.matcher(text); found.find(); ) {
                marked.set(places[found.end(1)], places[found.end()]);
            }
        }
    }
}
