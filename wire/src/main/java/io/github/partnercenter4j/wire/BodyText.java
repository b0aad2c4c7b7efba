package io.github.partnercenter4j.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes the bytes of a body. Partner Center begins success bodies, but not error bodies, with a UTF-8 byte order
 * mark.
 */
final class BodyText {

    private static final int START_LIMIT = 256;
    /** Enough for 256 characters of four bytes and some characters that are not printable. */
    private static final int START_BYTES = 4096;

    /** The byte order marks. */
    private static final byte[] UTF_8 = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private static final byte[] UTF_16_BE = {(byte) 0xfe, (byte) 0xff};
    private static final byte[] UTF_16_LE = {(byte) 0xff, (byte) 0xfe};
    private static final byte[] UTF_32_BE = {0, 0, (byte) 0xfe, (byte) 0xff};

    /** The replacement for bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\ufffd';

    private BodyText() {}

    /** Decodes UTF-8 and drops the byte order mark. Throws {@link UnreadableJson} for other bytes. */
    static String strict(byte[] body) {
        requireNoWideMark(body);
        String text = lossy(body);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        // The text itself may contain this character. The strict decoder decides, and is slower.
        int mark = markLength(body);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body, mark, body.length - mark))
                    .toString();
        } catch (CharacterCodingException invalid) {
            throw new UnreadableJson("is not valid UTF-8");
        }
    }

    /** Decodes UTF-8 and drops the byte order mark. Replaces invalid bytes. */
    static String lossy(byte[] body) {
        int mark = markLength(body);
        return new String(body, mark, body.length - mark, StandardCharsets.UTF_8);
    }

    /** Returns the first printable characters, for {@code bodyStart()}. */
    static String start(byte[] body) {
        int mark = markLength(body);
        String text = new String(body, mark, Math.min(body.length - mark, START_BYTES), StandardCharsets.UTF_8);
        StringBuilder start = new StringBuilder();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (isPrintable(c) && start.length() + Character.charCount(c) <= START_LIMIT) {
                start.appendCodePoint(c);
            }
        }
        return start.toString();
    }

    /** Returns whether the body is empty or only a byte order mark. */
    static boolean isEmpty(byte[] body) {
        return body.length == markLength(body);
    }

    /** Returns whether a body looks like HTML or XML, independent of its headers. */
    static boolean beginsLikeMarkup(byte[] body) {
        int i = markLength(body);
        while (i < body.length && body[i] <= ' ' && body[i] >= 0) {
            i++;
        }
        return i < body.length && body[i] == '<';
    }

    private static void requireNoWideMark(byte[] body) {
        if (begins(body, UTF_16_BE) || begins(body, UTF_16_LE) || begins(body, UTF_32_BE)) {
            throw new UnreadableJson("is UTF-16 or UTF-32, but UTF-8 is expected");
        }
    }

    private static int markLength(byte[] body) {
        return begins(body, UTF_8) ? UTF_8.length : 0;
    }

    private static boolean begins(byte[] body, byte[] mark) {
        return body.length >= mark.length && Arrays.equals(body, 0, mark.length, mark, 0, mark.length);
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
