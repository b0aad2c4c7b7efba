package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.http.HttpRequest;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the administration API.
 *
 * @param parameters the parameters of the query
 * @param variables the values of the variables in the path of the route
 */
record AdminRequest(HttpRequest request, Map<String, String> parameters, Map<String, String> variables) {

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if a parameter occurs twice, or cannot be decoded
     */
    static AdminRequest of(HttpRequest request, Map<String, String> variables) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = request.head().query();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            if (parameters.put(name, value) != null) {
                throw new IllegalArgumentException("The parameter " + name + " occurs twice. Send it once.");
            }
        }
        return new AdminRequest(request, parameters, variables);
    }

    String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException("The route has no {" + name + "}.");
        }
        return value;
    }

    /** Returns a parameter of the query, or null. */
    @Nullable
    String parameter(String name) {
        return parameters.get(name);
    }

    /** Returns a parameter of the query as a number that is not negative. */
    int parameter(String name, int otherwise) {
        String value = parameter(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "The parameter " + name + " must be a whole number from 0 on, not " + value + ".");
        }
        return Integer.parseInt(value);
    }

    boolean hasBody() {
        return request.body().length > 0;
    }

    Json json() {
        try {
            return JsonReader.read(request.body());
        } catch (JsonException wrong) {
            throw new IllegalArgumentException("The body is not valid JSON: " + wrong.getMessage());
        }
    }

    /** Returns the members of the body; no members if there is no body. */
    Fields fields() {
        return Fields.of(hasBody() ? json() : Json.members().object(), "");
    }
}
