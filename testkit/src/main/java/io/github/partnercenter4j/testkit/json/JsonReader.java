package io.github.partnercenter4j.testkit.json;

import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.Literal;
import io.github.partnercenter4j.testkit.json.Json.Member;
import io.github.partnercenter4j.testkit.json.Json.NumberValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one JSON document, strictly by RFC 8259 and within limits: a document has at most 1 MiB, a text or number 256
 * Ki characters, and values nest 64 levels deep. Throws nothing but {@link JsonException}.
 */
public final class JsonReader {

    private static final int MAX_SIZE = 1 << 20;
    private static final int MAX_TEXT = 1 << 18;
    private static final int MAX_DEPTH = 64;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads a document from UTF-8. Skips a byte order mark at the start.
     *
     * @throws JsonException if the bytes are not UTF-8, not JSON, or beyond a limit
     */
    public static Json read(byte[] utf8) {
        if (utf8.length > MAX_SIZE) {
            throw tooLarge();
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            return read(decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded);
        } catch (CharacterCodingException noUtf8) {
            throw new JsonException("The document is not UTF-8");
        }
    }

    /**
     * Reads a document.
     *
     * @throws JsonException if the text is not JSON, or beyond a limit
     */
    public static Json read(String text) {
        if (text.length() > MAX_SIZE) {
            throw tooLarge();
        }
        JsonReader reader = new JsonReader(text);
        Json value = reader.value(1);
        reader.space();
        if (reader.at < text.length()) {
            throw reader.wrong("Text after the value");
        }
        return value;
    }

    private static JsonException tooLarge() {
        return new JsonException("The document is larger than " + MAX_SIZE);
    }

    private Json value(int depth) {
        space();
        if (depth > MAX_DEPTH) {
            throw wrong("More than " + MAX_DEPTH + " levels");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new TextValue(string());
            case 't' -> literal("true", Literal.TRUE);
            case 'f' -> literal("false", Literal.FALSE);
            case 'n' -> literal("null", Literal.NULL);
            default -> number();
        };
    }

    private Json object(int depth) {
        List<Member> members = new ArrayList<>();
        at++;
        space();
        if (accept('}')) {
            return new ObjectValue(members);
        }
        do {
            space();
            if (peek() != '"') {
                throw wrong("No member name");
            }
            String name = string();
            space();
            require(':');
            members.add(new Member(name, value(depth + 1)));
            space();
        } while (accept(','));
        require('}');
        return new ObjectValue(members);
    }

    private Json array(int depth) {
        List<Json> items = new ArrayList<>();
        at++;
        space();
        if (accept(']')) {
            return new ArrayValue(items);
        }
        do {
            items.add(value(depth + 1));
            space();
        } while (accept(','));
        require(']');
        return new ArrayValue(items);
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            char c = next();
            if (c == '"') {
                break;
            }
            if (c < 0x20) {
                throw wrong("A control character inside a text");
            }
            value.append(c == '\\' ? escape() : c);
            if (value.length() > MAX_TEXT) {
                throw wrong("A text of more than " + MAX_TEXT + " characters");
            }
        }
        requirePairs(value);
        return value.toString();
    }

    private char escape() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("An unknown escape");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = next();
            // Character.digit would also accept digits of other alphabets.
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw wrong("An escape without four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    /** Refuses half a surrogate pair, because it cannot be written as UTF-8. */
    private void requirePairs(StringBuilder value) {
        // A complete pair is one code point outside this range.
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw wrong("Half a surrogate pair in the text that ends");
        }
    }

    private Json number() {
        int start = at;
        accept('-');
        if (!accept('0')) {
            digits("No value");
        }
        if (accept('.')) {
            digits("No digit after the decimal point");
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            digits("No digit in the exponent");
        }
        if (at - start > MAX_TEXT) {
            throw wrong("A number of more than " + MAX_TEXT + " characters");
        }
        return new NumberValue(text.substring(start, at));
    }

    private void digits(String otherwise) {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong(otherwise);
        }
    }

    private Json literal(String word, Literal value) {
        if (!text.startsWith(word, at)) {
            throw wrong("No value");
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean accept(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void require(char wanted) {
        if (!accept(wanted)) {
            throw wrong("No '" + wanted + "'");
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("The document ends");
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private JsonException wrong(String what) {
        return new JsonException(what, at);
    }
}
