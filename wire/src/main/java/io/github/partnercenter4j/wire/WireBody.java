package io.github.partnercenter4j.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, as far as it was received: its bytes, whether it was cut at the limit, and the failure that
 * ended it, if any. A broken body is a value and not an exception, so that status and headers are not lost. Immutable.
 */
public final class WireBody {

    private static final int SUCCESS_LIMIT = 1024 * 1024;
    private static final int ERROR_LIMIT = 64 * 1024;
    /** Enough for a profile, which has a few hundred bytes. */
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
     * Returns an empty body.
     *
     * @return a body without bytes
     */
    public static WireBody empty() {
        return EMPTY;
    }

    /**
     * Returns the maximum number of bytes to read.
     *
     * @param status the HTTP status of the response
     * @return 1 MiB for a success (2xx), 64 KiB for other statuses, and 0 for 204 and 205, which never have a body
     */
    public static int limitFor(int status) {
        if (SuccessBody.isBodiless(status)) {
            return 0;
        }
        return status >= 200 && status <= 299 ? SUCCESS_LIMIT : ERROR_LIMIT;
    }

    /**
     * Reads a body to its end, to its failure or to the limit, whichever comes first. With a limit of zero, reads
     * nothing. An {@link IOException} is not thrown but kept in the result. The stream stays open, because transports
     * close a cut stream in different ways.
     *
     * @param in the body, or null if the response has none
     * @param limit the maximum number of bytes, see {@link #limitFor}
     * @return the body
     * @throws IllegalArgumentException if the limit is negative
     */
    public static WireBody read(@Nullable InputStream in, int limit) {
        return read(in, limit, -1);
    }

    /**
     * Reads a body like {@link #read(InputStream, int)}, but allocates exactly the announced length if that is right.
     *
     * @param in the body, or null if the response has none
     * @param limit the maximum number of bytes, see {@link #limitFor}
     * @param announced the length in the head of the response, or a negative number if there is none
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
            // Does not read at all: it would wait for an announced body that does not come.
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
     * Returns the received bytes.
     *
     * @return a copy of the bytes; if the body {@link #isCut()}, only the first 64 KiB
     */
    public byte[] bytes() {
        return content.clone();
    }

    /**
     * Returns whether the body was longer than the limit.
     *
     * @return true if there was more
     */
    public boolean isCut() {
        return cut;
    }

    /**
     * Returns the failure that ended the body.
     *
     * @return the exception of the stream, or null if the body was complete or was cut
     */
    public @Nullable IOException failure() {
        return failure;
    }

    /** Returns the bytes without a copy. They must not be changed. */
    byte[] content() {
        return content;
    }

    /**
     * Reads bytes in chunks, so that an endless body needs at most limit + 64 KiB of memory. An array that doubles
     * would need one and a half times the limit during a copy.
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

        /** Reads to the end or to the limit. Returns whether there was more. */
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

    /** Shows only the size, because a body is personal data. */
    @Override
    public String toString() {
        return "WireBody[" + content.length + " bytes" + (cut ? ", cut" : "") + (failure == null ? "" : ", broken")
                + "]";
    }
}
