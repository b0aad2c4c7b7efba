package io.github.partnercenter4j.testkit.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.partnercenter4j.testkit.Exploration;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Any bytes are either refused, or a value. Written and read again, the value is the same. */
class JsonReaderFuzzTest {

    private int values;
    private int refusals;

    @FuzzTest
    void anyBytes_areAValueOrRefused(FuzzedDataProvider data) {
        // A long or deep start is not saved in a file, but generated from its number.
        String before = data.consumeInt(0, 31) == 31
                ? data.pickValue(new String[] {"[", "{\"a\":", " ", "\"", "1"}).repeat(data.consumeInt(0, 1 << 19))
                : "";
        byte[] rest = data.consumeRemainingAsBytes();
        byte[] front = before.getBytes(StandardCharsets.UTF_8);
        byte[] document = new byte[front.length + rest.length];
        System.arraycopy(front, 0, document, 0, front.length);
        System.arraycopy(rest, 0, document, front.length, rest.length);
        Json value;
        try {
            value = JsonReader.read(document);
        } catch (JsonException refused) {
            refusals++;
            assertThat(refused.getMessage()).matches("[ -~]{1,100}");
            return;
        }
        values++;
        String written = JsonWriter.write(value);
        assertThat(JsonReader.read(written)).isEqualTo(value);
        assertThat(JsonReader.read(written.getBytes(StandardCharsets.UTF_8))).isEqualTo(value);
        assertThat(written.chars()).as("one line").noneMatch(c -> c < ' ' || c == 0x2028 || c == 0x2029);
    }

    @Test
    void manyBytes_areValuesOrRefused() {
        Exploration.of(getClass(), "anyBytes_areAValueOrRefused", this::anyBytes_areAValueOrRefused);
        assertThat(values).isGreaterThan(20);
        assertThat(refusals).isGreaterThan(300);
    }
}
