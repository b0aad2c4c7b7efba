package io.github.partnercenter4j.testkit.json;

import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.Literal;
import io.github.partnercenter4j.testkit.json.Json.Member;
import io.github.partnercenter4j.testkit.json.Json.NumberValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;

/** Writes JSON without white space, in the given order and with the escapes of the service's library. */
public final class JsonWriter {

    private final StringBuilder out = new StringBuilder(256);

    private JsonWriter() {}

    public static String write(Json value) {
        JsonWriter writer = new JsonWriter();
        writer.value(value);
        return writer.out.toString();
    }

    private void value(Json value) {
        if (value instanceof ObjectValue object) {
            object(object);
        } else if (value instanceof ArrayValue array) {
            array(array);
        } else if (value instanceof TextValue string) {
            text(string.value());
        } else if (value instanceof NumberValue number) {
            out.append(number.text());
        } else if (value instanceof Literal literal) {
            out.append(
                    switch (literal) {
                        case TRUE -> "true";
                        case FALSE -> "false";
                        case NULL -> "null";
                    });
        }
    }

    private void object(ObjectValue object) {
        String separator = "{";
        for (Member member : object.members()) {
            out.append(separator);
            text(member.name());
            out.append(':');
            value(member.value());
            separator = ",";
        }
        out.append(object.members().isEmpty() ? "{}" : "}");
    }

    private void array(ArrayValue array) {
        String separator = "[";
        for (Json item : array.items()) {
            out.append(separator);
            value(item);
            separator = ",";
        }
        out.append(array.items().isEmpty() ? "[]" : "]");
    }

    private void text(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            character(value.charAt(i));
        }
        out.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                // The last three are line ends in JavaScript, and the service's library escapes them.
                if (c < 0x20 || c == 0x85 || c == 0x2028 || c == 0x2029) {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
