package io.github.partnercenter4j.testkit.service;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Knows what must not be shown: the fake's own secrets, wherever they stand, and others by the names of headers,
 * parameters and members, and by the looks of a signed token. A profile's own members are none of it. Pure.
 */
public final class Secrets {

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
            Pattern.compile("(?i)(\\b(?:Bearer|Basic)[\\s+]++)(?!error|realm)[\\w.~+/=-]{16,}");

    /** A secret header in a text, such as an overlay's description. */
    private static final Pattern HEADER =
            Pattern.compile("(?i)((?<![\\w-])(?:" + String.join("|", HEADERS) + "):\\s*)[^\\s,)][^\\r\\n,)]*+");

    private static final Pattern SIGNED = Pattern.compile("()eyJ[\\w-]+\\.[\\w-]+(?:\\.[\\w-]*)*+");

    /**
     * The same by its signature, which is long: the JSON in front may begin with white space, and base64 may end with
     * padding. A match begins where a word does, or long texts would be looked through again and again.
     */
    private static final Pattern SIGNED_SOMEHOW =
            Pattern.compile("()(?<![\\w-])[\\w-]++={0,2}\\.[\\w-]++={0,2}\\.[\\w-]{80,}+={0,2}");

    /**
     * What this fake makes itself: access and refresh tokens, codes of a sign-in and of a device, the app's secret. They
     * look like nothing else, so they are known wherever they stand. The code that a person types in may be in small letters,
     * and as a word of its own in any.
     */
    private static final Pattern OWN = Pattern.compile("()(?:0\\.[ACDT][\\w-]{40,}|secret~[0-9a-f]+"
            + "|QX[GHJKLMNPQRSTVWXZ]{7}|qx[ghjklmnpqrstvwxz]{7}|\\b(?i:QX[GHJKLMNPQRSTVWXZ]{7})\\b)");

    /** A URL may be a parameter of another one, which is in a text. */
    private static final int MOST_ESCAPES = 3;

    private static final List<Pattern> SECRETS =
            List.of(OWN, PARAMETER, MEMBER, BEARER, HEADER, SIGNED_SOMEHOW, SIGNED);

    private Secrets() {}

    /** Tells whether the value of a header is secret. */
    public static boolean isSecret(String header) {
        for (String secret : HEADERS) {
            if (secret.equalsIgnoreCase(header)) {
                return true;
            }
        }
        return false;
    }

    /** Returns a header's value as it may be shown. */
    public static String hide(String header, String value) {
        if (!isSecret(header)) {
            return hide(value);
        }
        return value.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length()) ? "Bearer " + HIDDEN : HIDDEN;
    }

    /** Returns a text, such as a target or a body, as it may be shown. Secrets are known in whatever way they are escaped. */
    public static String hide(String text) {
        BitSet hidden = new BitSet();
        Reading reading = Reading.of(text);
        reading.mark(SECRETS, hidden);
        for (int i = 0; i < MOST_ESCAPES && reading.isEscaped(); i++) {
            reading = reading.unescaped();
            reading.mark(SECRETS, hidden);
        }
        if (hidden.isEmpty()) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        int end = 0;
        for (int start = hidden.nextSetBit(0); start >= 0; start = hidden.nextSetBit(end)) {
            shown.append(text, end, start).append(HIDDEN);
            end = hidden.nextClearBit(start);
        }
        return shown.append(text, end, text.length()).toString();
    }
}
