package io.github.partnercenter4j.msal;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 response to a POST, up to a limit, from a connection that is closed afterwards. Throws a
 * {@link ProtocolException} if the response is not valid HTTP or too long. Its message quotes nothing of the response.
 */
final class HttpAnswers {

    static final int MOST_BYTES = 1024 * 1024;

    /** The limit for all heads, lines between chunks and trailers together. */
    static final int MOST_HEAD_BYTES = 256 * 1024;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9]\\d\\d)( .*)?");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");
    private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,8})\\s*(;.*)?");

    private final InputStream in;
    private int headBytes;

    private HttpAnswers(InputStream in) {
        this.in = in;
    }

    /** Reads a whole response. */
    static LoginAnswer read(InputStream in) throws IOException {
        HttpAnswers answers = new HttpAnswers(in);
        LoginAnswer head = answers.head();
        return new LoginAnswer(head.status(), head.headers(), new String(answers.body(head), StandardCharsets.UTF_8));
    }

    /** Reads only the head of a response, and no further byte. */
    static LoginAnswer head(InputStream in) throws IOException {
        return new HttpAnswers(in).head();
    }

    private LoginAnswer head() throws IOException {
        while (true) {
            Matcher status = STATUS.matcher(line());
            if (!status.matches()) {
                throw new ProtocolException("the status line is not one of HTTP/1.1");
            }
            int code = Integer.parseInt(status.group(1));
            Map<String, List<String>> headers = headers();
            if (code == 101) {
                throw new ProtocolException("the server switched to another protocol");
            }
            if (code >= 200) {
                return new LoginAnswer(code, headers, "");
            }
        }
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            Matcher header = HEADER.matcher(line);
            if (!header.matches()) {
                throw new ProtocolException("a header line is invalid");
            }
            headers.computeIfAbsent(header.group(1), name -> new ArrayList<>())
                    .add(header.group(2).strip());
        }
        return headers;
    }

    private byte[] body(LoginAnswer head) throws IOException {
        List<String> codings = head.values("Transfer-Encoding");
        if (head.status() == 204 || head.status() == 304) {
            return new byte[0];
        }
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
                throw new ProtocolException("the transfer coding is unknown");
            }
            return chunks();
        }
        List<String> lengths = head.values("Content-Length").stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .distinct()
                .toList();
        if (lengths.isEmpty()) {
            return bytes(MOST_BYTES + 1, false);
        }
        if (lengths.size() > 1 || !lengths.get(0).matches("\\d{1,18}")) {
            throw new ProtocolException("the length is invalid");
        }
        return bytes(Long.parseLong(lengths.get(0)), true);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Matcher size = CHUNK.matcher(line());
            if (!size.matches()) {
                throw new ProtocolException("the size of a chunk is invalid");
            }
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                headers();
                return body.toByteArray();
            }
            if (body.size() + length > MOST_BYTES) {
                throw tooMuch();
            }
            body.writeBytes(bytes(length, true));
            if (!line().isEmpty()) {
                throw new ProtocolException("a chunk has another length than announced");
            }
        }
    }

    /**
     * Reads exactly this number of bytes, or, if {@code exact} is false, all bytes, which must be fewer than the
     * number.
     */
    private byte[] bytes(long number, boolean exact) throws IOException {
        if (exact && number > MOST_BYTES) {
            throw tooMuch();
        }
        byte[] bytes = in.readNBytes((int) number);
        if (exact && bytes.length < number) {
            throw new EOFException();
        }
        if (!exact && bytes.length == number) {
            throw tooMuch();
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            if (++headBytes > MOST_HEAD_BYTES) {
                throw tooMuch();
            }
            if (next == '\n') {
                int end = line.length();
                return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
            }
            line.append((char) next);
        }
    }

    private static ProtocolException tooMuch() {
        return new ProtocolException(
                "it has more than " + MOST_HEAD_BYTES + " bytes of head or " + MOST_BYTES + " of body");
    }
}
