package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireBodyTest {

    private static final int ERROR_LIMIT = 64 * 1024;
    private static final int SUCCESS_LIMIT = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({
        "200,1048576",
        "299,1048576",
        "204,0",
        "205,0",
        "199,65536",
        "300,65536",
        "404,65536",
        "999,65536",
        "-1,65536"
    })
    void limitFor_anyStatus_isLargeForSuccessesOnly(int status, int limit) {
        assertThat(WireBody.limitFor(status)).isEqualTo(limit);
    }

    @Test
    void read_null_isEmpty() {
        assertThat(WireBody.read(null, 10)).isSameAs(WireBody.empty());
        assertThat(WireBody.empty().bytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 243, 1023, 1024, 1025, 17_408, 17_409, 100_000, SUCCESS_LIMIT})
    void read_wholeBody_givesItsBytes(int size) {
        byte[] bytes = numbered(size);

        WireBody body = WireBody.read(new ByteArrayInputStream(bytes), SUCCESS_LIMIT);

        assertThat(body.bytes()).isEqualTo(bytes);
        assertThat(body.isCut()).isFalse();
        assertThat(body.failure()).isNull();
    }

    @Test
    void read_streamInSmallPieces_givesItsBytes() {
        byte[] bytes = numbered(5_000);

        WireBody body = WireBody.read(new SmallReads(bytes), SUCCESS_LIMIT);

        assertThat(body.bytes()).isEqualTo(bytes);
    }

    @Test
    void read_oneByteOverTheLimit_isCutAtTheLimit() {
        WireBody body = WireBody.read(new ByteArrayInputStream(numbered(ERROR_LIMIT + 1)), ERROR_LIMIT);

        assertThat(body.isCut()).isTrue();
        assertThat(body.bytes()).isEqualTo(numbered(ERROR_LIMIT));
        assertThat(body.failure()).isNull();
    }

    @Test
    void read_endlessBody_stopsAfterOneByteMoreAndKeepsTheStart() {
        Endless in = new Endless();

        WireBody body = WireBody.read(in, SUCCESS_LIMIT);

        assertThat(body.isCut()).isTrue();
        assertThat(in.count).isEqualTo(SUCCESS_LIMIT + 1);
        assertThat(body.bytes()).hasSize(ERROR_LIMIT);
    }

    @Test
    void read_endlessBody_takesNoMoreBufferThanTheLimit() {
        Endless in = new Endless();

        WireBody.read(in, SUCCESS_LIMIT);

        assertThat(in.buffered()).isEqualTo(SUCCESS_LIMIT);
    }

    @Test
    void read_smallBody_takesASmallBuffer() {
        assertThat(largestBuffer(246, -1)).isEqualTo(1024);
    }

    @Test
    void read_bodyOfTheAnnouncedLength_takesABufferOfThatLength() {
        assertThat(largestBuffer(246, 246)).isEqualTo(246);
    }

    @Test
    void read_veryLongAnnouncedLength_takesASmallBuffer() {
        assertThat(largestBuffer(246, Long.MAX_VALUE)).isEqualTo(1024);
    }

    private static int largestBuffer(int size, long announced) {
        int[] largest = {0};
        InputStream in = new ByteArrayInputStream(numbered(size)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                largest[0] = Math.max(largest[0], target.length);
                return super.read(target, offset, length);
            }
        };

        WireBody.read(in, SUCCESS_LIMIT, announced);

        return largest[0];
    }

    @ParameterizedTest
    @CsvSource({"243,243", "243,242", "243,244", "243,1", "243,0", "0,243", "40000,40000", "40000,16384", "40000,16385"
    })
    void read_announcedLengthRightOrWrong_givesTheReceivedBytes(int size, long announced) {
        byte[] bytes = numbered(size);

        WireBody body = WireBody.read(new ByteArrayInputStream(bytes), SUCCESS_LIMIT, announced);

        assertThat(body.bytes()).isEqualTo(bytes);
        assertThat(body.isCut()).isFalse();
    }

    @Test
    void read_longerThanAnnouncedAndThanTheLimit_isCutAtTheLimit() {
        WireBody body = WireBody.read(new ByteArrayInputStream(numbered(101)), 100, 50);

        assertThat(body.bytes()).isEqualTo(numbered(100));
        assertThat(body.isCut()).isTrue();
    }

    @Test
    void read_brokenStream_keepsBytesAndFailure() {
        IOException broken = new IOException("reset");

        WireBody body = WireBody.read(new BrokenStream(numbered(1_500), broken), SUCCESS_LIMIT);

        assertThat(body.bytes()).isEqualTo(numbered(1_500));
        assertThat(body.isCut()).isFalse();
        assertThat(body.failure()).isSameAs(broken);
    }

    @Test
    void read_streamBreaksAtTheLimit_keepsTheFailure() {
        IOException broken = new IOException("reset");

        WireBody body = WireBody.read(new BrokenStream(numbered(100), broken), 100);

        assertThat(body.failure()).isSameAs(broken);
        assertThat(body.bytes()).hasSize(100);
    }

    @Test
    void read_anyStream_leavesItOpen() {
        boolean[] closed = {false};
        InputStream in = new ByteArrayInputStream(numbered(3)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        WireBody.read(in, 10);

        assertThat(closed[0]).isFalse();
    }

    @Test
    void read_negativeLimit_isRefused() {
        assertThatThrownBy(() -> WireBody.read(InputStream.nullInputStream(), -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytes_changedByTheCaller_stayAsRead() {
        WireBody body = Golden.body("abc");
        byte[] taken = body.bytes();

        Arrays.fill(taken, (byte) 0);

        assertThat(body.bytes()).isEqualTo(Golden.utf8("abc"));
    }

    @Test
    void toString_anyBody_showsSizesOnly() {
        assertThat(Golden.body("secret")).hasToString("WireBody[6 bytes]");
        assertThat(WireBody.read(new ByteArrayInputStream(numbered(9)), 4)).hasToString("WireBody[4 bytes, cut]");
        assertThat(WireBody.read(new BrokenStream(numbered(2), new IOException("secret")), 4))
                .hasToString("WireBody[2 bytes, broken]");
    }

    private static byte[] numbered(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + i / 1024);
        }
        return bytes;
    }

    /** Returns at most seven bytes for each read, like a slow connection. */
    private static final class SmallReads extends InputStream {
        private final ByteArrayInputStream in;

        SmallReads(byte[] bytes) {
            this.in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return in.read(target, offset, Math.min(length, 7));
        }
    }

    private static final class Endless extends InputStream {
        private final Set<byte[]> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
        private long count;

        /** Returns the total size of all arrays that were offered for reading. */
        int buffered() {
            return buffers.stream().mapToInt(buffer -> buffer.length).sum();
        }

        @Override
        public int read() {
            count++;
            return 'x';
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            buffers.add(target);
            Arrays.fill(target, offset, offset + length, (byte) 'x');
            count += length;
            return length;
        }
    }
}
