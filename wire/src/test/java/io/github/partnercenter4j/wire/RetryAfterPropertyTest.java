package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.partnercenter4j.port.support.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Any Retry-After is either ignored or a wait that is not negative. A date is the time until then. */
class RetryAfterPropertyTest {

    private static final List<String> PIECES = List.of(
            "0", "57", "9999999999", "10000000000", "-1", "+1", "1.5", "1e3", " 1\t", "\u0661", "1,1", "1;1", "");
    private static final List<String> DAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final Instant YEAR_1 = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant YEAR_9999 = Instant.parse("9999-12-31T23:59:59Z");

    private int understood;
    private int garbage;

    @FuzzTest
    void anyHeader_isADelayOrIgnored(FuzzedDataProvider data) {
        Golden.Headers headers = new Golden.Headers();
        List<String> values = List.of(value(data), value(data)).subList(0, data.consumeInt(0, 2));
        values.forEach(value -> headers.with("Retry-After", value));
        if (data.consumeBoolean()) {
            headers.with("Date", value(data));
        }
        Instant now = instant(data, YEAR_2000);
        RetryAfter read = read(headers, now);

        if (read.delay() == null) {
            garbage++;
        } else {
            understood++;
            assertThat(read.delay()).isGreaterThanOrEqualTo(Duration.ZERO);
            for (String value : values) {
                if (value.matches("[, \t]*")) {
                    // Empty elements of a list are ignored.
                    continue;
                }
                Golden.Headers alone = new Golden.Headers().with("Retry-After", value);
                headers.all("Date").forEach(date -> alone.with("Date", date));
                assertThat(read(alone, now).delay())
                        .as("several different values are ignored")
                        .isEqualTo(read.delay());
            }
        }
        if (read.text() != null) {
            assertThat(read.text()).matches("[ -~]{1,64}");
        }
        boolean seconds = !values.isEmpty()
                && values.stream().allMatch(value -> trim(value).matches("[0-9]{1,10}"));
        if (seconds
                && values.stream().map(RetryAfterPropertyTest::trim).distinct().count() == 1) {
            assertThat(read.delay()).isEqualTo(Duration.ofSeconds(Long.parseLong(trim(values.get(0)))));
        }
    }

    @FuzzTest
    void anyDate_isTheTimeUntilThatDate(FuzzedDataProvider data) {
        Instant answered = instant(data, YEAR_2000);
        Instant now = data.consumeBoolean() ? answered : instant(data, YEAR_2000);
        boolean shortYear = data.consumeInt(0, 2) == 0;
        Instant until =
                shortYear ? now.plusSeconds(data.consumeInt(-49 * 31_536_000, 49 * 31_536_000)) : instant(data, YEAR_1);
        if (shortYear && until.isAfter(YEAR_9999)) {
            return;
        }
        String text = shortYear ? rfc850(until) : data.consumeBoolean() ? imfFixdate(until) : asctime(until);
        Golden.Headers headers = new Golden.Headers().with("Retry-After", text).with("Date", imfFixdate(answered));

        RetryAfter read = read(headers, now);

        Duration wait = Duration.between(answered, until);
        assertThat(read.delay()).isEqualTo(wait.isNegative() ? Duration.ZERO : wait);
        assertThat(read.text()).isEqualTo(text);
        understood += wait.isNegative() ? 0 : 1;
    }

    @Test
    void manyHeaders_areDelaysOrIgnored() {
        Exploration.of(getClass(), "anyHeader_isADelayOrIgnored", this::anyHeader_isADelayOrIgnored);
        assertThat(understood).isGreaterThan(100);
        assertThat(garbage).isGreaterThan(100);
    }

    @Test
    void manyDates_areTheTimeUntilThatDate() {
        Exploration.of(getClass(), "anyDate_isTheTimeUntilThatDate", this::anyDate_isTheTimeUntilThatDate);
        assertThat(understood).isGreaterThan(300);
    }

    private static RetryAfter read(Golden.Headers headers, Instant now) {
        AnswerHeaders answer = new AnswerHeaders(Golden.CONTEXT, headers);
        return RetryAfter.read(answer.all("Retry-After"), answer.single("Date"), now);
    }

    private static String value(FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 5)) {
            case 0 -> data.consumeString(80);
            case 1 -> imfFixdate(instant(data, YEAR_1)) + data.consumeAsciiString(1);
            case 2 -> rfc850(instant(data, YEAR_1));
            case 3 -> asctime(instant(data, YEAR_1));
            default -> data.pickValue(PIECES);
        };
    }

    private static String trim(String value) {
        return value.replaceAll("^[ \t]+|[ \t]+$", "");
    }

    private static Instant instant(FuzzedDataProvider data, Instant from) {
        return Instant.ofEpochSecond(data.consumeLong(from.getEpochSecond(), YEAR_9999.getEpochSecond()));
    }

    private static String imfFixdate(Instant at) {
        LocalDateTime t = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
        return String.format(
                Locale.ROOT, "%.3s, %02d %s %04d %s GMT", day(t), t.getDayOfMonth(), month(t), t.getYear(), clock(t));
    }

    private static String rfc850(Instant at) {
        LocalDateTime t = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
        return String.format(
                Locale.ROOT,
                "%s, %02d-%s-%02d %s GMT",
                day(t),
                t.getDayOfMonth(),
                month(t),
                t.getYear() % 100,
                clock(t));
    }

    private static String asctime(Instant at) {
        LocalDateTime t = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
        return String.format(
                Locale.ROOT, "%.3s %s %2d %s %04d", day(t), month(t), t.getDayOfMonth(), clock(t), t.getYear());
    }

    private static String day(LocalDateTime t) {
        return DAYS.get(t.getDayOfWeek().getValue() - 1);
    }

    private static String month(LocalDateTime t) {
        return MONTHS.get(t.getMonthValue() - 1);
    }

    private static String clock(LocalDateTime t) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d", t.getHour(), t.getMinute(), t.getSecond());
    }
}
