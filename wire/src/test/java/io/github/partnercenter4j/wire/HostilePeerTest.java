package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any bytes of a server result in a reply or in one of this library's exceptions, and no message contains the server's
 * text.
 */
class HostilePeerTest {

    private static final int[] STATUSES = {200, 201, 204, 301, 400, 401, 404, 429, 500, 503, 0, 999};
    private static final byte[] FRAGMENTS = Golden.utf8("{}[]\",:\\u0d8ntrue1eE+-.\u0000\u001f <\uFEFF");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mapped_mutatedAnswer_isAReplyOrOneOfOurFailures(long seed) {
        Random random = new Random(seed);
        int replies = 0;
        int failures = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = mutated(Golden.utf8(i % 2 == 0 ? Golden.ANSWER : Golden.BOM + Golden.ANSWER), random);
            int status = random.nextInt(3) > 0 ? 200 : STATUSES[random.nextInt(STATUSES.length)];
            try {
                SupportProfileReply reply = random.nextBoolean()
                        ? ResponseMapper.fetched(Golden.CONTEXT, status, Golden.headers(), Golden.body(bytes))
                        : ResponseMapper.replaced(
                                Golden.CONTEXT, Golden.PROFILE, status, Golden.headers(), Golden.body(bytes));
                replies++;
                // A profile that was read can be written, and is read as the same again.
                assertThat(ProfileReader.read(BodyText.strict(ProfileJson.write(reply.profile())))
                                .unknownMembers())
                        .isEqualTo(reply.profile().unknownMembers());
            } catch (PartnerCenterException expected) {
                failures++;
                assertThat(expected.getMessage()).doesNotContain("email@", "4255555555", "microsoft");
            }
        }
        assertThat(replies).isGreaterThan(50);
        assertThat(failures).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void mapped_randomBytesAndHeaders_areAReplyOrOneOfOurFailures(long seed) {
        Random random = new Random(seed);
        String[] names = {
            "Content-Type", "Content-Length", "Content-Encoding", "MS-RequestId", "MS-CorrelationId", "MS-CV",
            "ETag", "isMfaCompliant", "Retry-After", "Date", "Location", "Transfer-Encoding"
        };
        for (int i = 0; i < 2_000; i++) {
            Golden.Headers headers = random.nextBoolean() ? Golden.headers() : new Golden.Headers();
            for (int n = random.nextInt(3); n > 0; n--) {
                headers.with(
                        names[random.nextInt(names.length)],
                        new String(randomBytes(random), StandardCharsets.ISO_8859_1));
            }
            int status = random.nextInt(1000);
            byte[] bytes = random.nextBoolean() ? Golden.utf8(Golden.ANSWER) : randomBytes(random);

            Throwable thrown =
                    catchThrowable(() -> ResponseMapper.fetched(Golden.CONTEXT, status, headers, Golden.body(bytes)));

            if (thrown != null) {
                assertThat(thrown).isInstanceOf(PartnerCenterException.class);
            }
        }
    }

    @Test
    void mapped_brokenBodies_leakNoPersonalDataIntoAnyText() {
        String email = "canary@contoso.example";
        String telephone = "5550199canary";
        List<String> bodies = List.of(
                "{\"email\":\"" + email + "\",\"telephone\":" + telephone + "}",
                "{\"email\":\"" + email + "\",\"telephone\":\"" + telephone + "\"",
                "{\"email\":\"" + email + "\",\"telephone\":\"" + telephone + "\"}" + email,
                "{\"email\":[\"" + email + "\"],\"telephone\":\"" + telephone + "\"}",
                "{\"" + email + "\":1,\"" + email + "\":\"" + telephone + "\"}",
                "{\"a\":{\"" + email + "\":1,\"" + email + "\":2}}",
                "{\"email\":\"" + email + "\",\"email\":\"" + telephone + "\"}",
                "[\"" + email + "\",\"" + telephone + "\"]",
                "\"" + email + telephone + "\"",
                "{\"email\":\"" + email + "\\ud800\"}",
                "{\"email\":\"" + email + "\n\"}",
                "<html>" + email + telephone + "</html>",
                email + " " + telephone,
                "{\"code\":\"" + email + "\",\"description\":\"" + telephone + "\",\"data\":[\"" + email + "\"]}",
                "{\"error\":{\"code\":\"" + email + "\",\"message\":\"" + telephone + "\"}}");
        int failures = 0;
        for (String body : bodies) {
            for (int status : STATUSES) {
                for (String type : List.of("application/json", "text/html", "text/plain")) {
                    failures += leaks(status, type, Golden.body(body));
                }
                WireBody broken =
                        WireBody.read(new BrokenStream(Golden.utf8(body), new IOException("near " + email)), 1 << 20);
                failures += leaks(status, "application/json", broken);
            }
        }
        assertThat(failures).isGreaterThan(500);
    }

    private static int leaks(int status, String type, WireBody body) {
        Golden.Headers headers = new Golden.Headers().with("Content-Type", type);
        try {
            SupportProfileReply reply = ResponseMapper.replaced(Golden.CONTEXT, Golden.PROFILE, status, headers, body);
            assertThat(reply.toString()).doesNotContain("canary");
            return 0;
        } catch (PartnerCenterException failure) {
            StringWriter texts = new StringWriter();
            // All messages, including those of causes and suppressed exceptions, as in a log.
            failure.printStackTrace(new PrintWriter(texts));
            assertThat(texts.toString()).doesNotContain("canary").doesNotContain("token-");
            assertThat(failure.toString()).doesNotContain("canary");
            if (failure instanceof ServiceException answer) {
                assertThat(answer.rawBody()).as("rawBody has the text").contains("canary");
            }
            return 1;
        }
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original;
        for (int n = random.nextInt(3); n >= 0; n--) {
            int at = random.nextInt(bytes.length + 1);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(bytes, 0, at);
            switch (random.nextInt(5)) {
                case 0 -> out.write(random.nextInt(256));
                case 1 -> out.write(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
                case 2 -> at = Math.min(bytes.length, at + 1 + random.nextInt(4));
                case 3 -> {
                    out.write(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
                    at = Math.min(bytes.length, at + 1);
                }
                default -> at = random.nextInt(4) == 0 ? bytes.length : random.nextInt(at + 1);
            }
            out.write(bytes, at, bytes.length - at);
            bytes = out.toByteArray();
        }
        return bytes;
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            if (random.nextBoolean()) {
                bytes[i] = FRAGMENTS[random.nextInt(FRAGMENTS.length)];
            }
        }
        return bytes;
    }
}
