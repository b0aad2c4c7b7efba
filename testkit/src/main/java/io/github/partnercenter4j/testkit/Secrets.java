package io.github.partnercenter4j.testkit;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Knows what must not be shown: by the names of headers, parameters and members, and by the looks of a signed token. A
 * profile's own members are none of it. Pure.
 */
final class Secrets {

    private static final String HIDDEN = "<redacted>";

    private static final List<String> HEADERS = List.of(
            "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "Ocp-Apim-Subscription-Key");

    private static final String NAMES =
            "access_?token|refresh_?token|id_?token|token|bearer|authorization|client_?secret"
                    + "|client_?assertion|assertion|secret|password|device_?code|user_?code|code_?verifier";

    /** Of a query or a form. A {@code code} is a secret here, while as a member it says what went wrong. */
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)((?:^|[?&#;\\s])(?:code|sig|api[_-]?key|subscription-key|" + NAMES + ")=)[^&#;\\s]+");

    private static final Pattern MEMBER =
            Pattern.compile("(?i)(\"(?:" + NAMES + ")\"\\s*:\\s*\")(?:[^\"\\\\]|\\\\.)*+", Pattern.DOTALL);
    private static final Pattern BEARER =
            Pattern.compile("(?i)(\\bBearer(?:[\\s+]|%20)++)(?!error|realm)[\\w.~+/=-]{16,}");
    private static final Pattern SIGNED = Pattern.compile("()\\beyJ[\\w-]+\\.[\\w-]+(?:\\.[\\w-]*)*+");

    private Secrets() {}

    /** Tells whether the value of a header is secret. */
    static boolean isSecret(String header) {
        for (String secret : HEADERS) {
            if (secret.equalsIgnoreCase(header)) {
                return true;
            }
        }
        return false;
    }

    /** Returns a header's value as it may be shown. */
    static String hide(String header, String value) {
        if (!isSecret(header)) {
            return hide(value);
        }
        return value.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length()) ? "Bearer " + HIDDEN : HIDDEN;
    }

    /** Returns a text, such as a target or a body, as it may be shown. */
    static String hide(String text) {
        String shown = text;
        for (Pattern secret : List.of(PARAMETER, MEMBER, BEARER, SIGNED)) {
            shown = secret.matcher(shown).replaceAll("$1" + HIDDEN);
        }
        return shown;
    }
}
