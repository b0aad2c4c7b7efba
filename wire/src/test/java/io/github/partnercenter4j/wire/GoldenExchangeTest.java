package io.github.partnercenter4j.wire;

import static io.github.partnercenter4j.wire.Golden.BOM;
import static io.github.partnercenter4j.wire.Golden.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.model.Link;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The documented exchange, byte for byte. */
class GoldenExchangeTest {

    @Test
    void write_documentedProfile_givesTheDocumentedBytes() {
        byte[] body = ProfileJson.write(Golden.PROFILE);

        assertThat(body).hasSize(167).isEqualTo(Golden.utf8(Golden.REQUEST));
    }

    @Test
    void answer_withoutAndWithMark_hasTheKnownSizes() {
        assertThat(Golden.utf8(Golden.ANSWER)).hasSize(243);
        assertThat(Golden.utf8(BOM + Golden.ANSWER)).hasSize(246);
    }

    @Test
    void fetched_documentedAnswer_givesProfileAndIds() {
        Golden.Headers headers = Golden.headers().with("Content-Length", "246");

        SupportProfileReply reply = ResponseMapper.fetched(CONTEXT, 200, headers, Golden.body(BOM + Golden.ANSWER));

        assertThat(reply.profile()).isEqualTo(documented());
        assertThat(reply.profile().links())
                .isEqualTo(Map.of("self", Link.of("/v1/profiles/support", "GET", List.of())));
        assertThat(reply.metadata().status()).isEqualTo(200);
        assertThat(reply.metadata().requestId()).isEqualTo(Golden.REQUEST_ID);
        assertThat(reply.metadata().correlationId()).isEqualTo(Golden.CORRELATION_ID);
        assertThat(reply.metadata().bodyAbsent()).isFalse();
    }

    @Test
    void replaced_documentedAnswer_givesTheAnsweredProfile() {
        SupportProfileReply reply = ResponseMapper.replaced(
                CONTEXT, SupportProfile.builder().build(), 200, Golden.headers(), Golden.body(Golden.ANSWER));

        assertThat(reply.profile()).isEqualTo(documented());
    }

    @Test
    void write_profileAsRead_givesTheDocumentedBytes() {
        SupportProfile read = ResponseMapper.fetched(CONTEXT, 200, Golden.headers(), Golden.body(Golden.ANSWER))
                .profile();

        assertThat(ProfileJson.write(read)).isEqualTo(Golden.utf8(Golden.REQUEST));
    }

    private static SupportProfile documented() {
        return Golden.PROFILE.toBuilder()
                .profileType("support_profile")
                .attributes(ProfileAttributes.of("PartnerSupportProfile", null, Map.of()))
                .build();
    }
}
