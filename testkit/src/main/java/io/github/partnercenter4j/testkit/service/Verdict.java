package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response of the service before the common headers are added.
 *
 * @param status the HTTP status
 * @param contentType the type of the body, or null if there is none
 * @param body the body as text
 * @param extraHeaders further headers of this response
 */
public record Verdict(int status, @Nullable String contentType, String body, Headers extraHeaders) {

    static final String JSON = "application/json";

    /** The stored profile. */
    static Verdict profile(Json profile) {
        return new Verdict(200, JSON, JsonWriter.write(profile), Headers.NONE);
    }

    /** An error in the format of the service itself, with a number as code. */
    public static Verdict fault(int status, int code, String description) {
        Json body = Json.members()
                .add("code", code)
                .add("description", description)
                .add("data", new ArrayValue(List.of()))
                .add("source", "PartnerFD")
                .object();
        return new Verdict(status, JSON, JsonWriter.write(body), Headers.NONE);
    }

    /** A refusal with plain text, like that of the authorization layer in front of the service. */
    static Verdict text(int status, String text) {
        return new Verdict(status, "text/plain; charset=utf-8", text, Headers.NONE);
    }

    /** A response with only a status. */
    static Verdict empty(int status) {
        return new Verdict(status, null, "", Headers.NONE);
    }

    Verdict with(String header, String value) {
        return new Verdict(status, contentType, body, extraHeaders.plus(header, value));
    }
}
