package io.github.partnercenter4j.wire;

import java.util.HexFormat;
import java.util.Set;

/**
 * Refuses what Moshi's reader accepts although it is not valid: literals in another case, raw control characters and
 * unpaired surrogates in strings, unknown escapes, and anything beyond this client's limits. It checks the text once
 * before Moshi reads it. Moshi checks the grammar, {@link JsonText} the nesting.
 */
final class JsonGate {

    static final int STRING_LIMIT = 64 * 1024;
    static final int NUMBER_LIMIT = 64;
    static final int MEMBER_LIMIT = 1000;

    private static final Set<String> LITERALS = Set.of("true", "false", "null");

    private final String text;
    private int at;
    private int members;

    private JsonGate(String text) {
        this.text = text;
    }

    /** Checks the text; throws {@link UnreadableJson} if it is refused. */
    static void check(String text) {
        JsonGate gate = new JsonGate(text);
        while (gate.at < text.length()) {
            gate.token(text.charAt(gate.at));
        }
    }

    private void token(char first) {
        if (first == '"') {
            string();
        } else if (first == '-' || isDigit(first)) {
            number();
        } else if (isLetter(first)) {
            literal();
        } else {
            at++;
            // Outside a string, a colon can only follow the name of a member.
            if (first == ':' && ++members > MEMBER_LIMIT) {
                throw new UnreadableJson("has more than " + MEMBER_LIMIT + " members");
            }
        }
    }

    private void number() {
        int start = at;
        while (at < text.length() && isOfNumber(text.charAt(at))) {
            at++;
        }
        if (at - start > NUMBER_LIMIT) {
            throw new UnreadableJson("has a number of more than " + NUMBER_LIMIT + " characters");
        }
    }

    private void literal() {
        int start = at;
        while (at < text.length() && isLetter(text.charAt(at))) {
            at++;
        }
        // The longest literal has five letters. A longer word is not copied.
        if (at - start > 5 || !LITERALS.contains(text.substring(start, at))) {
            throw new UnreadableJson("has a word other than true, false and null");
        }
    }

    private void string() {
        at++;
        int length = 0;
        boolean pairOpen = false;
        for (char c = inside(); c != '"'; c = inside()) {
            if (c < ' ') {
                throw new UnreadableJson("has a control character inside a text");
            }
            char meant = c == '\\' ? escaped() : c;
            if (pairOpen != Character.isLowSurrogate(meant)) {
                throw unpaired();
            }
            pairOpen = Character.isHighSurrogate(meant);
            if (++length > STRING_LIMIT) {
                throw new UnreadableJson("has a text of more than " + STRING_LIMIT + " characters");
            }
        }
        if (pairOpen) {
            throw unpaired();
        }
    }

    private char inside() {
        if (at == text.length()) {
            throw new UnreadableJson("is not complete JSON");
        }
        return text.charAt(at++);
    }

    /** Returns the character of an escape, to find surrogates. All simple escapes return a space. */
    private char escaped() {
        char kind = inside();
        if ("\"\\/bfnrt".indexOf(kind) >= 0) {
            return ' ';
        }
        if (kind != 'u') {
            throw badEscape();
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char digit = inside();
            if (!HexFormat.isHexDigit(digit)) {
                throw badEscape();
            }
            value = (value << 4) | HexFormat.fromHexDigit(digit);
        }
        return (char) value;
    }

    private static UnreadableJson badEscape() {
        return new UnreadableJson("has an escape that is not allowed in JSON");
    }

    private static UnreadableJson unpaired() {
        return new UnreadableJson("has an unpaired surrogate, which is not a character");
    }

    private static boolean isOfNumber(char c) {
        return isDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
