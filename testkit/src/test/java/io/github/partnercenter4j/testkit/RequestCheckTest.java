package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class RequestCheckTest {

    private static final String WHOLE = "\"Email\":\"a@b.example\",\"Telephone\":\"1\",\"Website\":\"w\"";
    private static final String REQUEST_ID = "MS-RequestId: 603f3cd9-01b8-48f2-b65d-855a246f5bfd";
    private static final String CORRELATION_ID = "MS-CorrelationId: 20604323-50bf-4738-9968-c5486ab32be0";

    private static RawHttp.Answer put(FakePartnerCenter fake, String body, String... more) throws IOException {
        List<String> head = new ArrayList<>(List.of(
                "PUT /v1/profiles/support HTTP/1.1",
                "Authorization: Bearer " + fake.tokens().appPlusUser().value(),
                "Content-Type: application/json"));
        head.addAll(List.of(more));
        return RawHttp.send(fake.url(), body, head.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "IDS_REQUIRED, MS-Contract-Version: v1, '', 800002, no header MS-RequestId",
        "IDS_REQUIRED, " + REQUEST_ID + ", '', 800002, no header MS-CorrelationId",
        "GUIDS_REQUIRED, MS-RequestId: 7, '', 800002, MS-RequestId is not a GUID",
        "GUIDS_REQUIRED, MS-CorrelationId: 7, '', 800002, MS-CorrelationId is not a GUID",
        "UNKNOWN_MEMBERS_REFUSED, " + REQUEST_ID + ", '\"Fax\":\"1\"', 3000, unknown member Fax",
        "UNKNOWN_MEMBERS_REFUSED, " + REQUEST_ID
                + ", '\"Attributes\":{\"Shape\":1}', 3000, unknown member attributes.Shape",
        "TEXTS_REQUIRED, " + REQUEST_ID + ", '\"Email\":null', 3000, email is missing",
        "TEXTS_REQUIRED, " + REQUEST_ID + ", '\"Email\":\"a@b\",\"Website\":\"w\"', 3000, telephone is missing",
        "TEXTS_REQUIRED, " + REQUEST_ID + ", '\"Email\":\"a@b\",\"Telephone\":\"1\"', 3000, website is missing",
        "EMAIL_CHECKED, " + REQUEST_ID + ", '\"Email\":\"canary\"', 3000, email is not an e-mail address",
        "EMAIL_CHECKED, " + REQUEST_ID + ", '\"Email\":\"a@b@canary\"', 3000, email is not an e-mail address",
        "EMAIL_CHECKED, " + REQUEST_ID + ", '\"Email\":\"\"', 3000, email is not an e-mail address",
    })
    void behaviour_onOrOff_refusesOrAccepts(
            Behaviour behaviour, String header, String members, String code, String words) throws IOException {
        try (FakePartnerCenter fake =
                FakePartnerCenter.builder().behaviour(behaviour, true).build()) {
            RawHttp.Answer answer = put(fake, "{" + members + "}", header);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("\"code\":" + code + ",", words).doesNotContain("canary");
            assertThat(fake.writesApplied()).isZero();
        }
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            assertThat(put(fake, "{" + members + "}", header).status()).isEqualTo(200);
            assertThat(fake.writesApplied()).isEqualTo(1);
        }
    }

    @Test
    void strict_correctRequest_isAccepted() throws IOException {
        try (FakePartnerCenter fake =
                FakePartnerCenter.builder().preset(Preset.STRICT).build()) {
            assertThat(put(fake, "{" + WHOLE + "}", REQUEST_ID, CORRELATION_ID).status())
                    .isEqualTo(200);
            assertThat(fake.journal().last().remarks()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void strict_profileAsItWasRead_isAccepted(TwoDoors way) {
        try (FakePartnerCenter fake =
                        FakePartnerCenter.builder().preset(Preset.STRICT).build();
                DoorClient door = DoorClient.open(way, fake)) {
            fake.setProfile(fake.profile().toBuilder()
                    .unknownMembers(Map.of("fax", "1"))
                    .attributes(ProfileAttributes.of(null, null, Map.of("shape", "1")))
                    .build());
            SupportProfile read = door.get().profile();

            assertThat(door.put(read.withTelephone("2"), door.context())
                            .profile()
                            .telephone())
                    .isEqualTo("2");
            assertThat(fake.journal().last().remarks()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void update_withAnUnknownMember_getsARemark(TwoDoors way) {
        for (boolean refused : List.of(true, false)) {
            try (FakePartnerCenter fake = FakePartnerCenter.builder()
                            .behaviour(Behaviour.UNKNOWN_MEMBERS_REFUSED, refused)
                            .build();
                    DoorClient door = DoorClient.open(way, fake)) {
                SupportProfile withUnknownMember = fake.profile().toBuilder()
                        .unknownMembers(Map.of("fax", "\"canary\""))
                        .build();

                if (refused) {
                    assertThat(catchThrowableOfType(
                                            ServiceException.class, () -> door.put(withUnknownMember, door.context()))
                                    .code())
                            .hasValue("3000");
                } else {
                    assertThat(door.put(withUnknownMember, door.context())
                                    .metadata()
                                    .status())
                            .isEqualTo(200);
                }

                assertThat(fake.journal().last().remarks()).containsExactly("unknown member fax");
            }
        }
    }

    @Test
    void request_withUnusualHeaders_isServedAndGetsRemarks() throws IOException {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            assertThat(put(fake, "{}", "X-Canary: secret", "MS-RequestId: 7").status())
                    .isEqualTo(200);

            assertThat(fake.journal().last().remarks())
                    .containsExactly(
                            "header MS-RequestId is not a GUID",
                            "no header MS-CorrelationId",
                            "unknown header X-Canary");
        }
    }
}
