package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Any status, headers and bytes result in a reply or in one of this library's exceptions. A body is never read beyond
 * its limit.
 */
class ResponseMapperFuzzTest {

    private static final List<Integer> STATUSES =
            List.of(200, 201, 204, 206, 301, 303, 400, 401, 403, 404, 408, 412, 417, 429, 500, 503, 100, 0, 999);
    private static final List<String> NAMES = List.of(
            "Content-Type",
            "Content-Length",
            "Content-Encoding",
            "Transfer-Encoding",
            "MS-RequestId",
            "MS-CorrelationId",
            "MS-CV",
            "ETag",
            "isMfaCompliant",
            "Retry-After",
            "Date",
            "Location");
    private static final List<String> VALUES = List.of(
            "application/json",
            "text/html",
            "application/problem+json; charset=utf-16",
            "0",
            "99999999999999999999",
            "1, 2",
            "gzip",
            "identity",
            "chunked",
            "true",
            "\"etag\"",
            "bad\"etag",
            Golden.REQUEST_ID,
            "https://elsewhere.example:1/x?y=z",
            "https://[::1",
            "Sun, 06 Nov 1994 08:49:37 GMT");

    private int replies;
    private int failures;

    @FuzzTest
    void anyAnswer_isAReplyOrOneOfOurFailures(FuzzedDataProvider data) {
        int status = data.consumeInt(0, 9) == 9 ? data.consumeInt() : data.pickValue(STATUSES);
        boolean write = data.consumeBoolean();
        int repeats = data.consumeInt(0, 15) == 15 ? data.consumeInt(2, 200_000) : 1;
        boolean breaks = data.consumeInt(0, 15) == 15;
        Golden.Headers headers = data.consumeInt(0, 7) == 7 ? new Golden.Headers() : Golden.headers();
        for (int left = data.consumeInt(0, 3); left > 0; left--) {
            String name = data.pickValue(NAMES);
            headers.with(name, data.consumeBoolean() ? data.pickValue(VALUES) : data.consumeString(40));
        }
        Repeated stream = new Repeated(data.consumeRemainingAsBytes(), repeats, breaks);
        WireBody body = WireBody.read(stream, WireBody.limitFor(status));
        assertThat(stream.given).isLessThanOrEqualTo(WireBody.limitFor(status) + 1);
        assertThat(body.bytes().length).isLessThanOrEqualTo(WireBody.limitFor(status));
        ResponseMapper.headArrived(Golden.CONTEXT, status, headers);
        try {
            SupportProfileReply reply = write
                    ? ResponseMapper.replaced(Golden.CONTEXT, Golden.PROFILE, status, headers, body)
                    : ResponseMapper.fetched(Golden.CONTEXT, status, headers, body);
            replies++;
            assertThat(status).isBetween(200, 299);
            assertThat(reply.metadata().status()).isEqualTo(status);
            assertThat(ProfileReader.read(BodyText.strict(ProfileJson.write(reply.profile())))
                            .unknownMembers())
                    .as("a profile that was read can be written")
                    .isEqualTo(reply.profile().unknownMembers());
        } catch (PartnerCenterException ours) {
            failures++;
            assertThat(ours.getMessage()).isNotBlank().hasSizeLessThan(1_000);
            assertThat(ours.writeOutcome()).isPresent();
        }
    }

    @Test
    void manyAnswers_areRepliesOrOurFailures() {
        Exploration.of(getClass(), "anyAnswer_isAReplyOrOneOfOurFailures", this::anyAnswer_isAReplyOrOneOfOurFailures);
        assertThat(replies).isGreaterThan(50);
        assertThat(failures).isGreaterThan(300);
    }

    /** Repeats some bytes and counts them. */
    private static final class Repeated extends InputStream {
        private final byte[] bytes;
        private final long most;
        private final boolean breaks;
        private long given;

        Repeated(byte[] bytes, int repeats, boolean breaks) {
            this.bytes = bytes;
            this.most = (long) bytes.length * repeats;
            this.breaks = breaks;
        }

        @Override
        public int read() throws IOException {
            if (given < most) {
                return bytes[(int) (given++ % bytes.length)] & 0xff;
            }
            if (breaks) {
                throw new IOException("reset");
            }
            return -1;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int next = read();
            if (next < 0) {
                return -1;
            }
            into[from] = (byte) next;
            int count = (int) Math.min(length - 1, most - given);
            for (int i = 1; i <= count; i++) {
                into[from + i] = bytes[(int) (given++ % bytes.length)];
            }
            return 1 + count;
        }
    }
}
