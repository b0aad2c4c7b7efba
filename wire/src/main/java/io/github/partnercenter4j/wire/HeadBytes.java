package io.github.partnercenter4j.wire;

import java.nio.charset.StandardCharsets;

/**
 * Checks the bytes of response heads as they arrive, including those of interim responses. So every transport fails in
 * the same way: at the first wrong byte of a server that does not speak HTTP, and for heads longer than 256 KiB in
 * total. Used by one thread at a time.
 */
public final class HeadBytes {

    private static final int MOST = 256 * 1024;
    private static final byte[] START = "HTTP/".getBytes(StandardCharsets.US_ASCII);

    private static final int STATUS = "HTTP/1.1 ".length();

    private int count;
    private boolean isStatusLine = true;
    private int column;
    private int status;
    private boolean isOver;

    /** Creates the check for the heads of one response. */
    public HeadBytes() {}

    /**
     * Checks received bytes.
     *
     * @param bytes an array with the bytes
     * @param from the index of the first byte
     * @param length the number of bytes
     * @return false if these bytes cannot be the start of an HTTP response: then no more may be read
     */
    public boolean came(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length && !isOver; i++) {
            if (isStatusLine && column < START.length && bytes[i] != START[column]) {
                return false;
            }
            next(bytes[i]);
        }
        count += length;
        return true;
    }

    private void next(byte one) {
        if (one == '\n') {
            boolean isEnd = !isStatusLine && column == 0;
            isOver = isEnd && status >= 200;
            isStatusLine = isEnd;
            status = isEnd && !isOver ? 0 : status;
            column = 0;
        } else if (one != '\r') {
            if (isStatusLine && column >= STATUS && column <= STATUS + 3) {
                inStatus(one);
            }
            column++;
        }
    }

    private void inStatus(byte one) {
        boolean isWanted = column == STATUS + 3 ? one == ' ' : one >= '0' && one <= '9';
        if (!isWanted || status < 0) {
            status = -1;
        } else if (one != ' ') {
            status = status * 10 + one - '0';
        }
    }

    /**
     * Returns whether more bytes may be read.
     *
     * @return false if the heads are already longer than 256 KiB
     */
    public boolean mayGoOn() {
        return count <= MOST;
    }

    /**
     * Returns the error status of the head that is being read. It counts even if the rest of the head is too long.
     *
     * @return a status from 300 to 599, or 0 if the status is another one or has not arrived
     */
    public int refusal() {
        return status >= 300 && status <= 599 ? status : 0;
    }
}
