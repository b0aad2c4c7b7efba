package io.github.partnercenter4j.wire;

/**
 * Watches how many bytes a body takes on the wire if its head names no length. A body's chunks have lines between and behind
 * them, which no library bounds: without this, a line that does not end would fill the memory. Used by one thread at a time.
 */
public final class CodedBytes {

    /** The largest body that is read, sent one byte a chunk, is smaller. */
    private static final int MOST = 8 * 1024 * 1024;

    private int count;

    /** Creates the watch over one body. */
    public CodedBytes() {}

    /**
     * Takes note of what came.
     *
     * @param bytes how many bytes came
     * @return false if the body is longer than 8 MiB by now: the connection must then be given up
     */
    public boolean came(int bytes) {
        count += bytes;
        return count <= MOST;
    }
}
