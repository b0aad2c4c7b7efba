package io.github.partnercenter4j.msal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a callback. They contain secrets and are never printed. Immutable. */
record ConsentCallback(Map<String, List<String>> parameters) {

    /** Reads a query or a form. A value that is not encoded correctly counts as empty. */
    static ConsentCallback of(@Nullable String encoded) {
        Map<String, List<String>> parameters = new HashMap<>();
        for (String parameter : encoded == null ? new String[0] : encoded.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
            parameters
                    .computeIfAbsent(name, first -> new ArrayList<>())
                    .add(equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
        }
        return new ConsentCallback(parameters);
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return "";
        }
    }

    /** Returns the value of a parameter, or null if it is missing, blank or there twice. */
    @Nullable
    String single(String name) {
        List<String> values = parameters.get(name);
        String value = values != null && values.size() == 1 ? values.get(0) : null;
        return value == null || value.isBlank() ? null : value;
    }

    /** Tells whether a parameter is there, even blank or twice. */
    boolean has(String name) {
        List<String> values = parameters.get(name);
        return values != null && !values.isEmpty();
    }

    @Override
    public String toString() {
        return "ConsentCallback[redacted]";
    }
}
