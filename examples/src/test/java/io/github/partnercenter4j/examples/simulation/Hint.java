package io.github.partnercenter4j.examples.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Retry-After} in one of its forms.
 *
 * @param lines the values of the header, as sent
 * @param date the answer's {@code Date}, or null
 * @param truth how long it asks to wait, or null if it is not valid
 */
record Hint(
        List<String> lines, @Nullable String date, @Nullable Duration truth) {

    private static final DateTimeFormatter IMF = form("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter RFC_850 = form("EEEE, dd-MMM-uu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter ASCTIME = form("EEE MMM ppd HH:mm:ss uuuu");

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC);
    }

    static Hint of(Random luck, Instant now) {
        int seconds = luck.nextInt(luck.nextInt(4) == 0 ? 4000 : 4);
        Duration whole = Duration.ofSeconds(seconds);
        String text = String.valueOf(seconds);
        return switch (luck.nextInt(12)) {
            case 0 -> new Hint(List.of(seconds + ".7"), null, whole.plusMillis(700));
            case 1 -> new Hint(List.of(text, text), null, whole);
            case 2 -> new Hint(List.of(text + ", " + text), null, whole);
            case 3 -> new Hint(List.of(text + ", " + (seconds + 1)), null, null);
            case 4 -> new Hint(List.of(luck.nextBoolean() ? "soon" : "-" + text), null, null);
            case 5 -> new Hint(List.of("99999999999"), null, Duration.ofSeconds(99_999_999_999L));
            case 6 -> dated(IMF, whole, now, luck);
            case 7 -> dated(RFC_850, whole, now, luck);
            case 8 -> dated(ASCTIME, whole, now, luck);
            default -> new Hint(List.of(text), null, whole);
        };
    }

    private static Hint dated(DateTimeFormatter form, Duration wait, Instant now, Random luck) {
        if (luck.nextBoolean()) {
            Instant until = now.plus(wait).truncatedTo(ChronoUnit.SECONDS);
            return new Hint(List.of(form.format(until)), null, Duration.between(now, until));
        }
        // The service's clock is wrong, but the difference between its two dates is right.
        Instant its = now.minus(Duration.ofDays(luck.nextInt(3))).truncatedTo(ChronoUnit.SECONDS);
        return new Hint(List.of(form.format(its.plus(wait))), IMF.format(its), wait);
    }

    long nanos() {
        return truth == null || truth.isNegative()
                ? 0
                : Math.min(truth.toSeconds(), 4_000_000L) * 1_000_000_000L + truth.toNanosPart();
    }
}
