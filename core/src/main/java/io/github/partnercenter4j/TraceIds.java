package io.github.partnercenter4j;

import java.util.Objects;
import java.util.regex.Pattern;

/** Trace ids as correlation ids. Pure. */
final class TraceIds {

    private static final Pattern DIGITS = Pattern.compile(
            "(?!0{32})(\\p{XDigit}{8})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{12})");

    private TraceIds() {}

    /** Sets the hyphens. All zero is no trace, so calls of different callers would look like one. */
    static String toGuid(String traceId) {
        Objects.requireNonNull(traceId, "traceId");
        if (!DIGITS.matcher(traceId).matches()) {
            throw new IllegalArgumentException(
                    "traceId must be 32 hexadecimal digits, not all zero, such as 4bf92f3577b34da6a3ce929d0e0e4736");
        }
        return DIGITS.matcher(traceId).replaceFirst("$1-$2-$3-$4-$5");
    }
}
