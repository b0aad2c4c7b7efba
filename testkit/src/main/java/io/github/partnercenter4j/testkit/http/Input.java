package io.github.partnercenter4j.testkit.http;

import java.io.IOException;
import java.io.InputStream;

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
        StringBuilder line = new StringBuilder(128);
        while (true) {
            int c = read();
            if (c == '\r') {
                if (read() != '\n') {
                    throw new Refusal(400, "a CR without its LF");
                }
                return line.toString();
            }
            if ((c < ' ' && c != '\t') || c == 0x7F) {
                throw new Refusal(400, "the control character " + c + " in a line");
            }
            if (line.length() == most) {
                throw new Refusal(statusIfLonger, "a line of more than " + most + " bytes");
            }
            line.append((char) c);
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
