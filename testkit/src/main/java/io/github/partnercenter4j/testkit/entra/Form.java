package io.github.partnercenter4j.testkit.entra;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, from its query or its form. Of two with the same name, the last one counts. Immutable.
 */
final class Form {

    private final Map<String, String> values = new LinkedHashMap<>();

    /** Reads parameters. A text that cannot be decoded stays as it is. An empty value counts as missing. */
    Form(String encoded) {
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && equals < pair.length() - 1) {
                values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    String require(String name) throws RefusedException {
        String value = values.get(name);
        if (value == null) {
            throw new RefusedException(Aadsts.PARAMETER_MISSING, "'" + name + "'.");
        }
        return value;
    }
}
