package io.github.partnercenter4j.testkit.http;

import java.util.Objects;

/**
 * One header line. On the wire, a character is a byte (ISO 8859-1).
 *
 * @param name the name as sent
 * @param value the value, without white space around it
 */
public record Header(String name, String value) {

    /** Refuses line breaks. For bytes that are not HTTP there is a separate fault. */
    public Header {
        oneLine(Objects.requireNonNull(name, "name"), "name");
        oneLine(Objects.requireNonNull(value, "value"), "value");
        if (name.isEmpty() || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "A header name must not be empty and must have no colon: '" + name + "'.");
        }
    }

    static String oneLine(String text, String what) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c > 0xFF) {
                throw new IllegalArgumentException("The " + what + " of a header has the character " + (int) c
                        + " at index " + i + ". A head has lines of ISO 8859-1 only. Use raw bytes for other text.");
            }
        }
        return text;
    }
}
