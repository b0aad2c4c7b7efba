package io.github.partnercenter4j.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.partnercenter4j.testkit.Exploration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any input is either a request, or is refused with a status. */
class RequestParserFuzzTest {

    private static final int MUTATIONS = 20_000;
    private static final String[] SEEDS = {
        "PUT /a?b=c HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody",
        "PUT http://h/a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nbody\r\n0\r\nT: t\r\n\r\n",
        "\r\nGET / HTTP/1.0\r\nX: \u00FF\r\n\r\n"
    };
    private static final String[] MORSELS = {
        "\r",
        "\n",
        "\r\n",
        "\0",
        ":",
        " ",
        "\t",
        "0",
        "-1",
        "ffffffff",
        "99999999999999999999",
        "HTTP/2.0",
        "//",
        ",",
        "Content-Length: 1\r\n",
        "Transfer-Encoding: chunked\r\n",
        "\u00FF",
        ";"
    };

    private int requests;

    @Test
    @Timeout(60)
    void mutatedRequests_areReadOrRefused() {
        Random random = new Random(20_261_122);
        Set<Integer> statuses = new TreeSet<>();
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutate(SEEDS[i % SEEDS.length].getBytes(StandardCharsets.ISO_8859_1), random);
            try {
                Input in = new Input(new ByteArrayInputStream(bytes));
                HttpHead head = RequestParser.head(in, 1, 0);
                if (head != null) {
                    RequestBody.of(head).read(in);
                    read++;
                }
            } catch (Refusal refusal) {
                statuses.add(refusal.status());
                assertThat(refusal.getMessage()).isNotBlank();
            } catch (IOException | RuntimeException unexpected) {
                fail("mutation " + i + ": " + new String(bytes, StandardCharsets.ISO_8859_1), unexpected);
            }
        }
        assertThat(read).isGreaterThan(MUTATIONS / 50);
        assertThat(statuses).contains(400, 413, 417, 501, 505);
    }

    /** Reads all requests of a connection, one after another, like the engine. */
    @FuzzTest
    void anyBytes_areRequestsOrRefused(FuzzedDataProvider data) throws IOException {
        byte[] bytes = data.consumeRemainingAsBytes();
        Input in = new Input(new ByteArrayInputStream(bytes));
        int index = 0;
        try {
            for (HttpHead head = RequestParser.head(in, 1, 0); head != null; head = RequestParser.head(in, 1, index)) {
                index++;
                requests++;
                assertThat(head.method()).matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
                assertThat(head.target()).isNotEmpty().doesNotContain(" ", "\r", "\n");
                byte[] body = RequestBody.of(head).read(in);
                assertThat(body.length).isLessThanOrEqualTo(bytes.length);
                // A request has at least this length, so the loop ends.
                assertThat(index).isLessThanOrEqualTo(bytes.length / "A / HTTP/1.0\r\n\r\n".length());
            }
        } catch (Refusal refusal) {
            assertThat(refusal.status()).isBetween(400, 599);
            assertThat(refusal.getMessage()).isNotBlank().doesNotContain("\r", "\n");
        }
    }

    @Test
    @Timeout(60)
    void manyBytes_areRequestsOrRefused() {
        Exploration.of(getClass(), "anyBytes_areRequestsOrRefused", data -> {
            try {
                anyBytes_areRequestsOrRefused(data);
            } catch (IOException unexpected) {
                throw new UncheckedIOException(unexpected);
            }
        });
        assertThat(requests).isGreaterThan(100);
    }

    private static byte[] mutate(byte[] seed, Random random) {
        byte[] bytes = seed;
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            int at = random.nextInt(bytes.length + 1);
            int cut = Math.min(bytes.length - at, random.nextInt(4));
            ByteArrayOutputStream mutant = new ByteArrayOutputStream();
            mutant.write(bytes, 0, at);
            switch (random.nextInt(4)) {
                case 0 -> mutant.write(random.nextInt(256));
                case 1 ->
                    mutant.writeBytes(MORSELS[random.nextInt(MORSELS.length)].getBytes(StandardCharsets.ISO_8859_1));
                case 2 -> mutant.write(bytes, 0, at);
                default -> {
                    // Removes bytes without a replacement.
                }
            }
            mutant.write(bytes, at + cut, bytes.length - at - cut);
            bytes = mutant.toByteArray();
        }
        return bytes;
    }
}
