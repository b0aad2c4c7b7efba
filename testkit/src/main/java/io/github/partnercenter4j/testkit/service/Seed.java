package io.github.partnercenter4j.testkit.service;

import java.util.Base64;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The seed of all random values of a fake. Each purpose has its own stream, so that a token request does not change the
 * following ids. Immutable.
 *
 * @param value the number
 */
public record Seed(long value) {

    /** Returns the stream of a purpose from its start, always the same. The stream itself is not thread-safe. */
    public SplittableRandom stream(String purpose) {
        long mixed = value;
        for (int i = 0; i < purpose.length(); i++) {
            mixed = (mixed ^ purpose.charAt(i)) * 0x100000001b3L;
        }
        return new SplittableRandom(mixed).split();
    }

    /** Returns a random GUID from a stream. */
    public static String guid(SplittableRandom random) {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low).toString();
    }

    /** Returns a number of bytes from a stream, as base64. */
    public static String base64(SplittableRandom random, int bytes, Base64.Encoder encoder) {
        byte[] taken = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            taken[i] = (byte) random.nextInt();
        }
        return encoder.encodeToString(taken);
    }
}
