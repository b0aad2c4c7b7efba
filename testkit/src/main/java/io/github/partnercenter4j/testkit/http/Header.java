package io.github.partnercenter4j.testkit.http;

import java.util.Objects;

/**
 * One header line, spelt as on the wire, where a character is a byte (ISO 8859-1).
 *
 * @param name the name, in its own case
 * @param value the value, without the white space around it
 */
public record Header(String name, String value) {

    /** Refuses line breaks. For bytes that are not HTTP there is a separate fault. */
    public Header {
        oneLine(Objects.requireNonNull(name, "name"), "name");
        oneLine(Objects.requireNonNull(value, "value"), "value");
        if (name.isEmpty() || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("A header name must not be empty nor hold a colon: '" + name + "'.");
        }
    }

    static String oneLine(String text, String what) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c > 0xFF) {
                throw new IllegalArgumentException("A head is lines of ISO 8859-1, but the " + what + " has at index "
                        + i + " the character " + (int) c + "; use raw bytes for that.");
            }
        }
        return text;
    }
}
