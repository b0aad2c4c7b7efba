package io.github.partnercenter4j.msal;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A login service with scripted responses. It records its requests. */
final class ScriptedService implements LoginService {

    /** A recorded request. */
    record Asked(URI endpoint, Map<String, String> headers, Map<String, String> form) {}

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Queue<Supplier<LoginAnswer>> script = new ConcurrentLinkedQueue<>();
    final List<Duration> limits = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    ScriptedService then(int status, String body) {
        return then(() -> new LoginAnswer(status, Map.of(), body));
    }

    ScriptedService then(Supplier<LoginAnswer> answer) {
        script.add(answer);
        return this;
    }

    /** Returns a success response, with a new refresh token unless that is null. */
    ScriptedService thenToken(String accessToken, String refreshToken) {
        return then(
                200,
                "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"" + accessToken + "\""
                        + (refreshToken == null ? "}" : ",\"refresh_token\":\"" + refreshToken + "\"}"));
    }

    List<String> values(String parameter) {
        List<String> values = new ArrayList<>();
        for (Asked request : asked) {
            values.add(request.form().get(parameter));
        }
        return values;
    }

    @Override
    public LoginAnswer post(URI endpoint, Map<String, String> headers, String form, Duration atMost) {
        limits.add(atMost);
        asked.add(new Asked(endpoint, Map.copyOf(headers), decoded(form)));
        Supplier<LoginAnswer> next = script.poll();
        if (next == null) {
            throw new AssertionError("the script has ended, but was asked for " + endpoint);
        }
        return next.get();
    }

    static Map<String, String> decoded(String form) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : form.split("&", -1)) {
            int equals = parameter.indexOf('=');
            parameters.put(
                    parameter.substring(0, equals),
                    URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    @Override
    public void close() {
        closed = true;
    }
}
