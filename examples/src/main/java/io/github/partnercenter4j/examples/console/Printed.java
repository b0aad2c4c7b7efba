package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.model.SupportProfile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result as text: lines of "name: value", or one line of JSON. Both are one line a value whatever is in it. */
final class Printed {

    private final List<Member> members = new ArrayList<>();

    private record Member(String name, @Nullable String value) {}

    static Printed of(SupportProfile profile) {
        return new Printed()
                .with("email", profile.email())
                .with("telephone", profile.telephone())
                .with("website", profile.website());
    }

    /** Adds a member; null is null in JSON and nothing in a line. */
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
                // A terminal obeys control characters, and a line end would make a line of its own.
                escape(text, member.value, false);
            }
        }
        return text.toString();
    }

    /** In ASCII: whatever the terminal's charset, it stays JSON. */
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
