package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Any Unicode goes in and comes out; half a character is refused, and nothing else is. */
class SupportProfilePropertyTest {

    private static final List<String> PIECES = List.of(
            "", "a", "\u0000", "\uD83D", "\uDE00", "\uD83D\uDE00", "\uFEFF", "\"", "\\u0041", "\uFFFF", "\u0130");

    private int built;
    private int refused;

    @FuzzTest
    void anyInput_isReturnedUnchangedOrRefused(FuzzedDataProvider data) {
        String email = text(data);
        String telephone = text(data);
        String website = text(data);
        String profileType = text(data);
        String objectType = text(data);
        String etag = text(data);
        Map<String, String> attributes = members(data);
        Map<String, String> unknown = members(data);
        boolean whole = Stream.concat(
                        Stream.of(email, telephone, website, profileType, objectType, etag),
                        Stream.concat(attributes.keySet().stream(), unknown.keySet().stream()))
                .filter(Objects::nonNull)
                .allMatch(SupportProfilePropertyTest::isWhole);
        SupportProfile.Builder builder = SupportProfile.builder()
                .email(email)
                .telephone(telephone)
                .website(website)
                .profileType(profileType)
                .unknownMembers(unknown);
        if (!whole) {
            refused++;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.attributes(ProfileAttributes.of(objectType, etag, attributes))
                            .build())
                    .withMessageMatching("(email|telephone|website|profileType|objectType|etag|"
                            + "an unknown (member|attribute)'s name) has an unpaired surrogate, [ -~]+");
            return;
        }
        built++;
        SupportProfile profile = builder.attributes(ProfileAttributes.of(objectType, etag, attributes))
                .build();

        assertThat(profile.email()).isEqualTo(email);
        assertThat(profile.telephone()).isEqualTo(telephone);
        assertThat(profile.website()).isEqualTo(website);
        assertThat(profile.profileType()).isEqualTo(profileType);
        assertThat(profile.attributes().objectType()).isEqualTo(objectType);
        assertThat(profile.attributes().etag()).isEqualTo(etag);
        assertThat(List.copyOf(profile.attributes().unknownMembers().entrySet()))
                .isEqualTo(List.copyOf(attributes.entrySet()));
        assertThat(List.copyOf(profile.unknownMembers().entrySet())).isEqualTo(List.copyOf(unknown.entrySet()));
        assertThat(profile.toBuilder().build()).isEqualTo(profile).hasSameHashCodeAs(profile);
        requireOneChange(profile, data);
    }

    @Test
    void manyInputs_areReturnedUnchangedOrRefused() {
        Exploration.of(
                getClass(), "anyInput_isReturnedUnchangedOrRefused", this::anyInput_isReturnedUnchangedOrRefused);
        assertThat(built).isGreaterThan(200);
        assertThat(refused).isGreaterThan(200);
    }

    /** A with-method changes its own text, and undone gives what was; what is printed never depends on a text. */
    private static void requireOneChange(SupportProfile profile, FuzzedDataProvider data) {
        // Longer than any text that went in.
        String text = "<".repeat(21) + data.consumeAsciiString(8);
        SupportProfile changed = profile.withEmail(text).withTelephone(text).withWebsite(text);
        assertThat(changed.email()).isEqualTo(text);
        assertThat(changed.telephone()).isEqualTo(text);
        assertThat(changed.website()).isEqualTo(text);
        assertThat(profile.withEmail(text)).isNotEqualTo(profile);
        assertThat(profile.withTelephone(text)).isNotEqualTo(profile);
        assertThat(profile.withWebsite(text)).isNotEqualTo(profile);
        assertThat(changed.withEmail(profile.email())
                        .withTelephone(profile.telephone())
                        .withWebsite(profile.website()))
                .isEqualTo(profile);
        assertThat(changed.toString())
                .isEqualTo(changed.withEmail("").withWebsite("x").toString());
    }

    private static boolean isWhole(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static @Nullable String text(FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 7)) {
            case 0 -> null;
            case 1 -> data.pickValue(PIECES) + data.pickValue(PIECES);
            case 2 -> data.consumeString(20);
            default -> data.consumeAsciiString(20);
        };
    }

    private static Map<String, String> members(FuzzedDataProvider data) {
        Map<String, String> members = new LinkedHashMap<>();
        for (int left = data.consumeInt(0, 2); left > 0; left--) {
            String name = text(data);
            members.put(name == null ? "name" : name, data.consumeString(10));
        }
        return members;
    }
}
