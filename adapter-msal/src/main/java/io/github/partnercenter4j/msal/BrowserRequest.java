package io.github.partnercenter4j.msal;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the request of a browser: its first line, and the rest of its head, which is not used. The head may be large,
 * because the browser sends all cookies of {@code localhost}, for all ports.
 */
final class BrowserRequest {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LARGEST_REST = 1024 * 1024;
    private static final Duration REST_PATIENCE = Duration.ofSeconds(2);

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[8 * 1024];
    private int position;
    private int filled;

    BrowserRequest(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /**
     * Reads the request line. Returns its target, or null if it is not a GET.
     *
     * @param patience how long to wait for the whole line
     */
    @Nullable
    String target(Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        StringBuilder line = new StringBuilder();
        for (int next = next(end); next != '\n'; next = next(end)) {
            if (next < 0 || line.length() == LONGEST_LINE) {
                return null;
            }
            line.append((char) next);
        }
        String[] words = line.toString().strip().split(" ", -1);
        return words.length == 3 && words[0].equals("GET") ? words[1] : null;
    }

    /**
     * Reads the rest of the head, up to a limit. If a connection is closed with unread bytes, the browser may not get
     * the response.
     */
    void dropTheRest() {
        long end = System.nanoTime() + REST_PATIENCE.toNanos();
        boolean emptyLine = true;
        try {
            for (int count = 0; count < LARGEST_REST; count++) {
                int next = next(end);
                if (next < 0 || (next == '\n' && emptyLine)) {
                    return;
                }
                emptyLine = next == '\n' || (next == '\r' && emptyLine);
            }
        } catch (IOException gone) {
            // Only the first line is needed.
        }
    }

    private int next(long endNanos) throws IOException {
        if (position == filled) {
            long left = Duration.ofNanos(endNanos - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
            position = 0;
            filled = Math.max(0, in.read(buffer));
            if (filled == 0) {
                return -1;
            }
        }
        return buffer[position++] & 0xff;
    }
}
