package io.github.partnercenter4j.testkit.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the head of a request. Stricter than most servers: refuses what two servers might read differently. */
final class RequestParser {

    private static final int REQUEST_LINE_BYTES = 8 * 1024;
    private static final int HEAD_BYTES = 64 * 1024;
    /** More than any client sends. A journal needs much more memory for a header than its bytes. */
    private static final int HEADERS = 200;

    private static final int EMPTY_LINES = 4;
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private RequestParser() {}

    /** Reads a head. Returns null if there were only empty lines, which some clients send after a body. */
    static @Nullable HttpHead head(Input in, long connection, int index) throws IOException {
        String line = "";
        for (int empty = 0; line.isEmpty(); empty++) {
            if (empty > EMPTY_LINES) {
                throw new Refusal(400, "only empty lines");
            }
            if (!in.more()) {
                return null;
            }
            line = in.line(REQUEST_LINE_BYTES, 414);
        }
        String[] words = line.split(" ", -1);
        if (words.length != 3) {
            throw new Refusal(400, "a request line of " + words.length + " words");
        }
        String method = token(words[0], "method");
        String version = version(words[2]);
        String target = target(method, words[1]);
        Headers headers = new Headers(headers(in));
        int hosts = headers.all("Host").size();
        if (hosts > 1 || (hosts == 0 && version.equals("HTTP/1.1"))) {
            throw new Refusal(400, hosts + " Host headers");
        }
        return new HttpHead(connection, index, method, words[1], target, version, headers);
    }

    private static String version(String word) throws Refusal {
        if (word.equals("HTTP/1.1") || word.equals("HTTP/1.0")) {
            return word;
        }
        throw word.matches("HTTP/[0-9]\\.[0-9]") ? new Refusal(505, word) : new Refusal(400, "no HTTP version");
    }

    /** Returns path and query. A server must also accept a whole URL, which clients send to a proxy. */
    private static String target(String method, String raw) throws Refusal {
        if (raw.startsWith("/")
                || (raw.equals("*") && method.equals("OPTIONS"))
                || (method.equals("CONNECT") && !raw.isEmpty())) {
            return raw;
        }
        String lower = raw.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            throw new Refusal(400, "a target that is neither a path nor a URL");
        }
        int authority = raw.indexOf("//") + 2;
        int rest = authority;
        while (rest < raw.length() && raw.charAt(rest) != '/' && raw.charAt(rest) != '?') {
            rest++;
        }
        if (rest == authority) {
            throw new Refusal(400, "a URL without a host");
        }
        String path = raw.substring(rest);
        return path.startsWith("/") ? path : "/" + path;
    }

    private static List<Header> headers(Input in) throws IOException {
        List<Header> headers = new ArrayList<>();
        int left = HEAD_BYTES;
        while (true) {
            String line = in.line(left, 431);
            if (line.isEmpty()) {
                return headers;
            }
            left = Math.max(0, left - line.length() - 2);
            if (headers.size() == HEADERS) {
                throw new Refusal(431, "more than " + HEADERS + " headers");
            }
            headers.add(header(line));
        }
    }

    private static Header header(String line) throws Refusal {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new Refusal(400, "a header line without a colon");
        }
        // The check of the name also refuses white space before the colon, and a folded line.
        return new Header(token(line.substring(0, colon), "header name"), trim(line.substring(colon + 1)));
    }

    private static String token(String word, String what) throws Refusal {
        boolean valid = !word.isEmpty();
        for (int i = 0; valid && i < word.length(); i++) {
            char c = word.charAt(i);
            valid = isAlphanumeric(c) || TOKEN_MARKS.indexOf(c) >= 0;
        }
        if (!valid) {
            throw new Refusal(400, "a " + what + " that is no token");
        }
        return word;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static String trim(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isBlank(value.charAt(from))) {
            from++;
        }
        while (from < to && isBlank(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
