package io.github.partnercenter4j.testkit.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads lines and runs of bytes, never more than it is allowed to. */
final class Input {

    private final InputStream in;
    private final byte[] buffer = new byte[8 * 1024];
    private int next;
    private int end;

    Input(InputStream in) {
        this.in = in;
    }

    /** Waits for a byte. Returns false if there will be none. */
    boolean more() throws IOException {
        if (next == end) {
            next = 0;
            end = Math.max(0, in.read(buffer));
        }
        return next < end;
    }

    /**
     * Reads a line of a head, without its end. What cannot stand in a head is refused as soon as it comes, not at the end
     * of the line: a client that speaks TLS, say, would wait for an answer before it sends one.
     */
    String line(int most, int statusIfLonger) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        while (true) {
            int c = read();
            if (c == '\r') {
                if (read() != '\n') {
                    throw new Refusal(400, "a CR without its LF");
                }
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            if ((c < ' ' && c != '\t') || c == 0x7F) {
                throw new Refusal(400, "the control character " + c + " in a line");
            }
            if (line.size() == most) {
                throw new Refusal(statusIfLonger, "a line of more than " + most + " bytes");
            }
            line.write(c);
        }
    }

    /** Reads that many bytes into an array, from an offset on. */
    void fill(byte[] bytes, int from, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (!more()) {
                throw endedEarly();
            }
            int part = Math.min(count - done, end - next);
            System.arraycopy(buffer, next, bytes, from + done, part);
            next += part;
            done += part;
        }
    }

    private int read() throws IOException {
        if (!more()) {
            throw endedEarly();
        }
        return buffer[next++] & 0xFF;
    }

    private static Refusal endedEarly() {
        return new Refusal(400, "the request ended early");
    }
}
