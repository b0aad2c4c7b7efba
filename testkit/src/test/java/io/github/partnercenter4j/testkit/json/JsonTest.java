package io.github.partnercenter4j.testkit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "false",
                "\"\"",
                "0",
                "-0",
                "-0.50",
                "1e5",
                "1E-05",
                "123456789012345678901234567890.10",
                "{\"b\":1,\"a\":{\"c\":[1,[],{}]},\"b\":2}",
                "[\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u2028\\u0085/\"]",
                "\"\u00e4\u4e16\ud83d\ude00\"",
            })
    void read_compactDocument_isWrittenUnchanged(String document) {
        assertThat(JsonWriter.write(JsonReader.read(document))).isEqualTo(document);
    }

    @Test
    void read_spacesAndEscapes_areWrittenCompactly() {
        assertThat(JsonWriter.write(JsonReader.read(" {\r\n\t\"\\u0061\" : [ 1 , \"\\/\\uD83D\\uDE00\" ] } ")))
                .isEqualTo("{\"a\":[1,\"/\ud83d\ude00\"]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "[1,]",
                "[1 2]",
                "[",
                "nul",
                "True",
                "nullx",
                "1 2",
                "01",
                "+1",
                "1.",
                ".5",
                "1e",
                "-",
                "0x10",
                "NaN",
                "\u0661",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u\u0661\u0661\u0661\u0661\"",
                "\"\\ud800\"",
                "\"\\ude00\\ud83d\"",
                "\"a\nb\"",
                "{} //",
                "\ufeff\ufeff{}",
            })
    void read_notJson_throws(String document) {
        assertThatThrownBy(() -> JsonReader.read(document)).isInstanceOf(JsonException.class);
    }

    @Test
    void read_bytes_skipsOneByteOrderMark() {
        assertThat(JsonReader.read("\ufeff[]".getBytes(StandardCharsets.UTF_8))).isEqualTo(JsonReader.read("[]"));
    }

    @Test
    void read_bytesNotUtf8_throws() {
        assertThatThrownBy(() -> JsonReader.read(new byte[] {'"', (byte) 0xff, '"'}))
                .isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> JsonReader.read("{}".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void read_overTheLimits_throws() {
        assertThat(JsonReader.read("[".repeat(64) + "]".repeat(64))).isNotNull();
        assertThatThrownBy(() -> JsonReader.read("[".repeat(65) + "]".repeat(65)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("levels");
        assertThatThrownBy(() -> JsonReader.read("[".repeat(1_000_000))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> JsonReader.read("\"" + "a".repeat((1 << 18) + 1) + "\""))
                .isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> JsonReader.read("1".repeat((1 << 18) + 1))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> JsonReader.read(" ".repeat(1 << 20) + "1"))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("larger");
    }

    @Test
    void read_invalidJson_messageQuotesNothing() {
        assertThatThrownBy(() -> JsonReader.read("{\"email\":\"secret@example.com\",}"))
                .hasMessageContaining("position")
                .hasMessageNotContaining("secret");
    }

    @Test
    void find_severalSpellings_returnsTheLast() {
        Json.ObjectValue object = (Json.ObjectValue) JsonReader.read("{\"Email\":1,\"email\":2,\"other\":3}");
        assertThat(object.find("EMAIL")).isEqualTo(new Json.NumberValue("2"));
        assertThat(object.find("none")).isNull();
    }

    /** For any bytes, the reader returns a value that can be written again, or throws its own exception. */
    @Test
    void read_mutatedDocuments_returnsOrThrowsJsonException() {
        String document = "{\"email\":\"a\\u00e4\\n\u4e16\",\"n\":[-1.5e+10,true,false,null],\"links\":{\"self\":[]}}";
        byte[] original = document.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(20_150_617);
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] mutant = original.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutant[random.nextInt(mutant.length)] =
                        random.nextBoolean() ? (byte) random.nextInt(256) : original[random.nextInt(original.length)];
            }
            try {
                Json value = JsonReader.read(mutant);
                assertThat(JsonReader.read(JsonWriter.write(value))).isEqualTo(value);
                read++;
            } catch (JsonException refused) {
                assertThat(refused).hasMessageNotContaining("email");
            }
        }
        assertThat(read).isPositive();
    }
}
