package io.github.partnercenter4j.testkit.memory;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.support.RetryAfter;
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
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the failure for an error response of the service, a gateway in front of it, or a proxy. */
final class FaultReader {

    private static final int TEXT_LIMIT = 64 * 1024;

    private FaultReader() {}

    static PartnerCenterException read(RequestContext context, HttpAnswer answer) {
        Headers headers = answer.headers();
        String text = text(answer);
        ServiceException.Builder failure = ServiceException.builder(context, answer.status())
                .answeredIds(AnswerReader.requestId(context, headers), AnswerReader.correlationId(context, headers))
                .msCv(headers.first("MS-CV"))
                .mfaCompliant(AnswerReader.verdict(headers.first("isMfaCompliant")))
                .redirectOrigin(origin(headers.first("Location")))
                .rawBody(text);
        RetryAfter wait = RetryAfter.read(headers.all("Retry-After"), headers.first("Date"), Instant.now());
        failure.retryAfter(wait.delay(), wait.text());
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
            // Some gateways in front of the service answer with a sentence. HTML and XML do not count.
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

    /** Returns scheme, host and port of a redirect's target. The rest may contain secrets. */
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
