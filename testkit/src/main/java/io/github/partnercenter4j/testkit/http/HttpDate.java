package io.github.partnercenter4j.testkit.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes HTTP dates (RFC 9110, 5.6.7). */
public final class HttpDate {

    private HttpDate() {}

    /**
     * Writes a date. HTTP needs a day of two digits, but the JDK's constant writes one. A pattern would load the JDK's
     * locale data, which is slow.
     */
    public static String of(Instant instant) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
        return date.charAt(6) == ' ' ? date.substring(0, 5) + "0" + date.substring(5) : date;
    }
}
