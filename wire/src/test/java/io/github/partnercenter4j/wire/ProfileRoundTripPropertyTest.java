package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every profile is either written and read back as the same, or refused because an unknown member is not JSON. */
class ProfileRoundTripPropertyTest {

    private static final List<String> PROFILE =
            List.of("email", "telephone", "website", "profileType", "attributes", "links");

    private static final List<String> PIECES = List.of(
            "", "\u0000", "\u001F", "\u007F", "\u0085", "\u2028", "\uD83D\uDE00", "\uFEFF", "\"", "\\", "/", "\uFFFF");
    private static final List<String> NAMES = List.of(
            "region", "Email", "ETAG", "links", "objectType", "\u017Feen", "attr\u0130butes", "", "a\"b", "\u2029");
    private static final List<String> VALUES = List.of(
            "1.0E+2",
            "-0",
            "12345678901234567890.10",
            "null",
            " true ",
            "[1, {\"a\" :\t\"\\u00e9\\/\\ud83d\\ude00\"}, []]",
            "\"\\u2028\\u0000\"",
            "{\"email\":null}",
            "{\"a\":1,\"a\":2}",
            "[1,]",
            "01",
            "\"\\ud800\"",
            "NaN",
            "");

    private int written;
    private int refused;

    @FuzzTest
    void anyProfile_writtenAndRead_isEqual(FuzzedDataProvider data) {
        SupportProfile profile;
        try {
            profile = SupportProfile.builder()
                    .email(text(data))
                    .telephone(text(data))
                    .website(text(data))
                    .profileType(text(data))
                    .attributes(ProfileAttributes.of(text(data), text(data), members(data)))
                    .unknownMembers(members(data))
                    .build();
        } catch (IllegalArgumentException halfPair) {
            return;
        }
        byte[] body;
        try {
            body = ProfileJson.write(profile);
        } catch (IllegalArgumentException unfit) {
            refused++;
            assertThat(unfit).hasMessageStartingWith("the unknown member ");
            assertThat(isFit(profile.unknownMembers(), PROFILE)
                            && isFit(profile.attributes().unknownMembers(), List.of("objectType", "etag")))
                    .as("valid JSON, but refused: %s", unfit.getMessage())
                    .isFalse();
            return;
        }
        written++;
        SupportProfile read = ProfileReader.read(BodyText.strict(body));

        assertThat(read.email()).isEqualTo(profile.email());
        assertThat(read.telephone()).isEqualTo(profile.telephone());
        assertThat(read.website()).isEqualTo(profile.website());
        assertThat(read.profileType()).isEqualTo(Objects.requireNonNullElse(profile.profileType(), "support_profile"));
        assertThat(read.attributes().objectType())
                .isEqualTo(Objects.requireNonNullElse(profile.attributes().objectType(), "PartnerSupportProfile"));
        assertThat(read.attributes().etag()).isEqualTo(profile.attributes().etag());
        assertThat(meaning(read.unknownMembers())).isEqualTo(meaning(profile.unknownMembers()));
        assertThat(meaning(read.attributes().unknownMembers()))
                .isEqualTo(meaning(profile.attributes().unknownMembers()));
        // A second write of the read profile gives the same bytes.
        assertThat(ProfileJson.write(read)).isEqualTo(body);
        assertThat(ProfileReader.read(new String(body, StandardCharsets.UTF_8))).isEqualTo(read);
    }

    @Test
    void manyProfiles_writtenAndRead_areEqual() {
        Exploration.of(getClass(), "anyProfile_writtenAndRead_isEqual", this::anyProfile_writtenAndRead_isEqual);
        assertThat(written).isGreaterThan(300);
        assertThat(refused).isGreaterThan(100);
    }

    /** Returns name and value of each member in order, from another JSON reader. Numbers are compared as text. */
    private static List<Json.Member> meaning(Map<String, String> members) {
        List<Json.Member> meaning = new ArrayList<>();
        members.forEach((name, json) -> meaning.add(new Json.Member(name, JsonReader.read(json))));
        return meaning;
    }

    private static boolean isFit(Map<String, String> members, List<String> known) {
        return members.keySet().stream().noneMatch(name -> known.stream().anyMatch(name::equalsIgnoreCase))
                && members.values().stream().allMatch(ProfileRoundTripPropertyTest::isPlainJson);
    }

    private static boolean isPlainJson(String text) {
        try {
            return !DuplicateNames.in(JsonReader.read(text)) && text.length() <= JsonGate.NUMBER_LIMIT;
        } catch (JsonException noJson) {
            return false;
        }
    }

    private static @Nullable String text(FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 5)) {
            case 0 -> null;
            case 1 -> data.pickValue(PIECES) + data.pickValue(PIECES);
            case 2 -> data.consumeString(20);
            default -> data.consumeAsciiString(20);
        };
    }

    private static Map<String, String> members(FuzzedDataProvider data) {
        Map<String, String> members = new LinkedHashMap<>();
        for (int left = data.consumeInt(0, 2); left > 0; left--) {
            String name = data.consumeInt(0, 2) == 0 ? data.consumeString(10) : data.pickValue(NAMES);
            members.put(name, data.consumeInt(0, 2) == 0 ? data.consumeString(30) : data.pickValue(VALUES));
        }
        return members;
    }
}
