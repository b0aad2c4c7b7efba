package io.github.partnercenter4j.wire;

import java.nio.charset.StandardCharsets;

/**
 * Watches the bytes of an answer's heads as they come, interim answers included, so that every transport gives up on the same
 * peer in the same way: on one that does not speak HTTP at its first wrong byte, and on heads that are longer than
 * 256 KiB together. Used by one thread at a time.
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

    /** Creates the watch over one answer's heads. */
    public HeadBytes() {}

    /**
     * Takes note of what came.
     *
     * @param bytes an array with the bytes
     * @param from where they begin in it
     * @param length how many they are
     * @return false if an answer of HTTP does not begin so; then nothing more may be read
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
     * Tells whether more may be read.
     *
     * @return false if the heads are longer than 256 KiB already
     */
    public boolean mayGoOn() {
        return count <= MOST;
    }

    /**
     * Tells what the answer whose head is being read refuses the request with. It counts though the rest of the head is too
     * long to be read.
     *
     * @return a status from 300 to 599, or 0 if the status is another one or has not come
     */
    public int refusal() {
        return status >= 300 && status <= 599 ? status : 0;
    }
}
