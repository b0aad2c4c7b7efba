package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.NumberValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the failure of an answer that is no success, whoever wrote it: the service, a gateway before it, or a proxy. */
final class FaultReader {

    private static final int TEXT_LIMIT = 64 * 1024;
    private static final int HEADER_LIMIT = 64;

    private FaultReader() {}

    static PartnerCenterException read(RequestContext context, HttpAnswer answer) {
        Headers headers = answer.headers();
        String text = text(answer);
        ServiceException.Builder failure = ServiceException.builder(context, answer.status())
                .answeredIds(headers.first("MS-RequestId"), headers.first("MS-CorrelationId"))
                .msCv(headers.first("MS-CV"))
                .redirectOrigin(origin(headers.first("Location")))
                .rawBody(text);
        retryAfter(failure, headers);
        explain(failure, text);
        return failure.build();
    }

    private static String text(HttpAnswer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return bare.length() > TEXT_LIMIT ? bare.substring(0, TEXT_LIMIT) : bare;
    }

    private static void explain(ServiceException.Builder failure, String text) {
        try {
            if (JsonReader.read(text) instanceof ObjectValue body) {
                ObjectValue fault = body.find("error") instanceof ObjectValue inner ? inner : body;
                failure.code(firstText(fault, "code", "error"))
                        .description(firstText(fault, "description", "error_description", "message"))
                        .data(data(fault.find("data")));
            }
        } catch (JsonException noJson) {
            // Some layers before the service answer in a sentence; mark-up is none.
            boolean sentence = !text.isBlank() && "<{[".indexOf(text.strip().charAt(0)) < 0;
            failure.description(sentence ? text.strip() : null);
        }
    }

    private static @Nullable String firstText(ObjectValue fault, String... names) {
        for (String name : names) {
            Json value = fault.find(name);
            if (value instanceof TextValue text && !text.value().isBlank()) {
                return text.value();
            }
            if (value instanceof NumberValue number) {
                return number.text();
            }
        }
        return null;
    }

    private static List<String> data(@Nullable Json data) {
        if (data instanceof ArrayValue array) {
            return array.items().stream().map(FaultReader::item).toList();
        }
        if (data instanceof ObjectValue object) {
            return object.members().stream()
                    .map(member -> member.name() + " : " + item(member.value()))
                    .toList();
        }
        return data instanceof TextValue text ? List.of(text.value()) : List.of();
    }

    private static String item(Json item) {
        return item instanceof TextValue text ? text.value() : JsonWriter.write(item);
    }

    /** Several values that differ are no hint; what cannot be read is kept as text only. */
    private static void retryAfter(ServiceException.Builder failure, Headers headers) {
        List<String> values = headers.all("Retry-After").stream()
                .map(String::strip)
                .distinct()
                .toList();
        if (values.isEmpty()) {
            return;
        }
        String joined = String.join(", ", values);
        String shown = joined.substring(0, Math.min(joined.length(), HEADER_LIMIT));
        failure.retryAfter(values.size() == 1 ? delay(values.get(0), headers.first("Date")) : null, shown);
    }

    private static @Nullable Duration delay(String value, @Nullable String answered) {
        if (value.matches("[0-9]{1,10}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant until = date(value);
        Instant from = answered == null ? Instant.now() : date(answered);
        if (until == null || from == null) {
            return null;
        }
        return until.isAfter(from) ? Duration.between(from, until) : Duration.ZERO;
    }

    private static @Nullable Instant date(String text) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    /** Scheme, host and port of a redirect's target: the rest may hold secrets. */
    private static @Nullable String origin(@Nullable String location) {
        try {
            URI uri = location == null ? null : URI.create(location);
            if (uri == null || uri.getScheme() == null || uri.getHost() == null) {
                return null;
            }
            return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }
}
