package io.github.partnercenter4j;

import java.util.Objects;
import java.util.regex.Pattern;

/** Makes correlation ids of trace ids. Pure functions. */
final class TraceIds {

    private static final Pattern DIGITS = Pattern.compile(
            "(?!0{32})(\\p{XDigit}{8})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{12})");

    private TraceIds() {}

    /** Inserts the hyphens. Refuses all zero, which is not a valid trace id. */
    static String toGuid(String traceId) {
        Objects.requireNonNull(traceId, "traceId");
        if (!DIGITS.matcher(traceId).matches()) {
            throw new IllegalArgumentException(
                    "traceId must be 32 hexadecimal digits, not all zero, such as 4bf92f3577b34da6a3ce929d0e0e4736");
        }
        return DIGITS.matcher(traceId).replaceFirst("$1-$2-$3-$4-$5");
    }
}
