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
 * The {@code Retry-After} header of a response (RFC 9110, 10.2.3): how long to wait before the next request. Partner
 * Center documents whole seconds. Gateways in front of it, and login services, may send a fraction or a date. All
 * modules use this parser. Immutable.
 *
 * <ul>
 *   <li>A fraction of a second is rounded up, so that the wait is never too short.
 *   <li>A number that is too large counts as {@link #TOO_LONG}, not as no wait.
 *   <li>Several headers, or several values in one header, count only if they are equal.
 * </ul>
 */
public final class RetryAfter {

    /** The wait for a number of more than ten digits: 9,999,999,999 seconds. */
    public static final Duration TOO_LONG = Duration.ofSeconds(9_999_999_999L);

    private static final int TEXT_LIMIT = 64;

    /** An earlier {@code Date} shows that the server's clock is wrong. */
    private static final Instant SANE = Instant.parse("2000-01-01T00:00:00Z");

    private static final Pattern SECONDS = Pattern.compile("[0-9]+(\\.[0-9]+)?");

    /** A comma between two values, but not the comma after the weekday of a date. */
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
     * Reads the header. A date counts from the {@code Date} of the response, because the two clocks may differ.
     *
     * @param lines the values of all {@code Retry-After} lines of the response, in order; empty if there are none
     * @param date the {@code Date} of the response, or null if it has none
     * @param now the current time, for a response without a usable {@code Date}
     * @return the parsed header
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
                // A list may have empty elements, which are ignored (RFC 9110, 5.6.1).
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
     * @return the wait, counted from the response, or zero for a date in the past; null if the header is missing, not
     *     readable or has different values
     */
    public @Nullable Duration delay() {
        return delay;
    }

    /**
     * Returns the unparsed header.
     *
     * @return the visible characters, at most 64, without repeated lines; null if there is no header
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

    /** Parses seconds. The value may have any length, so the length is checked first. */
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

    /** Returns the instant of an HTTP date in one of the three formats (RFC 9110, 5.6.7), or null for another text. */
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

    /** The obsolete format with a year of two digits: never more than fifty years in the future. */
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

    /** Removes spaces and tabs at both ends. */
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
