package io.github.partnercenter4j.examples.probe;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The answer to one request, or why there is none. Holds what was received, so it is never printed: {@link Redacted} is. */
final class Heard {

    /** The status if there was no answer. */
    static final int NONE = 0;

    private static final List<String> PROFILE_MEMBERS = List.of("email", "telephone", "website", "profileType");

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final List<String> sentIds;

    /**
     * Creates an answer.
     *
     * @param status the status
     * @param headers by name in lower case
     * @param body the bytes
     * @param sentIds the request id and the correlation id that were sent, all that there were
     */
    Heard(int status, Map<String, List<String>> headers, byte[] body, List<String> sentIds) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body.clone();
        this.sentIds = List.copyOf(sentIds);
    }

    static Heard nothing() {
        return new Heard(NONE, Map.of(), new byte[0], List.of());
    }

    int status() {
        return status;
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    List<String> sentIds() {
        return sentIds;
    }

    /** Returns the first value of a header, or null. */
    @Nullable
    String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    boolean hasByteOrderMark() {
        return new String(body, StandardCharsets.UTF_8).startsWith("\uFEFF");
    }

    /** Returns the body as text, without a byte order mark. */
    String text() {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Returns the body as a JSON object, or null. Names are in lower case, because the service ignores their case. */
    @Nullable
    Map<String, @Nullable Object> object() {
        return JsonText.object(text());
    }

    /** Returns a text of the body's object, or null. */
    @Nullable
    String member(String name) {
        Map<String, @Nullable Object> object = object();
        return object != null && object.get(name) instanceof String text ? text : null;
    }

    /** Returns status and kind of body in a few words: {@code 200 profile}, {@code 400 fault 800002}, {@code 406 empty}. */
    String outcome() {
        return status == NONE ? "no answer" : status + " " + kind();
    }

    private String kind() {
        Map<String, @Nullable Object> object = object();
        if (object != null) {
            String code = String.valueOf(object.get("code"));
            if (object.containsKey("code")) {
                return code.matches("\\d{1,7}") ? "fault " + code : "fault";
            }
            return PROFILE_MEMBERS.stream().anyMatch(object::containsKey) ? "profile" : "JSON";
        }
        String text = text().strip();
        if (text.isEmpty()) {
            return "empty";
        }
        return text.startsWith("<") ? markup(text) : "text";
    }

    private static String markup(String text) {
        return text.toLowerCase(Locale.ROOT).contains("<html") ? "HTML" : "XML";
    }

    /** Returns whether the answer is a profile with one of its texts. */
    boolean has(String member, String text) {
        return status == 200 && Objects.equals(member(member), text);
    }

    @Override
    public String toString() {
        return "Heard[" + outcome() + "]";
    }
}
