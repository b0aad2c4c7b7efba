package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.model.Link;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileJsonTest {

    private static final String TAIL =
            "\"ProfileType\":\"support_profile\",\"Attributes\":{\"ObjectType\":\"PartnerSupportProfile\"}";

    @Test
    void write_emptyProfile_sendsNullTextsAndDefaults() {
        assertThat(written(SupportProfile.builder().build()))
                .isEqualTo("{\"Email\":null,\"Telephone\":null,\"Website\":null," + TAIL + "}");
    }

    @Test
    void write_emptyText_sendsItAsEmpty() {
        assertThat(written(SupportProfile.builder().email("").build()))
                .startsWith("{\"Email\":\"\",\"Telephone\":null,");
    }

    @Test
    void write_links_sendsNone() {
        SupportProfile linked = SupportProfile.builder()
                .links(Map.of("self", Link.of("/v1/profiles/support", "GET", List.of())))
                .build();

        assertThat(written(linked)).doesNotContainIgnoringCase("links");
    }

    @Test
    void write_unknownMembers_sendsThemLastInTheirSpellingAndOrder() {
        Map<String, String> unknown = new LinkedHashMap<>();
        unknown.put("zulu", " { \"B\" : [ 1.0E+00002 , null ] } ");
        unknown.put("Alpha", "9007199254740993");
        SupportProfile profile = SupportProfile.builder()
                .profileType("OtherProfile")
                .attributes(ProfileAttributes.of("Other", "W/\"5\"", Map.of("extra", "true")))
                .unknownMembers(unknown)
                .build();

        assertThat(written(profile))
                .isEqualTo("{\"Email\":null,\"Telephone\":null,\"Website\":null,\"ProfileType\":\"OtherProfile\","
                        + "\"Attributes\":{\"ObjectType\":\"Other\",\"Etag\":\"W/\\\"5\\\"\",\"extra\":true},"
                        + "\"zulu\":{\"B\":[1.0E+00002,null]},\"Alpha\":9007199254740993}");
    }

    @Test
    void write_anyUnicode_sendsItUnchanged() {
        String text = " \u00fc \uD83D\uDE00 \u0000 \t \" \\ / \u2028 <b> ";

        byte[] body = ProfileJson.write(SupportProfile.builder().website(text).build());

        assertThat(ProfileReader.read(BodyText.strict(body)).website()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"secret \uD800\"", "\"secret \\ud800\"", "{\"\\udc00\":1}"})
    void write_unpairedSurrogateInAnUnknownMember_isRefusedWithoutTheValue(String json) {
        SupportProfile profile =
                SupportProfile.builder().unknownMembers(Map.of("a", json)).build();

        assertThatThrownBy(() -> ProfileJson.write(profile))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining("unpaired surrogate")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "secret",
                "{",
                "[1,]",
                "1 2",
                "{\"a\":1,\"a\":2}",
                "NULL",
                "'secret'",
                "01",
                "+1",
                ".5",
                "1.",
                "NaN",
                "\"secret",
                "\"\\x\"",
                "\"\\'\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "1],\"Email\":\"secret\",\"x\":[1",
                "// c\n1",
                "1;"
            })
    void write_unknownMemberThatIsNoJson_isRefusedWithoutTheText(String json) {
        SupportProfile profile =
                SupportProfile.builder().unknownMembers(Map.of("extra", json)).build();
        SupportProfile nested = SupportProfile.builder()
                .attributes(ProfileAttributes.of(null, null, Map.of("extra", json)))
                .build();

        for (SupportProfile bad : List.of(profile, nested)) {
            assertThatThrownBy(() -> ProfileJson.write(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .hasMessageContaining("unknown member extra must be JSON")
                    .hasMessageNotContaining("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "EMAIL", "Website", "profiletype", "Attributes", "LINKS"})
    void write_unknownMemberWithAKnownName_isRefused(String name) {
        SupportProfile profile =
                SupportProfile.builder().unknownMembers(Map.of(name, "1")).build();

        assertThatThrownBy(() -> ProfileJson.write(profile))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown member " + name + " is the known member");
    }

    @ParameterizedTest
    @ValueSource(strings = {"objecttype", "ETag"})
    void write_unknownAttributeWithAKnownName_isRefused(String name) {
        SupportProfile profile = SupportProfile.builder()
                .attributes(ProfileAttributes.of(null, null, Map.of(name, "1")))
                .build();

        assertThatThrownBy(() -> ProfileJson.write(profile))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown member " + name + " is the known member");
    }

    @Test
    void write_namesSimilarToAKnownOneInUnicode_areSent() {
        // U+0131 and U+212A are equal to i and k in some case-insensitive comparisons, but not in the service's.
        SupportProfile profile = SupportProfile.builder()
                .unknownMembers(Map.of("ema\u0131l", "1"))
                .build();

        assertThat(written(profile)).contains("\"ema\u0131l\":1");
    }

    @Test
    void write_unknownMemberAtTheDepthLimit_isSentAndOneDeeperRefused() {
        String deepest = "[".repeat(31) + "]".repeat(31);
        SupportProfile allowed =
                SupportProfile.builder().unknownMembers(Map.of("a", deepest)).build();
        SupportProfile refused = SupportProfile.builder()
                .attributes(ProfileAttributes.of(null, null, Map.of("a", deepest)))
                .build();

        assertThat(written(allowed)).endsWith("\"a\":" + deepest + "}");
        assertThatThrownBy(() -> ProfileJson.write(refused))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested deeper than 32");
    }

    private static String written(SupportProfile profile) {
        return new String(ProfileJson.write(profile), StandardCharsets.UTF_8);
    }
}
