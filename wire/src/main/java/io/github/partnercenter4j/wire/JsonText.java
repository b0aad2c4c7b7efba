package io.github.partnercenter4j.wire;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.EOFException;
import java.io.IOException;
import okio.Buffer;
import okio.BufferedSink;

/** Handles JSON of unknown meaning as compact text. Numbers stay exactly as they were written. */
final class JsonText {

    /** The maximum nesting of a whole document. A value inside an object may have one level less. */
    static final int DEPTH_LIMIT = 32;

    private JsonText() {}

    /** Reads the one value of a text. */
    interface Reading<T> {
        T read(JsonReader reader) throws IOException;
    }

    /** Reads a text that must be exactly one JSON value. Throws only {@link UnreadableJson}. */
    static <T> T read(String text, Reading<T> reading) {
        JsonGate.check(text);
        try {
            JsonReader reader = JsonReader.of(new Buffer().writeUtf8(text));
            T value = reading.read(reader);
            if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
                throw new UnreadableJson("has text after its JSON value");
            }
            return value;
        } catch (UnreadableJson ours) {
            throw ours;
        } catch (EOFException cut) {
            throw new UnreadableJson("is not complete JSON");
        } catch (IOException | RuntimeException malformed) {
            // Moshi's exception is not kept as a cause, because its message quotes the text.
            throw new UnreadableJson("is not JSON");
        }
    }

    /** Returns a JSON value in compact form. Throws only {@link UnreadableJson}. */
    static String compact(String text, int depthLimit) {
        return read(text, reader -> copy(reader, depthLimit));
    }

    /** Reads the next value and returns it as compact text. */
    static String copy(JsonReader reader, int depthLimit) throws IOException {
        Buffer text = new Buffer();
        JsonWriter writer = JsonWriter.of(text);
        writer.setSerializeNulls(true);
        copy(reader, writer, depthLimit);
        return text.readUtf8();
    }

    private static void copy(JsonReader reader, JsonWriter writer, int depthLeft) throws IOException {
        switch (reader.peek()) {
            case BEGIN_ARRAY -> {
                requireDepth(depthLeft);
                reader.beginArray();
                writer.beginArray();
                while (reader.hasNext()) {
                    copy(reader, writer, depthLeft - 1);
                }
                reader.endArray();
                writer.endArray();
            }
            case BEGIN_OBJECT -> {
                requireDepth(depthLeft);
                MemberNames names = new MemberNames(MemberNames.NONE);
                reader.beginObject();
                writer.beginObject();
                while (reader.hasNext()) {
                    writer.name(names.next(reader));
                    copy(reader, writer, depthLeft - 1);
                }
                reader.endObject();
                writer.endObject();
            }
            case STRING -> writer.value(reader.nextString());
            case NUMBER -> verbatim(writer, reader.nextString());
            case BOOLEAN -> writer.value(reader.nextBoolean());
            // NULL, or a token that cannot begin a value, which Moshi then refuses.
            default -> {
                reader.nextNull();
                writer.nullValue();
            }
        }
    }

    /** Writes a text that is already JSON. Moshi would change numbers, for example 1.0E+2 to 100.0. */
    static void verbatim(JsonWriter writer, String json) throws IOException {
        try (BufferedSink sink = writer.valueSink()) {
            sink.writeUtf8(json);
        }
    }

    private static void requireDepth(int depthLeft) {
        if (depthLeft == 0) {
            throw new UnreadableJson("is nested deeper than " + DEPTH_LIMIT + " levels");
        }
    }
}
