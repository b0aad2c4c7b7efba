package io.github.partnercenter4j.msal;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import io.github.partnercenter4j.port.support.RetryAfter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A response of the login service. It contains secrets and is never printed. Immutable. */
record LoginAnswer(int status, Map<String, List<String>> headers, String body) {

    /**
     * Returns the members of the body if it is a JSON object, else an empty map. Values are texts, numbers as
     * {@link Double}, and lists of these. Members are read one by one, because the reader's own method for maps fails
     * for numbers such as 1e12.
     */
    Map<String, Object> members() {
        return members(body);
    }

    /** Tells whether a text is one JSON object. */
    static boolean isObject(String json) {
        try (JsonReader reader = JsonProviders.createReader(json)) {
            boolean isObject = reader.nextToken() == JsonToken.START_OBJECT;
            reader.skipChildren();
            return isObject && reader.nextToken() == JsonToken.END_DOCUMENT;
        } catch (IOException | RuntimeException notJson) {
            return false;
        }
    }

    /** Returns the members of a JSON object, as {@link #members()} does. */
    static Map<String, Object> members(String json) {
        try (JsonReader reader = JsonProviders.createReader(json)) {
            if (reader.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            Map<String, Object> members = new HashMap<>();
            while (reader.nextToken() != JsonToken.END_OBJECT) {
                String name = reader.getFieldName();
                Object value = value(reader, reader.nextToken());
                if (value != null) {
                    members.put(name, value);
                }
            }
            return members;
        } catch (IOException | RuntimeException notJson) {
            return Map.of();
        }
    }

    private static @Nullable Object value(JsonReader reader, JsonToken token) throws IOException {
        if (token == JsonToken.STRING) {
            return reader.getString();
        }
        if (token == JsonToken.NUMBER) {
            return Double.valueOf(reader.getText());
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> elements = new ArrayList<>();
            for (JsonToken next = reader.nextToken(); next != JsonToken.END_ARRAY; next = reader.nextToken()) {
                Object element = next == JsonToken.START_ARRAY ? skipped(reader) : value(reader, next);
                if (element != null) {
                    elements.add(element);
                }
            }
            return elements;
        }
        return skipped(reader);
    }

    private static @Nullable Object skipped(JsonReader reader) throws IOException {
        reader.skipChildren();
        return null;
    }

    /** Returns how long the login service asks to wait. */
    Optional<Duration> retryAfter() {
        List<String> dates = values("Date");
        return Optional.ofNullable(
                RetryAfter.read(values("Retry-After"), dates.isEmpty() ? null : dates.get(0), Instant.now())
                        .delay());
    }

    /** Returns the values of a header, in their order. */
    List<String> values(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }

    @Override
    public String toString() {
        return "LoginAnswer[" + status + ", redacted]";
    }
}
