package io.github.partnercenter4j.testkit.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the ASN.1 elements of a certificate in DER. Pure functions. */
final class Der {

    private static final String COMMON_NAME = "2.5.4.3";
    private static final int LAST_YEAR_OF_UTC_TIME = 2049;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return constructed(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return constructed(0x31, parts);
    }

    /** An element with an explicit tag number. */
    static byte[] explicit(int number, byte[]... parts) {
        return constructed(0xa0 | number, parts);
    }

    /** An element with an implicit tag number. */
    static byte[] implicit(int number, byte[] content) {
        return tagged(0x80 | number, content);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] yes() {
        return tagged(0x01, new byte[] {(byte) 0xff});
    }

    static byte[] octets(byte[] content) {
        return tagged(0x04, content);
    }

    /** A bit string. The first argument is the number of unused bits in the last byte. */
    static byte[] bits(int unused, byte... content) {
        return tagged(0x03, joined(new byte[] {(byte) unused}, content));
    }

    static byte[] text(String value) {
        return tagged(0x0c, value.getBytes(StandardCharsets.UTF_8));
    }

    /** An object identifier, from its form with dots. */
    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            int arc = Integer.parseInt(arcs[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >> shift != 0) {
                    content.write(0x80 | (arc >> shift & 0x7f));
                }
            }
            content.write(arc & 0x7f);
        }
        return tagged(0x06, content.toByteArray());
    }

    /** A date. Its format depends on the year (RFC 5280, 4.1.2.5). */
    static byte[] time(Instant instant) {
        OffsetDateTime date = instant.atOffset(ZoneOffset.UTC);
        boolean isShort = date.getYear() <= LAST_YEAR_OF_UTC_TIME;
        String text = DateTimeFormatter.ofPattern(isShort ? "yyMMddHHmmss'Z'" : "yyyyMMddHHmmss'Z'", Locale.ROOT)
                .format(date);
        return tagged(isShort ? 0x17 : 0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A distinguished name with only a common name. */
    static byte[] name(String commonName) {
        return sequence(set(sequence(oid(COMMON_NAME), text(commonName))));
    }

    private static byte[] constructed(int tag, byte[]... parts) {
        return tagged(tag, joined(parts));
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int from = length[0] == 0 ? 1 : 0;
            out.write(0x80 | (length.length - from));
            out.write(length, from, length.length - from);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
