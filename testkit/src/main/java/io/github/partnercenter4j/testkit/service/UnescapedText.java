package io.github.partnercenter4j.testkit.service;

import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A text with its escapes resolved or not. Immutable.
 *
 * @param places the position of each character in the original text, and the end of the last one
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two of these.
record UnescapedText(String text, int[] places) {

    /** A character or an escape of URLs or JSON. */
    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})|\\\\u00([0-9A-Fa-f]{2})");

    /** Returns a text without resolving escapes. */
    static UnescapedText of(String text) {
        return new UnescapedText(text, IntStream.rangeClosed(0, text.length()).toArray());
    }

    /** Returns whether the text has escapes. */
    boolean isEscaped() {
        return ESCAPED.matcher(text).find();
    }

    /** Returns the text with resolved escapes. */
    UnescapedText unescaped() {
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
        return new UnescapedText(reading.toString(), begins);
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
