package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.model.SupportProfile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result as text: lines of "name: value", or one line of JSON. A value never has a line break. */
final class Printed {

    private final List<Member> members = new ArrayList<>();

    private record Member(String name, @Nullable String value) {}

    static Printed of(SupportProfile profile) {
        return new Printed().with(profile);
    }

    /** Adds the members of a profile. */
    Printed with(SupportProfile profile) {
        return with("email", profile.email())
                .with("telephone", profile.telephone())
                .with("website", profile.website());
    }

    /** Adds a member. Null is written as null in JSON and as an empty text in a line. */
    Printed with(String name, @Nullable String value) {
        members.add(new Member(name, value));
        return this;
    }

    String lines() {
        StringBuilder text = new StringBuilder();
        for (Member member : members) {
            text.append(text.isEmpty() ? "" : System.lineSeparator())
                    .append(member.name)
                    .append(':');
            if (member.value != null) {
                text.append(' ');
                // Escapes control characters, which a terminal would execute, and line ends.
                escape(text, member.value, false);
            }
        }
        return text.toString();
    }

    /** Writes ASCII only, so that the output is valid JSON with any charset of the terminal. */
    String json() {
        StringBuilder text = new StringBuilder("{");
        for (Member member : members) {
            text.append(text.length() == 1 ? "\"" : ",\"").append(member.name).append("\":");
            if (member.value == null) {
                text.append("null");
            } else {
                text.append('"');
                escape(text, member.value, true);
                text.append('"');
            }
        }
        return text.append('}').toString();
    }

    private static void escape(StringBuilder text, String value, boolean json) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (json && (c == '"' || c == '\\')) {
                text.append('\\').append(c);
            } else if (Character.isISOControl(c) || (json && c > 0x7e)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
    }
}
