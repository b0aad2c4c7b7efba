package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.port.support.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "57,57", "' 57\t',57", "007,7", "3600,3600", "9999999999,9999999999"})
    void read_digits_areSeconds(String header, long seconds) {
        assertThat(read(header).delay()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "+1",
                "1e3",
                "1.",
                ".5",
                "1.5.2",
                "soon",
                "1, 2",
                "\u0661",
                "0x10",
                "1 2",
                "Sun, 06 Nov 1994 08:49:37",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 25:49:37 GMT",
                "Mon, 30 Feb 1994 08:49:37 GMT",
                "sun, 06 nov 1994 08:49:37 gmt",
                "1994-11-06T08:49:37Z"
            })
    void read_garbage_isNoDelayButKeptAsText(String header) {
        RetryAfter read = read(header);

        assertThat(read.delay()).isNull();
        assertThat(read.text()).isEqualTo(header.equals("\u0661") ? null : header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    void read_dateInAnyOfTheThreeForms_countsFromNow(String header) {
        RetryAfter read = read(header);

        assertThat(read.delay()).isEqualTo(Duration.ofSeconds(37));
        assertThat(read.text()).isEqualTo(header);
    }

    @Test
    void read_twoDigitYear_isNeverMoreThanFiftyYearsAhead() {
        assertThat(read("Sunday, 06-Nov-44 08:49:00 GMT").delay())
                .isEqualTo(Duration.between(NOW, Instant.parse("2044-11-06T08:49:00Z")));
        assertThat(read("Monday, 06-Nov-45 08:49:00 GMT").delay())
                .as("2045 would be 51 years ahead, and that day of 1945 was a Tuesday")
                .isNull();
        assertThat(read("Tuesday, 06-Nov-45 08:49:00 GMT").delay()).isEqualTo(Duration.ZERO);
    }

    @Test
    void read_dateInThePast_isZero() {
        assertThat(read("Sun, 06 Nov 1994 08:48:59 GMT").delay()).isEqualTo(Duration.ZERO);
    }

    @Test
    void read_dateWithTheDateOfTheResponse_countsFromThat() {
        Golden.Headers headers = new Golden.Headers()
                .with("Retry-After", "Wed, 15 Apr 2026 10:00:57 GMT")
                .with("Date", "Wed, 15 Apr 2026 10:00:00 GMT");

        assertThat(read(headers).delay()).isEqualTo(Duration.ofSeconds(57));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thu, 01 Jan 1970 00:00:00 GMT", "yesterday", ""})
    void read_dateWithAnInvalidDate_countsFromNow(String date) {
        Golden.Headers headers = new Golden.Headers()
                .with("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")
                .with("Date", date);

        assertThat(read(headers).delay()).isEqualTo(Duration.ofSeconds(37));
    }

    @Test
    void read_noHeader_hasNoDelay() {
        RetryAfter nothing = read(new Golden.Headers());

        assertThat(nothing.delay()).isNull();
        assertThat(nothing.text()).isNull();
    }

    @Test
    void read_severalDifferingLines_areIgnoredButKeptAsText() {
        Golden.Headers headers = new Golden.Headers().with("Retry-After", "1").with("Retry-After", "9");

        assertThat(read(headers).delay()).isNull();
        assertThat(read(headers).text()).isEqualTo("1, 9");
    }

    @Test
    void read_severalEqualLines_countAsOne() {
        Golden.Headers headers = new Golden.Headers().with("Retry-After", "9").with("Retry-After", " 9");

        assertThat(read(headers).delay()).isEqualTo(Duration.ofSeconds(9));
    }

    @ParameterizedTest
    @CsvSource({
        "299.997, 300",
        "1.5, 2",
        "0.0000000001, 1",
        "2.000, 2",
        "0.0, 0",
        "'120, 120', 120",
        "'120,120.0 , 0120', 120",
        "00000000000000000007, 7",
        "9999999999, 9999999999",
        "10000000000, 9999999999",
        "99999999999999999999999.5, 9999999999",
        "'Sun, 06 Nov 1994 08:49:37 GMT, Sunday, 06-Nov-94 08:49:37 GMT, 37', 37"
    })
    void read_fractionsListsAndLongNumbers_areParsed(String header, long seconds) {
        assertThat(read(header).delay()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void read_longOrInvisibleText_keepsAtMost64VisibleCharacters() {
        assertThat(read("x".repeat(100_000)).text()).isEqualTo("x".repeat(64));
        assertThat(read("a\u0007b\u00fcc").text()).isEqualTo("abc");
    }

    private static RetryAfter read(String header) {
        return read(new Golden.Headers().with("Retry-After", header));
    }

    private static RetryAfter read(Golden.Headers headers) {
        AnswerHeaders answer = new AnswerHeaders(Golden.CONTEXT, headers);
        return RetryAfter.read(answer.all("Retry-After"), answer.single("Date"), NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"120,", ", 120", "120, , 120", "120,120.0,"})
    void read_emptyElementsOfAList_areIgnored(String header) {
        assertThat(read(header).delay()).isEqualTo(Duration.ofMinutes(2));
    }
}
