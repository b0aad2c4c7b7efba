package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the administrator's API does.
 *
 * @param method the method
 * @param path the path below {@code /__admin}, with names in braces for what varies
 * @param operation does it
 */
record Route(String method, String path, Function<AdminRequest, HttpAnswer> operation) {

    /** Returns a route that answers 200 with JSON. */
    static Route json(String method, String path, Function<AdminRequest, Json> operation) {
        return new Route(method, path, request -> answer(200, operation.apply(request)));
    }

    /** Returns a route that makes something: 201 with JSON. */
    static Route creating(String path, Function<AdminRequest, Json> operation) {
        return new Route("POST", path, request -> answer(201, operation.apply(request)));
    }

    /** Returns a route that does something of which there is nothing to say: 204. */
    static Route doing(String method, String path, Consumer<AdminRequest> operation) {
        return new Route(method, path, request -> {
            operation.accept(request);
            return HttpAnswer.of(204);
        });
    }

    static HttpAnswer answer(int status, Json json) {
        return HttpAnswer.of(status)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Cache-Control", "no-store")
                .body(JsonWriter.write(json) + "\n");
    }

    /** Returns what the names in this path stand for in another one, or null if that is not of this route. */
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
}
