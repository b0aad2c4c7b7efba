package io.github.partnercenter4j.wire;

/**
 * Limits the number of bytes on the wire of a body without a known length. No HTTP library limits the lines between and
 * after the chunks of a body, so an endless line would fill the memory. Used by one thread at a time.
 */
public final class CodedBytes {

    /** Larger than the largest allowed body, even if every chunk has one byte. */
    private static final int MOST = 8 * 1024 * 1024;

    private int count;

    /** Creates the counter for one body. */
    public CodedBytes() {}

    /**
     * Counts received bytes.
     *
     * @param bytes the number of bytes
     * @return false if the body is now longer than 8 MiB: then the connection must be closed
     */
    public boolean came(int bytes) {
        count += bytes;
        return count <= MOST;
    }
}
