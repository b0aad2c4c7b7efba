package io.github.partnercenter4j.testkit.service;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Hides secrets in texts: the fake's own secrets everywhere; other secrets by the names of headers, parameters and
 * members; and signed tokens by their form. Members of a profile are not secrets. Pure functions.
 */
public final class Secrets {

    private static final String HIDDEN = "<redacted>";

    private static final List<String> HEADERS = List.of(
            "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "Ocp-Apim-Subscription-Key");

    private static final String NAMES =
            "access_?token|refresh_?token|id_?token|token|bearer|authorization|client_?secret"
                    + "|client_?assertion|assertion|secret|password|device_?code|user_?code|code_?verifier";

    /**
     * The secret parameters of a query or a form. Here a {@code code} is a secret; as a JSON member it is an error
     * code.
     */
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)((?:^|[?&#;\\s])(?:code|sig|api[_-]?key|subscription-key|" + NAMES + ")=)[^&#;\\s]+");

    private static final Pattern MEMBER =
            Pattern.compile("(?i)(\"(?:" + NAMES + ")\"\\s*:\\s*\")(?:[^\"\\\\]|\\\\.)*+", Pattern.DOTALL);
    private static final Pattern BEARER =
            Pattern.compile("(?i)(\\b(?:Bearer|Basic)[\\s+]++)(?!error|realm)[\\w.~+/=-]{16,}");

    /** A secret header in a text, such as an overlay's description. */
    private static final Pattern HEADER =
            Pattern.compile("(?i)((?<![\\w-])(?:" + String.join("|", HEADERS) + "):\\s*)[^\\s,)][^\\r\\n,)]*+");

    /**
     * A signed token recognised by its start, also without a long signature. After the first dot there must be a letter:
     * by chance a correlation vector has the same start, but it has only numbers there.
     */
    private static final Pattern SIGNED = Pattern.compile("()eyJ[\\w-]++\\.\\d*+[A-Za-z_-][\\w-]*+(?:\\.[\\w-]*)*+");

    /**
     * A signed token recognised by its long signature: its JSON may begin with white space, and base64 may end with
     * padding. A match begins at the start of a word; otherwise long texts would be searched again and again.
     */
    private static final Pattern SIGNED_SOMEHOW =
            Pattern.compile("()(?<![\\w-])[\\w-]++={0,2}\\.[\\w-]++={0,2}\\.[\\w-]{80,}+={0,2}");

    /**
     * The secrets that the fake itself creates: access and refresh tokens, codes of a sign-in and of a device, the
     * app's secret. Their form is unique, so they are recognised everywhere. A user code may have small letters, and as
     * a separate word any case.
     */
    private static final Pattern OWN = Pattern.compile("()(?:0\\.[ACDT][\\w-]{40,}|secret~[0-9a-f]+"
            + "|QX[GHJKLMNPQRSTVWXZ]{7}|qx[ghjklmnpqrstvwxz]{7}|\\b(?i:QX[GHJKLMNPQRSTVWXZ]{7})\\b)");

    /** A URL may be a parameter of another URL, inside a text. */
    private static final int MOST_ESCAPES = 3;

    private static final List<Pattern> SECRETS =
            List.of(OWN, PARAMETER, MEMBER, BEARER, HEADER, SIGNED_SOMEHOW, SIGNED);

    private Secrets() {}

    /** Returns whether the value of a header is a secret. */
    public static boolean isSecret(String header) {
        for (String secret : HEADERS) {
            if (secret.equalsIgnoreCase(header)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the value of a header with secrets hidden. */
    public static String hide(String header, String value) {
        if (!isSecret(header)) {
            return hide(value);
        }
        return value.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length()) ? "Bearer " + HIDDEN : HIDDEN;
    }

    /** Returns a text, such as a target or a body, with secrets hidden. Escaped secrets are also recognised. */
    public static String hide(String text) {
        BitSet hidden = new BitSet();
        UnescapedText reading = UnescapedText.of(text);
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
