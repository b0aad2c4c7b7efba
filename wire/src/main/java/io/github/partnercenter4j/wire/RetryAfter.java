package io.github.partnercenter4j.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer asks to wait (RFC 9110, 10.2.3). Partner Center documents whole seconds; gateways before it may
 * send a date.
 *
 * @param delay the wait counted from the answer, zero for a date in the past; null if the header is missing or unreadable
 * @param text the header as it was written, its visible characters, at most 64; null if there is none
 */
record RetryAfter(@Nullable Duration delay, @Nullable String text) {

    private static final int TEXT_LIMIT = 64;

    /** A server that says it is earlier has lost its clock. */
    private static final Instant SANE = Instant.parse("2000-01-01T00:00:00Z");

    private static final DateTimeFormatter IMF_FIXDATE = strict("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter ASCTIME = strict("EEE MMM ppd HH:mm:ss uuuu");

    /** Reads the header; dates count from the answer's own Date, since the two clocks may differ, else from now. */
    static RetryAfter read(AnswerHeaders headers, Instant now) {
        List<String> lines = headers.all("Retry-After").stream()
                .map(RetryAfter::trim)
                .distinct()
                .toList();
        String text = visible(String.join(", ", lines));
        if (lines.size() != 1) {
            return new RetryAfter(null, text);
        }
        String value = lines.get(0);
        if (value.matches("[0-9]{1,10}")) {
            return new RetryAfter(Duration.ofSeconds(Long.parseLong(value)), text);
        }
        Instant until = date(value, now);
        if (until == null) {
            return new RetryAfter(null, text);
        }
        Instant answered = answered(headers, now);
        return new RetryAfter(until.isAfter(answered) ? Duration.between(answered, until) : Duration.ZERO, text);
    }

    private static Instant answered(AnswerHeaders headers, Instant now) {
        String date = headers.single("Date");
        Instant answered = date == null ? null : date(date, now);
        return answered == null || answered.isBefore(SANE) ? now : answered;
    }

    /** Returns the instant of an HTTP date in any of its three forms (RFC 9110, 5.6.7), or null if it is none. */
    private static @Nullable Instant date(String text, Instant now) {
        if (text.length() > TEXT_LIMIT) {
            return null;
        }
        return Stream.of(IMF_FIXDATE, rfc850(now), ASCTIME)
                .map(form -> parse(text, form))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static Optional<Instant> parse(String text, DateTimeFormatter form) {
        try {
            return Optional.of(LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException otherForm) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter strict(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US).withResolverStyle(ResolverStyle.STRICT);
    }

    /** The obsolete form with two digits of a year: never more than fifty years ahead. */
    private static DateTimeFormatter rfc850(Instant now) {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR,
                        2,
                        2,
                        now.atOffset(ZoneOffset.UTC).toLocalDate().minusYears(49))
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** Without optional white space, which is spaces and tabs and nothing else. */
    private static String trim(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isBlank(value.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static @Nullable String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.chars().filter(c -> c >= ' ' && c < 0x7f).limit(TEXT_LIMIT).forEach(c -> visible.append((char) c));
        return visible.isEmpty() ? null : visible.toString();
    }
}
