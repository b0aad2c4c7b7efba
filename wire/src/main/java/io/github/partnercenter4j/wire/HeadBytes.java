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

    private int count;

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
        for (int i = 0; i < length && count + i < START.length; i++) {
            if (bytes[from + i] != START[count + i]) {
                return false;
            }
        }
        count += length;
        return true;
    }

    /**
     * Tells whether more may be read.
     *
     * @return false if the heads are longer than 256 KiB already
     */
    public boolean mayGoOn() {
        return count <= MOST;
    }
}
