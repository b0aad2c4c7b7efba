package io.github.partnercenter4j.testkit.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * How to read the body of a request.
 *
 * @param chunked whether it is chunked
 * @param length its length if it is not chunked
 * @param awaitsContinue whether the client sends it only after a 100 (Continue)
 */
record RequestBody(boolean chunked, int length, boolean awaitsContinue) {

    private static final int BODY_BYTES = 1024 * 1024;
    private static final int CHUNK_LINE_BYTES = 1024;
    private static final int TRAILER_BYTES = 8 * 1024;
    private static final int SIZE_DIGITS = 8;

    /** Reads the headers about the body. Refuses what two servers might read differently. */
    static RequestBody of(HttpHead head) throws Refusal {
        List<String> lengths = head.headers().all("Content-Length");
        List<String> codings = head.headers().all("Transfer-Encoding");
        if (codings.isEmpty()) {
            int length = length(lengths);
            return new RequestBody(false, length, expectsContinue(head) && length > 0);
        }
        if (!lengths.isEmpty()) {
            throw new Refusal(400, "Content-Length with Transfer-Encoding");
        }
        if (!head.isHttp11()) {
            throw new Refusal(400, "Transfer-Encoding with HTTP/1.0");
        }
        if (!String.join(",", codings).equalsIgnoreCase("chunked")) {
            throw new Refusal(501, "the transfer coding " + codings);
        }
        return new RequestBody(true, 0, expectsContinue(head));
    }

    /** Returns whether there is a body. */
    boolean isPresent() {
        return chunked || length > 0;
    }

    byte[] read(Input in) throws IOException {
        return chunked ? chunks(in) : in.bytes(length);
    }

    private static int length(List<String> values) throws Refusal {
        if (values.isEmpty()) {
            return 0;
        }
        String value = values.get(0);
        for (String other : values) {
            if (!other.equals(value) || !other.matches("[0-9]+")) {
                throw new Refusal(400, "the Content-Length " + values);
            }
        }
        return atMostBody(value, 10);
    }

    private static boolean expectsContinue(HttpHead head) throws Refusal {
        List<String> expectations = head.headers().all("Expect");
        if (expectations.isEmpty() || !head.isHttp11()) {
            return false;
        }
        for (String expectation : expectations) {
            if (!expectation.equalsIgnoreCase("100-continue")) {
                throw new Refusal(417, "the expectation " + expectation);
            }
        }
        return true;
    }

    private static byte[] chunks(Input in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = chunkSize(in.line(CHUNK_LINE_BYTES, 400));
            if (size == 0) {
                skipTrailers(in);
                return body.toByteArray();
            }
            if (body.size() + size > BODY_BYTES) {
                throw tooLarge();
            }
            body.writeBytes(in.bytes(size));
            byte[] crlf = in.bytes(2);
            if (crlf[0] != '\r' || crlf[1] != '\n') {
                throw new Refusal(400, "a chunk longer than its size says");
            }
        }
    }

    private static int chunkSize(String line) throws Refusal {
        int semicolon = line.indexOf(';');
        String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).stripTrailing();
        if (!digits.matches("[0-9A-Fa-f]+")) {
            throw new Refusal(400, "a chunk without a size");
        }
        return atMostBody(digits, 16);
    }

    private static void skipTrailers(Input in) throws IOException {
        int left = TRAILER_BYTES;
        for (String line = in.line(left, 431); !line.isEmpty(); line = in.line(left, 431)) {
            left = Math.max(0, left - line.length() - 2);
        }
    }

    private static int atMostBody(String digits, int radix) throws Refusal {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        if (significant.length() > SIZE_DIGITS) {
            throw tooLarge();
        }
        long value = Long.parseLong(significant, radix);
        if (value > BODY_BYTES) {
            throw tooLarge();
        }
        return (int) value;
    }

    private static Refusal tooLarge() {
        return new Refusal(413, "a body of more than " + BODY_BYTES + " bytes");
    }
}
