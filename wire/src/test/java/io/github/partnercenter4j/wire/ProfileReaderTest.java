package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.partnercenter4j.model.Link;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the JSON of a success, and checks that an edit keeps everything. */
class ProfileReaderTest {

    // Accepted JSON

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\":null,\"telephone\":null,\"website\":null,\"profileType\":null}",
                "{\"attributes\":null,\"links\":null}",
                " \t\r\n{ } \n"
            })
    void read_nothingSet_isAnEmptyProfile(String json) {
        assertThat(ProfileReader.read(json)).isEqualTo(SupportProfile.builder().build());
    }

    @Test
    void read_namesInAnyCase_areKnown() {
        SupportProfile profile = ProfileReader.read(
                "{\"EMAIL\":\"e\",\"Telephone\":\"t\",\"webSite\":\"w\","
                        + "\"PROFILETYPE\":\"p\",\"Attributes\":{\"ObjectType\":\"o\",\"ETAG\":\"g\"},"
                        + "\"Links\":{\"self\":{\"URI\":\"u\",\"Method\":\"m\",\"Headers\":[{\"Key\":\"k\",\"VALUE\":\"v\"}]}}}");

        assertThat(profile)
                .isEqualTo(SupportProfile.builder()
                        .email("e")
                        .telephone("t")
                        .website("w")
                        .profileType("p")
                        .attributes(ProfileAttributes.of("o", "g", Map.of()))
                        .build());
        assertThat(profile.links()).containsOnly(entry("self", Link.of("u", "m", List.of(new Link.Header("k", "v")))));
    }

    @Test
    void read_namesSimilarToAKnownOneInUnicode_areUnknown() {
        assertThat(ProfileReader.read("{\"ema\u0131l\":\"x\",\"lin\u212as\":1}").unknownMembers())
                .containsExactly(entry("ema\u0131l", "\"x\""), entry("lin\u212as", "1"));
    }

    @Test
    void read_anyText_isUnchanged() {
        String json = "{\"email\":\" \\u00fc\\uD83D\\uDE00\\/\\\"\\\\\\b\\f\\n\\r\\t\\u0000 \uD83D\uDE00\u2028 \"}";

        assertThat(ProfileReader.read(json).email())
                .isEqualTo(" \u00fc\uD83D\uDE00/\"\\\b\f\n\r\t\u0000 \uD83D\uDE00\u2028 ");
    }

    @Test
    void read_unknownMembers_areCompactAndExactAndInOrder() {
        SupportProfile profile = ProfileReader.read("{\"z\" : 9007199254740993, \"email\":\"e\", "
                + "\"a\" : { \"n\" : [ 1.0E+00002 , -0 , 0.10 , null , true , false , \"\\u00e9\\n\" , { } , [ ] ] } ,"
                + "\"attributes\":{\"x\" : [ 1e400 ],\"objectType\":null}}");

        assertThat(profile.unknownMembers())
                .containsExactly(
                        entry("z", "9007199254740993"),
                        entry("a", "{\"n\":[1.0E+00002,-0,0.10,null,true,false,\"\u00e9\\n\",{},[]]}"));
        assertThat(profile.attributes().unknownMembers()).containsExactly(entry("x", "[1e400]"));
    }

    @Test
    void read_unknownMembersInsideLinks_areSkipped() {
        SupportProfile profile = ProfileReader.read("{\"links\":{\"self\":{\"uri\":null,\"body\":{\"a\":[1]},"
                + "\"headers\":[{\"key\":\"k\",\"x\":1,\"value\":\"v\"},{\"key\":null,\"value\":\"v\"},{}]},"
                + "\"next\":null,\"attributes\":\"text\",\"previous\":{\"headers\":null}}}");

        assertThat(profile.links())
                .containsExactly(
                        entry("self", Link.of(null, null, List.of(new Link.Header("k", "v")))),
                        entry("previous", Link.of(null, null, List.of())));
    }

    @Test
    void readModifyWrite_everythingTheServiceMaySend_losesNothingButLinks() {
        String received = "{\"email\":\"a\",\"telephone\":\"b\",\"website\":\"c\",\"profileType\":\"Other\","
                + "\"links\":{\"self\":{\"uri\":\"/x\"}},"
                + "\"attributes\":{\"objectType\":\"T\",\"etag\":\"7\",\"Extra\":[1.50,{\"q\":null}]},"
                + "\"region\":{\"id\":9007199254740993,\"f\":1.0E+00002},\"Alpha\":\"\\uD83D\\uDE00\"}";

        SupportProfile changed = ProfileReader.read(received).withTelephone("4255550100");

        String sent = new String(ProfileJson.write(changed), StandardCharsets.UTF_8);
        assertThat(sent)
                .isEqualTo("{\"Email\":\"a\",\"Telephone\":\"4255550100\",\"Website\":\"c\",\"ProfileType\":\"Other\","
                        + "\"Attributes\":{\"ObjectType\":\"T\",\"Etag\":\"7\",\"Extra\":[1.50,{\"q\":null}]},"
                        + "\"region\":{\"id\":9007199254740993,\"f\":1.0E+00002},\"Alpha\":\"\uD83D\uDE00\"}");
        assertThat(ProfileReader.read(sent)).isEqualTo(changed);
    }

    // Refused JSON

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]", "null", "true", "1", "\"text\"", "[{\"email\":\"e\"}]"})
    void read_topLevelOfAnotherType_isRefused(String json) {
        assertRefused(json, "is not a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.5", "true", "{}", "[]", "[\"e\"]"})
    void read_knownTextOfAnotherType_isRefusedByName(String value) {
        for (String name : List.of("email", "telephone", "website", "profileType")) {
            assertRefused(
                    "{\"" + name + "\":" + value + "}", "has a member " + name + " that is neither text nor null");
        }
        assertRefused("{\"attributes\":{\"objectType\":" + value + "}}", "has a member objectType");
        assertRefused("{\"attributes\":{\"etag\":" + value + "}}", "has a member etag");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "[]", "\"text\""})
    void read_knownObjectOfAnotherType_isRefusedByName(String value) {
        assertRefused("{\"attributes\":" + value + "}", "has attributes that are not an object");
        assertRefused("{\"links\":" + value + "}", "has links that are not an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"self\":{\"uri\":1}}",
                "{\"self\":{\"headers\":{}}}",
                "{\"self\":{\"headers\":[1]}}",
                "{\"self\":{\"headers\":[{\"key\":1}]}}"
            })
    void read_linkOfAnotherShape_isRefused(String links) {
        assertRefused("{\"links\":" + links + "}", "has a ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"email\":\"a\",\"email\":\"a\"} | the member email twice",
                "{\"email\":\"a\",\"Email\":\"b\"} | the member email twice",
                "{\"x\":1,\"x\":2} | a member twice",
                "{\"x\":1,\"\\u0078\":2} | a member twice",
                "{\"x\":{\"y\":[{\"z\":1,\"z\":1}]}} | a member twice",
                "{\"attributes\":{\"etag\":\"1\",\"ETag\":\"1\"}} | the member etag twice",
                "{\"attributes\":{},\"Attributes\":{}} | the member attributes twice",
                "{\"attributes\":{\"x\":1,\"x\":1}} | a member twice",
                "{\"links\":{\"self\":{},\"self\":{}}} | a member twice",
                "{\"links\":{\"self\":{\"uri\":\"a\",\"URI\":\"a\"}}} | the member uri twice",
                "{\"links\":{\"self\":{\"x\":{\"y\":1,\"y\":1}}}} | a member twice",
                "{\"links\":{\"x\":[{\"y\":1,\"y\":1}]}} | a member twice"
            })
    void read_memberTwice_isRefusedAtEveryLevel(String json, String problem) {
        assertRefused(json, problem);
    }

    @Test
    void read_unknownNamesThatDifferInCase_areTwoMembers() {
        assertThat(ProfileReader.read("{\"x\":1,\"X\":2}").unknownMembers()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{\"a\":", "{\"email\":\"x", "{\"email\":\"x\\", "{\"email\":\"\\u00", "{\"a\":[1,"
            })
    void read_jsonThatEndsEarly_isRefused(String json) {
        assertRefused(json, "is not complete JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{\"a\":1},",
                "{\"a\":1}]",
                "{} 1",
                "{\"a\":1,}",
                "{,}",
                "{\"a\" 1}",
                "{\"a\"=1}",
                "{\"a\":1;\"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":'x'}",
                "{\"a\":[1,]}",
                "{\"a\":[,1]}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":0x10}",
                "{\"a\":NaN}",
                "{\"a\":-}",
                "{\"a\":1e}",
                "{\"a\":1-1}",
                "{\"a\":--1}",
                "{\"a\":NULL}",
                "{\"a\":True}",
                "{\"a\":falsE}",
                "{\"a\":nul}",
                "{\"a\":truetrue}",
                "{\"a\":/*c*/1}",
                "{\"a\":1}//c",
                "#\n{}",
                "{\"a\":\"\u0000\"}",
                "{\"a\":\"x\ny\"}",
                "{\"a\tb\":1}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\'\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\U0041\"}",
                "{\"a\":\"\\\n\"}",
                "{\u00a0}",
                "\u0000{}",
                "{\"a\":1\u000b}"
            })
    void read_anythingButStrictJson_isRefused(String json) {
        assertThatThrownBy(() -> ProfileReader.read(json)).isInstanceOf(UnreadableJson.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\uDC00",
                "\\ud800x",
                "\\ud800\\n",
                "\\ud800\\ud800",
                "x\\udc00\\ud800",
                "\\ud83d\\ude00\\ude00"
            })
    void read_unpairedSurrogate_isRefused(String text) {
        assertRefused("{\"email\":\"" + text + "\"}", "unpaired surrogate");
        assertRefused("{\"" + text + "\":1}", "unpaired surrogate");
        assertRefused("{\"a\":[\"" + text + "\"]}", "unpaired surrogate");
    }

    // Limits

    @Test
    void read_depthAtTheLimit_isReadAndOneMoreRefused() {
        assertThat(ProfileReader.read(nested(31)).unknownMembers()).hasSize(1);
        assertRefused(nested(32), "nested deeper than 32");
        assertRefused(nested(200_000), "nested deeper than 32");
        assertThat(ProfileReader.read("{\"attributes\":" + nested(30) + "}")
                        .attributes()
                        .unknownMembers())
                .hasSize(1);
        assertRefused("{\"attributes\":" + nested(31) + "}", "nested deeper than 32");
    }

    @ParameterizedTest
    @CsvSource({"1,30", "2,29", "4,27"})
    void read_depthInsideLinksAtTheLimit_isReadAndOneMoreRefused(int level, int deepest) {
        String before = switch (level) {
            case 1 -> "{\"links\":{\"x\":";
            case 2 -> "{\"links\":{\"x\":{\"y\":";
            default -> "{\"links\":{\"x\":{\"headers\":[{\"y\":";
        };
        String after = switch (level) {
            case 1 -> "}}";
            case 2 -> "}}}";
            default -> "}]}}}";
        };

        assertThat(ProfileReader.read(before + brackets(deepest) + after).unknownMembers())
                .isEmpty();
        assertRefused(before + brackets(deepest + 1) + after, "nested deeper than 32");
    }

    @Test
    void read_textAtTheLimit_isReadAndOneMoreRefused() {
        String longest = "x".repeat(64 * 1024 - 2) + "\\u0041\\n";

        assertThat(ProfileReader.read("{\"email\":\"" + longest + "\"}").email())
                .hasSize(64 * 1024);
        assertRefused("{\"email\":\"" + longest + "x\"}", "a text of more than 65536 characters");
        assertRefused("{\"" + longest + "x\":1}", "a text of more than 65536 characters");
    }

    @Test
    void read_numberAtTheLimit_isReadAndOneMoreRefused() {
        String longest = "1".repeat(64);

        assertThat(ProfileReader.read("{\"a\":" + longest + "}").unknownMembers())
                .containsValue(longest);
        assertRefused("{\"a\":" + longest + "1}", "a number of more than 64 characters");
        assertRefused("{\"a\":" + "9".repeat(1_000_000) + "}", "a number of more than 64 characters");
    }

    @Test
    void read_membersAtTheLimit_areReadAndOneMoreRefused() {
        assertThat(ProfileReader.read("{" + members(1000) + "}").unknownMembers())
                .hasSize(1000);
        assertRefused("{" + members(1001) + "}", "more than 1000 members");
        assertRefused("{\"a\":[{" + members(500) + "},{" + members(500) + "}]}", "more than 1000 members");
    }

    @Test
    void read_colonsInsideTexts_areNoMembers() {
        assertThat(ProfileReader.read("{\"email\":\"" + ":".repeat(2000) + "\"}")
                        .email())
                .hasSize(2000);
    }

    private static String nested(int depth) {
        return "{\"deep\":" + brackets(depth) + "}";
    }

    private static String brackets(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"m" + i + "\":" + i).collect(Collectors.joining(","));
    }

    private static void assertRefused(String json, String problem) {
        assertThatThrownBy(() -> ProfileReader.read(json))
                .isInstanceOf(UnreadableJson.class)
                .hasMessageContaining(problem);
    }
}
