package io.github.partnercenter4j.testkit.service;

import java.util.Base64;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The one number that a fake's every random value comes from. Each purpose has a stream of its own, so that asking for a
 * token shifts no id. Immutable.
 *
 * @param value the number
 */
public record Seed(long value) {

    /** Returns the start of a purpose's stream, always the same; the stream itself is not thread-safe. */
    public SplittableRandom stream(String purpose) {
        long mixed = value;
        for (int i = 0; i < purpose.length(); i++) {
            mixed = (mixed ^ purpose.charAt(i)) * 0x100000001b3L;
        }
        return new SplittableRandom(mixed).split();
    }

    /** Takes a GUID of the random kind from a stream. */
    public static String guid(SplittableRandom random) {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low).toString();
    }

    /** Takes so many bytes from a stream, as base64. */
    public static String base64(SplittableRandom random, int bytes, Base64.Encoder encoder) {
        byte[] taken = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            taken[i] = (byte) random.nextInt();
        }
        return encoder.encodeToString(taken);
    }
}
