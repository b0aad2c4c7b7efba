package io.github.partnercenter4j.port;

import java.util.Locale;
import java.util.Objects;

/**
 * Checks the text of header values before any I/O. Without this check, one transport would replace a wrong character
 * and another would throw.
 */
final class HeaderText {

    private static final int LIMIT = 16 * 1024;

    private HeaderText() {}

    /** Checks for visible ASCII; spaces inside are allowed, for example in an application's name. */
    static String requireVisible(String what, String value) {
        return check(what, value, 0x20);
    }

    /** Checks for visible ASCII without spaces, for example in a token or an ETag. */
    static String requireVisibleWord(String what, String value) {
        return check(what, value, 0x21);
    }

    private static String check(String what, String value, int lowest) {
        Objects.requireNonNull(value, what);
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
        if (value.length() > LIMIT) {
            throw new IllegalArgumentException(
                    what + " must have at most " + LIMIT + " characters, but has " + value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < lowest || c > 0x7e) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s must be visible ASCII, but has U+%04X at position %d; remove that character",
                        what,
                        (int) c,
                        i));
            }
        }
        if (value.charAt(0) == ' ' || value.charAt(value.length() - 1) == ' ') {
            throw new IllegalArgumentException(what + " must neither begin nor end with a space");
        }
        return value;
    }
}
