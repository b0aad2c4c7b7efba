package io.github.partnercenter4j.wire;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The contents of an error's JSON in any of the known formats: Partner Center's fault, the API gateway's
 * {@code {statusCode, message}}, {@code {error: {code, message}}}, or OAuth's. The reader is tolerant: if the text is
 * incomplete or invalid, everything before that place counts, because the status has already decided the category.
 */
final class Fault {

    private @Nullable String code;
    private @Nullable String error;
    private @Nullable String description;
    private @Nullable String message;
    private final List<String> data = new ArrayList<>();

    private Fault() {}

    /** Reads a text of at most 64 KiB. Never throws. */
    static Fault read(String text) {
        Fault fault = new Fault();
        try {
            JsonReader reader = JsonReader.of(new Buffer().writeUtf8(text));
            if (reader.peek() == JsonReader.Token.STRING) {
                fault.description = reader.nextString();
            } else {
                fault.members(reader, true);
            }
        } catch (IOException | RuntimeException broken) {
            // Ignores the rest. rawBody() has the whole text.
            return fault;
        }
        return fault;
    }

    @Nullable
    String code() {
        return code != null ? code : error;
    }

    @Nullable
    String description() {
        return description != null ? description : message;
    }

    List<String> data() {
        return data;
    }

    private void members(JsonReader reader, boolean outermost) throws IOException {
        reader.beginObject();
        while (reader.hasNext()) {
            switch (reader.nextName().toLowerCase(Locale.ROOT)) {
                case "code" -> code = scalar(reader, code);
                case "description", "error_description" -> description = scalar(reader, description);
                case "message" -> message = scalar(reader, message);
                case "data" -> data(reader);
                case "error" -> {
                    if (outermost && reader.peek() == JsonReader.Token.BEGIN_OBJECT) {
                        members(reader, false);
                    } else {
                        error = scalar(reader, error);
                    }
                }
                default -> reader.skipValue();
            }
        }
        reader.endObject();
    }

    /** Returns a text, or a number as it was written. Returns {@code before} for anything else. */
    private static @Nullable String scalar(JsonReader reader, @Nullable String before) throws IOException {
        return switch (reader.peek()) {
            case STRING, NUMBER -> {
                String value = reader.nextString();
                yield value.isBlank() ? before : value;
            }
            default -> {
                reader.skipValue();
                yield before;
            }
        };
    }

    private void data(JsonReader reader) throws IOException {
        switch (reader.peek()) {
            case BEGIN_ARRAY -> {
                reader.beginArray();
                while (reader.hasNext()) {
                    data.add(item(reader));
                }
                reader.endArray();
            }
            // An older documentation of the service has an object here; the examples have texts such as "key : value".
            case BEGIN_OBJECT -> {
                reader.beginObject();
                while (reader.hasNext()) {
                    data.add(reader.nextName() + " : " + item(reader));
                }
                reader.endObject();
            }
            case NULL -> reader.skipValue();
            default -> data.add(item(reader));
        }
    }

    private static String item(JsonReader reader) throws IOException {
        return reader.peek() == JsonReader.Token.STRING
                ? reader.nextString()
                : JsonText.copy(reader, JsonText.DEPTH_LIMIT - 2);
    }
}
