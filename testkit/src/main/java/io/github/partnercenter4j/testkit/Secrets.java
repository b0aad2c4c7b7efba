package io.github.partnercenter4j.testkit;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Knows what must not be shown: the fake's own secrets, wherever they stand, and others by the names of headers,
 * parameters and members, and by the looks of a signed token. A profile's own members are none of it. Pure.
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
    private static final Pattern SIGNED = Pattern.compile("()eyJ[\\w-]+\\.[\\w-]+(?:\\.[\\w-]*)*+");

    /**
     * The same by its signature, which is long: the JSON in front may begin with white space, and base64 may end with
     * padding. A match begins where a word does, or long texts would be looked through again and again.
     */
    private static final Pattern SIGNED_SOMEHOW = Pattern.compile(
            "()(?<![\\w-])[\\w-]++(?:=|%3[Dd]){0,2}\\.[\\w-]++(?:=|%3[Dd]){0,2}\\.[\\w-]{80,}+(?:=|%3[Dd]){0,2}");

    /**
     * What this fake makes itself: access and refresh tokens, codes of a sign-in and of a device, the app's secret. They
     * look like nothing else, so they are known wherever they stand, percent-encoded or not. The code that a person types
     * in may be in small letters.
     */
    private static final Pattern OWN =
            Pattern.compile("()(?:0(?:\\.|%2[Ee])[ACDT][\\w-]{40,}|secret(?:~|%7[Ee])[0-9a-f]+"
                    + "|QX[GHJKLMNPQRSTVWXZ]{7}|qx[ghjklmnpqrstvwxz]{7})");

    private static final List<Pattern> SECRETS = List.of(OWN, PARAMETER, MEMBER, BEARER, SIGNED_SOMEHOW, SIGNED);

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
        for (Pattern secret : SECRETS) {
            shown = secret.matcher(shown).replaceAll("$1" + HIDDEN);
        }
        return shown;
    }
}
