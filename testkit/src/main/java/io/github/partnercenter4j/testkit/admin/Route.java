package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the administration API.
 *
 * @param path the path below {@code /__admin}, with variables in braces
 * @param parameters the names of the parameters that the query may have
 */
record Route(
        String method, String path, Body body, Set<String> parameters, Function<AdminRequest, HttpAnswer> operation) {

    /** Whether the request has a body. */
    enum Body {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** Returns a route without a body and without a query. */
    static Route of(String method, String path, Function<AdminRequest, HttpAnswer> operation) {
        return new Route(method, path, Body.NONE, Set.of(), operation);
    }

    /** Returns a route that answers 200 with JSON. */
    static Route json(String method, String path, Function<AdminRequest, Json> operation) {
        return of(method, path, request -> answer(200, operation.apply(request)));
    }

    /** Returns a route that creates something and answers 201 with JSON. */
    static Route creating(String path, Function<AdminRequest, Json> operation) {
        return of("POST", path, request -> answer(201, operation.apply(request)));
    }

    /** Returns a route that answers 204. */
    static Route doing(String method, String path, Consumer<AdminRequest> operation) {
        return of(method, path, request -> {
            operation.accept(request);
            return HttpAnswer.of(204);
        });
    }

    Route with(Body wanted) {
        return new Route(method, path, wanted, parameters, operation);
    }

    Route query(String... names) {
        return new Route(method, path, body, Set.of(names), operation);
    }

    static HttpAnswer answer(int status, Json json) {
        return HttpAnswer.of(status)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Cache-Control", "no-store")
                .body(JsonWriter.write(json) + "\n");
    }

    /** Returns the values of the variables in a path, or null if the path does not match. */
    @Nullable
    Map<String, String> match(String asked) {
        List<String> names = List.of(path.split("/", -1));
        List<String> values = List.of(asked.split("/", -1));
        if (names.size() != values.size()) {
            return null;
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.startsWith("{")) {
                variables.put(name.substring(1, name.length() - 1), values.get(i));
            } else if (!name.equals(values.get(i))) {
                return null;
            }
        }
        return variables;
    }

    /**
     * Runs the operation. Refuses parameters and bodies that it would ignore, because the sender expects an effect of
     * them.
     *
     * @throws IllegalArgumentException if the request is wrong
     */
    HttpAnswer run(AdminRequest request) {
        for (String name : request.parameters().keySet()) {
            if (!parameters.contains(name)) {
                throw new IllegalArgumentException("Unknown parameter " + name + ". " + method + " "
                        + AdminDoor.ROOT + path + " takes "
                        + (parameters.isEmpty() ? "no parameters." : parameters + "."));
            }
        }
        if (body == Body.NONE && request.hasBody()) {
            throw new IllegalArgumentException(
                    method + " " + AdminDoor.ROOT + path + " takes no body. Send it without one.");
        }
        if (body == Body.REQUIRED && !request.hasBody()) {
            throw new IllegalArgumentException(
                    method + " " + AdminDoor.ROOT + path + " needs a JSON object as its body.");
        }
        return operation.apply(request);
    }
}
