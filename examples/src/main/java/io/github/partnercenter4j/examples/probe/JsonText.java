package io.github.partnercenter4j.examples.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, texts, numbers (as {@link Numeral}), booleans and null. Reads what a service sends and writes the
 * report; strict enough for both, and small.
 */
final class JsonText {

    private static final int MAX_DEPTH = 32;

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    /** Thrown inside if a text is no JSON. */
    private static final class NoJson extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A number as it was written. */
    record Numeral(String written) {
        @Override
        public String toString() {
            return written;
        }
    }

    /** Returns a JSON object with the names of its members in lower case at the first level, or null if it is none. */
    static @Nullable Map<String, @Nullable Object> object(String json) {
        Object value = read(json);
        if (!(value instanceof Map<?, ?> members)) {
            return null;
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        members.forEach((name, member) -> object.put(lower(String.valueOf(name)), member));
        return object;
    }

    private static String lower(String name) {
        for (String known : Redacted.KNOWN_MEMBERS) {
            if (known.equalsIgnoreCase(name)) {
                return known;
            }
        }
        return name;
    }

    /** Returns a value, or null if the text is no JSON. */
    static @Nullable Object read(String json) {
        JsonText reader = new JsonText(json);
        try {
            Object value = reader.value(0);
            reader.space();
            return reader.at == json.length() ? value : null;
        } catch (NoJson | IndexOutOfBoundsException | NumberFormatException wrong) {
            return null;
        }
    }

    private @Nullable Object value(int depth) {
        space();
        if (depth > MAX_DEPTH) {
            throw new NoJson();
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> members(depth);
            case '[' -> items(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> members(int depth) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        at++;
        space();
        if (text.charAt(at) == '}') {
            at++;
            return members;
        }
        while (true) {
            space();
            require('"');
            at--;
            String name = string();
            space();
            require(':');
            members.put(name, value(depth + 1));
            space();
            if (text.charAt(at++) != ',') {
                at--;
                require('}');
                return members;
            }
        }
    }

    private List<@Nullable Object> items(int depth) {
        List<@Nullable Object> items = new ArrayList<>();
        at++;
        space();
        if (text.charAt(at) == ']') {
            at++;
            return items;
        }
        while (true) {
            items.add(value(depth + 1));
            space();
            if (text.charAt(at++) != ',') {
                at--;
                require(']');
                return items;
            }
        }
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        at++;
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            value.append(c == '\\' ? escaped() : c);
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        switch (c) {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u':
                at += 4;
                return (char) Integer.parseInt(text.substring(at - 4, at), 16);
            default:
                return c;
        }
    }

    private Numeral number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String written = text.substring(start, at);
        Double.parseDouble(written);
        return new Numeral(written);
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw new NoJson();
        }
        at += word.length();
        return value;
    }

    private void require(char wanted) {
        if (text.charAt(at++) != wanted) {
            throw new NoJson();
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** Writes a value on one line, in ASCII. */
    static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.toString();
    }

    private static void write(StringBuilder out, @Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            String separator = "{";
            for (Map.Entry<?, ?> member : members.entrySet()) {
                out.append(separator);
                text(out, String.valueOf(member.getKey()));
                out.append(": ");
                write(out, member.getValue());
                separator = ", ";
            }
            out.append(members.isEmpty() ? "{}" : "}");
        } else if (value instanceof Iterable<?> items) {
            String separator = "";
            out.append('[');
            for (Object item : items) {
                out.append(separator);
                write(out, item);
                separator = ", ";
            }
            out.append(']');
        } else if (value instanceof String text) {
            text(out, text);
        } else {
            out.append(value);
        }
    }

    private static void text(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
