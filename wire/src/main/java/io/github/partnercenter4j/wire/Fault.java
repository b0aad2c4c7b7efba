package io.github.partnercenter4j.wire;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What an error's JSON says, whichever shape it has: Partner Center's fault, the gateway's {@code {statusCode, message}},
 * {@code {error: {code, message}}} or OAuth's. Read with tolerance: what came before the text broke off or turned wrong
 * counts, since the status has decided already.
 */
final class Fault {

    private @Nullable String code;
    private @Nullable String error;
    private @Nullable String description;
    private @Nullable String message;
    private final List<String> data = new ArrayList<>();

    private Fault() {}

    /** Never fails; bounded by the text, which is at most 64 KiB, and the depth limit. */
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
            // The rest is lost, and rawBody() has all of it.
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

    /** Returns a text, or a number as it was written; what went before if there is neither. */
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
            // An older description of the service has a dictionary here; the examples write "key : value".
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
