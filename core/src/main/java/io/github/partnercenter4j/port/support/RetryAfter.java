package io.github.partnercenter4j.port.support;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer asks to wait: its {@code Retry-After} (RFC 9110, 10.2.3). Partner Center documents whole seconds;
 * gateways before it, and login services, may send a fraction or a date. Everything here that reads the header reads it
 * by this one parser. Immutable.
 *
 * <ul>
 *   <li>A fraction of a second rounds up: a wait is never shorter than asked.
 *   <li>A number too large to be read is a wait that is too long for anybody, {@link #TOO_LONG}, and not no wait at all.
 *   <li>A header that is there several times, or lists several values, says something if they agree.
 * </ul>
 */
public final class RetryAfter {

    /** What a number of more than ten digits means: 9,999,999,999 seconds. */
    public static final Duration TOO_LONG = Duration.ofSeconds(9_999_999_999L);

    private static final int TEXT_LIMIT = 64;

    /** A server that says it is earlier has lost its clock. */
    private static final Instant SANE = Instant.parse("2000-01-01T00:00:00Z");

    private static final Pattern SECONDS = Pattern.compile("[0-9]+(\\.[0-9]+)?");

    /** A comma between two values, and not the one behind a date's weekday. */
    private static final Pattern BETWEEN_VALUES = Pattern.compile(",(?![ \t]*[0-9]{2}[ -][A-Za-z]{3}[ -])");

    private static final DateTimeFormatter IMF_FIXDATE = strict("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter ASCTIME = strict("EEE MMM ppd HH:mm:ss uuuu");

    private final @Nullable Duration delay;
    private final @Nullable String text;

    private RetryAfter(@Nullable Duration delay, @Nullable String text) {
        this.delay = delay;
        this.text = text;
    }

    /**
     * Reads the header. A date counts from the answer's own {@code Date}, since the two clocks may differ.
     *
     * @param lines the values of the answer's {@code Retry-After} lines, in order; empty if there are none
     * @param date the answer's {@code Date}, or null if it has none
     * @param now what the time is, where the answer's {@code Date} says nothing
     * @return what the header says
     */
    public static RetryAfter read(List<String> lines, @Nullable String date, Instant now) {
        if (lines.isEmpty()) {
            return new RetryAfter(null, null);
        }
        List<String> values = new ArrayList<>(1);
        List<Optional<Duration>> delays = new ArrayList<>(1);
        for (String line : lines) {
            for (String part : BETWEEN_VALUES.split(line, -1)) {
                String value = trim(part);
                // A list may have empty elements, which say nothing (RFC 9110, 5.6.1).
                if (!value.isEmpty() && !values.contains(value)) {
                    values.add(value);
                    delays.add(Optional.ofNullable(delay(value, date, now)));
                }
            }
        }
        String text = visible(String.join(
                ", ", lines.stream().map(RetryAfter::trim).distinct().toList()));
        boolean agree = delays.stream().distinct().count() == 1;
        return new RetryAfter(agree ? delays.get(0).orElse(null) : null, text);
    }

    /**
     * Returns how long to wait.
     *
     * @return the wait counted from the answer, zero for a date in the past; null if the header is missing, unreadable or
     *     contradicts itself
     */
    public @Nullable Duration delay() {
        return delay;
    }

    /**
     * Returns the header as it was written.
     *
     * @return its visible characters, at most 64, without lines that repeat another; null if there is none
     */
    public @Nullable String text() {
        return text;
    }

    private static @Nullable Duration delay(String value, @Nullable String date, Instant now) {
        if (SECONDS.matcher(value).matches()) {
            return seconds(value);
        }
        Instant until = date(value, now);
        if (until == null) {
            return null;
        }
        Instant answered = answered(date, now);
        return until.isAfter(answered) ? Duration.between(answered, until) : Duration.ZERO;
    }

    /** The value may be of any length, so it is measured before it is parsed. */
    private static Duration seconds(String value) {
        int from = 0;
        int point = value.indexOf('.') < 0 ? value.length() : value.indexOf('.');
        while (from < point - 1 && value.charAt(from) == '0') {
            from++;
        }
        if (point - from > 10) {
            return TOO_LONG;
        }
        long whole = Long.parseLong(value.substring(from, point));
        boolean fraction = value.substring(point).chars().anyMatch(c -> c >= '1' && c <= '9');
        return Duration.ofSeconds(fraction ? whole + 1 : whole);
    }

    private static Instant answered(@Nullable String date, Instant now) {
        Instant answered = date == null ? null : date(trim(date), now);
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
