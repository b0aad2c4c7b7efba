package io.github.partnercenter4j.testkit.http;

import java.io.IOException;
import java.io.InputStream;

/** Reads lines and blocks of bytes up to a limit. */
final class Input {

    private final InputStream in;
    private final byte[] buffer = new byte[8 * 1024];
    private int next;
    private int end;

    Input(InputStream in) {
        this.in = in;
    }

    /** Waits for a byte. Returns false at the end of the input. */
    boolean more() throws IOException {
        if (next == end) {
            next = 0;
            end = Math.max(0, in.read(buffer));
        }
        return next < end;
    }

    /**
     * Reads a line of a head, without its line end. Refuses a character that no head can have at once, not at the end
     * of the line. Otherwise a client that speaks TLS here would wait for a response, and never send a line end.
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

    /** Reads exactly this number of bytes. */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int done = 0; done < count; ) {
            if (!more()) {
                throw endedEarly();
            }
            int part = Math.min(count - done, end - next);
            System.arraycopy(buffer, next, bytes, done, part);
            next += part;
            done += part;
        }
        return bytes;
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
