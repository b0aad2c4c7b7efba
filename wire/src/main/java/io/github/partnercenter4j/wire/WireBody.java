package io.github.partnercenter4j.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer's body as far as it came: its bytes, whether it was cut at a limit, and the failure that ended it, if one
 * did. A value for every end a body can take, so that a transport's converter need not throw and status and headers are
 * never lost. Immutable.
 */
public final class WireBody {

    private static final int SUCCESS_LIMIT = 1024 * 1024;
    private static final int ERROR_LIMIT = 64 * 1024;
    /** A profile is a few hundred bytes. */
    private static final int FIRST_CHUNK = 1024;

    private static final int CHUNK = 16 * 1024;

    private static final WireBody EMPTY = new WireBody(new byte[0], false, null);
    private static final WireBody UNREAD = new WireBody(new byte[0], true, null);

    private final byte[] content;
    private final boolean cut;
    private final @Nullable IOException failure;

    private WireBody(byte[] content, boolean cut, @Nullable IOException failure) {
        this.content = content;
        this.cut = cut;
        this.failure = failure;
    }

    /**
     * Returns the body that an answer without one has.
     *
     * @return a body of no bytes
     */
    public static WireBody empty() {
        return EMPTY;
    }

    /**
     * Returns how many bytes of a body to read.
     *
     * @param status the answer's HTTP status
     * @return 1 MiB for a success (2xx), 64 KiB for anything else, and none for 204 and 205, which have no body whatever
     *     their heads say
     */
    public static int limitFor(int status) {
        if (SuccessBody.isBodiless(status)) {
            return 0;
        }
        return status >= 200 && status <= 299 ? SUCCESS_LIMIT : ERROR_LIMIT;
    }

    /**
     * Reads a body to its end, its failure or the limit, whichever comes first; nothing of it where the limit is zero. Never throws an {@link IOException}; it
     * keeps it. The stream stays open, because how to close one that was cut differs by transport.
     *
     * @param in the body, or null if the answer has none
     * @param limit how many bytes to keep at most, see {@link #limitFor}
     * @return the body
     * @throws IllegalArgumentException if the limit is negative
     */
    public static WireBody read(@Nullable InputStream in, int limit) {
        return read(in, limit, -1);
    }

    /**
     * Reads a body like {@link #read(InputStream, int)}, into no more memory than it needs if its head told the truth.
     *
     * @param in the body, or null if the answer has none
     * @param limit how many bytes to keep at most, see {@link #limitFor}
     * @param announced how many bytes the answer's head announces, or any negative number if it does not say
     * @return the body
     * @throws IllegalArgumentException if the limit is negative
     */
    public static WireBody read(@Nullable InputStream in, int limit, long announced) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must be 0 or more, but is " + limit);
        }
        if (in == null) {
            return EMPTY;
        }
        if (limit == 0) {
            // Not even looked into: a body that is promised and does not come would be waited for.
            return announced == 0 ? EMPTY : UNREAD;
        }
        Reading reading = new Reading(limit, announced);
        try {
            boolean cut = reading.run(in);
            return new WireBody(reading.join(cut ? ERROR_LIMIT : limit), cut, null);
        } catch (IOException broken) {
            return new WireBody(reading.join(limit), false, broken);
        }
    }

    /**
     * Returns what came.
     *
     * @return a copy of the bytes; of a body that {@link #isCut()}, the first 64 KiB only, for nobody needs the rest
     */
    public byte[] bytes() {
        return content.clone();
    }

    /**
     * Tells whether the body was longer than the limit.
     *
     * @return true if there was more
     */
    public boolean isCut() {
        return cut;
    }

    /**
     * Returns what ended the body before its end.
     *
     * @return the stream's exception, or null if the body came to its end or was cut
     */
    public @Nullable IOException failure() {
        return failure;
    }

    /** The bytes themselves, not to be changed. */
    byte[] content() {
        return content;
    }

    /**
     * Bytes in chunks: doubling an array would hold one and a half times the limit while it copies, and an endless body
     * must not cost more than limit + 64 KiB.
     */
    private static final class Reading {
        private final int limit;
        private final int first;
        private final List<byte[]> chunks = new ArrayList<>(1);
        private int count;

        Reading(int limit, long announced) {
            this.limit = limit;
            this.first = announced > 0 && announced <= CHUNK ? (int) announced : FIRST_CHUNK;
        }

        /** Reads to the end or the limit; returns whether there was more. */
        boolean run(InputStream in) throws IOException {
            int next = in.read();
            while (next >= 0 && count < limit) {
                byte[] chunk = new byte[Math.min(limit - count, chunks.isEmpty() ? first : CHUNK)];
                chunks.add(chunk);
                chunk[0] = (byte) next;
                count++;
                int filled = 1;
                while (filled < chunk.length) {
                    int got = in.read(chunk, filled, chunk.length - filled);
                    if (got < 0) {
                        return false;
                    }
                    filled += got;
                    count += got;
                }
                next = in.read();
            }
            return next >= 0;
        }

        byte[] join(int most) {
            if (chunks.size() == 1 && chunks.get(0).length == Math.min(count, most)) {
                return chunks.get(0);
            }
            byte[] joined = new byte[Math.min(count, most)];
            int at = 0;
            for (byte[] chunk : chunks) {
                int length = Math.min(chunk.length, joined.length - at);
                System.arraycopy(chunk, 0, joined, at, length);
                at += length;
            }
            return joined;
        }
    }

    /** Shows sizes only: a body is personal data. */
    @Override
    public String toString() {
        return "WireBody[" + content.length + " bytes" + (cut ? ", cut" : "") + (failure == null ? "" : ", broken")
                + "]";
    }
}
