package io.github.partnercenter4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SupportProfileTest {

    private final SupportProfile whole = SupportProfile.builder()
            .email("canary@example.test")
            .telephone("4255550100")
            .website("www.contoso.com")
            .profileType("support_profile")
            .attributes(ProfileAttributes.of("PartnerSupportProfile", "e", Map.of("x", "1")))
            .links(Map.of("self", Link.of("/v1/profiles/support", "GET", List.of())))
            .unknownMembers(Map.of("faxNumber", "\"1\""))
            .build();

    @Test
    void with_oneText_changesOnlyThatText() {
        SupportProfile changed = whole.withTelephone("2").withEmail(null).withWebsite("");

        assertThat(changed.telephone()).isEqualTo("2");
        assertThat(changed.email()).isNull();
        assertThat(changed.website()).isEmpty();
        assertThat(changed.withTelephone("4255550100")
                        .withEmail("canary@example.test")
                        .withWebsite("www.contoso.com"))
                .isEqualTo(whole);
        assertThat(changed.links()).isEqualTo(whole.links());
        assertThat(changed.unknownMembers()).isEqualTo(whole.unknownMembers());
        assertThat(changed.attributes()).isEqualTo(whole.attributes());
    }

    @Test
    void equality_coversAllButLinks() {
        assertThat(whole.toBuilder().links(Map.of()).build()).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(whole.toBuilder().profileType("other").build()).isNotEqualTo(whole);
        assertThat(whole.toBuilder().attributes(ProfileAttributes.empty()).build())
                .isNotEqualTo(whole);
        assertThat(whole.toBuilder().unknownMembers(Map.of()).build()).isNotEqualTo(whole);
        assertThat(whole.withEmail("x")).isNotEqualTo(whole);
    }

    @Test
    void toString_showsNoPersonalData() {
        assertThat(whole.toString()).doesNotContain("canary", "4255550100", "contoso", "faxNumber");
        assertThat(SupportProfileReply.of(whole, ResponseMetadata.builder(200).build())
                        .toString())
                .doesNotContain("canary", "4255550100");
    }

    @Test
    void build_unpairedSurrogate_isRefusedByNameNotValue() {
        assertThatThrownBy(() -> whole.withWebsite("canary\ud800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("website has an unpaired surrogate")
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> ProfileAttributes.of("canary\udc00", null, Map.of()))
                .hasMessageStartingWith("objectType has an unpaired surrogate")
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> ProfileAttributes.of(null, "\ud800", Map.of())).hasMessageStartingWith("etag has");
        assertThatThrownBy(() -> ProfileAttributes.of(null, null, Map.of("\ud800", "1")))
                .hasMessageStartingWith("an unknown attribute's name has");
        assertThatThrownBy(() -> whole.toBuilder()
                        .unknownMembers(Map.of("canary\ud800", "1"))
                        .build())
                .hasMessageStartingWith("an unknown member's name has")
                .hasMessageNotContaining("canary");
        assertThat(whole.withWebsite("\ud83d\ude00").website()).hasSize(2);
    }

    @Test
    void maps_givenToTheBuilder_areCopiedInOrder() {
        Map<String, String> mine = new LinkedHashMap<>();
        mine.put("b", "1");
        mine.put("a", "2");
        SupportProfile profile = SupportProfile.builder().unknownMembers(mine).build();
        mine.clear();

        assertThat(profile.unknownMembers()).containsExactly(Map.entry("b", "1"), Map.entry("a", "2"));
    }
}
