package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The effect of each behaviour. For replay, see {@link ReplayTest}. */
@Timeout(60)
class BehaviourTest {

    private static final String GET = "GET /v1/profiles/support HTTP/1.1";
    private static final String JSON = "Content-Type: application/json";

    private static FakePartnerCenter with(Behaviour behaviour, boolean on) {
        return FakePartnerCenter.builder().behaviour(behaviour, on).build();
    }

    private static RawHttp.Answer get(FakePartnerCenter fake, AccessToken token, String... more) throws IOException {
        List<String> head = new ArrayList<>(List.of(GET, "Authorization: Bearer " + token.value()));
        head.addAll(List.of(more));
        return RawHttp.send(fake.url(), "", head.toArray(String[]::new));
    }

    private static RawHttp.Answer put(FakePartnerCenter fake, AccessToken token, String path, String... more)
            throws IOException {
        List<String> head =
                new ArrayList<>(List.of("PUT " + path + " HTTP/1.1", "Authorization: Bearer " + token.value()));
        head.addAll(List.of(more));
        return RawHttp.send(fake.url(), "{}", head.toArray(String[]::new));
    }

    @Test
    void presets_switchOnTheirBehaviours() {
        Set<Behaviour> observed = preset(Preset.OBSERVED);
        Set<Behaviour> documented = preset(Preset.DOCUMENTED);
        Set<Behaviour> strict = preset(Preset.STRICT);

        assertThat(observed)
                .contains(Behaviour.REPLAY, Behaviour.BYTE_ORDER_MARK)
                .doesNotContain(Behaviour.OTHER_BODY_REFUSED);
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            assertThat(fake.behaviours()).isEqualTo(observed);
        }
        EnumSet<Behaviour> notOnThePage = EnumSet.copyOf(observed);
        notOnThePage.removeAll(documented);
        assertThat(notOnThePage).containsExactly(Behaviour.BYTE_ORDER_MARK, Behaviour.CHARSET);
        assertThat(strict).containsAll(observed).contains(Behaviour.OTHER_BODY_REFUSED);
    }

    private static Set<Behaviour> preset(Preset preset) {
        try (FakePartnerCenter fake = FakePartnerCenter.builder().preset(preset).build()) {
            return fake.behaviours();
        }
    }

    @Test
    void behaviour_setBeforeThePreset_isKept() {
        try (FakePartnerCenter fake = FakePartnerCenter.builder()
                .behaviour(Behaviour.BYTE_ORDER_MARK, true)
                .preset(Preset.DOCUMENTED)
                .build()) {
            assertThat(fake.behaviours()).contains(Behaviour.BYTE_ORDER_MARK).doesNotContain(Behaviour.CHARSET);
        }
    }

    @ParameterizedTest
    @EnumSource
    void behaviour_hasADescriptionAndItsEvidence(Behaviour behaviour) {
        assertThat(behaviour.description()).endsWith(".");
        assertThat(behaviour.evidence()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"true, \uFEFF{", "false, {"})
    void byteOrderMark_onOrOff_isSentOrNot(boolean on, String start) throws IOException {
        try (FakePartnerCenter fake = with(Behaviour.BYTE_ORDER_MARK, on)) {
            assertThat(get(fake, fake.tokens().appPlusUser()).text()).startsWith(start);
            assertThat(get(fake, fake.tokens().expired()).text()).startsWith("{\"code\":400,");
        }
    }

    @ParameterizedTest
    @CsvSource({"true, application/json; charset=utf-8", "false, application/json"})
    void charset_onOrOff_isSentOrNot(boolean on, String type) throws IOException {
        try (FakePartnerCenter fake = with(Behaviour.CHARSET, on)) {
            assertThat(get(fake, fake.tokens().appPlusUser()).header("Content-Type"))
                    .isEqualTo(type);
            assertThat(get(fake, fake.tokens().expired()).header("Content-Type"))
                    .isEqualTo(type);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DOCUMENTED_UPDATE_ROUTE, 404, 200",
        "SDK_UPDATE_ROUTE, 200, 404",
    })
    void updateRoute_switchedOff_answers404(Behaviour off, int documented, int sdk) throws IOException {
        try (FakePartnerCenter fake = with(off, false)) {
            AccessToken token = fake.tokens().appPlusUser();
            assertThat(put(fake, token, "/v1/profiles/supportprofile", JSON).status())
                    .isEqualTo(documented);
            assertThat(put(fake, token, "/v1/profiles/support", JSON).status()).isEqualTo(sdk);
            assertThat(get(fake, token).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 406, 415, 415", "false, 200, 200, 200"})
    void mediaTypesChecked_onOrOff_refusesOrAccepts(boolean on, int xmlWanted, int xmlSent, int nothingSaid)
            throws IOException {
        try (FakePartnerCenter fake = with(Behaviour.MEDIA_TYPES_CHECKED, on)) {
            AccessToken token = fake.tokens().appPlusUser();
            assertThat(get(fake, token, "Accept: application/xml").status()).isEqualTo(xmlWanted);
            assertThat(put(fake, token, "/v1/profiles/support", "Content-Type: text/xml")
                            .status())
                    .isEqualTo(xmlSent);
            assertThat(put(fake, token, "/v1/profiles/support").status()).isEqualTo(nothingSaid);
        }
    }

    @Test
    void mfaEnforced_off_acceptsTheTokenAndSendsTheMfaResult() {
        for (TwoDoors way : TwoDoors.values()) {
            try (FakePartnerCenter fake = with(Behaviour.MFA_ENFORCED, false);
                    DoorClient door = DoorClient.open(way, fake)) {
                AccessToken without = fake.tokens().withoutMfa();

                assertThat(door.get(DoorClient.context(without).validateMfa(true))
                                .metadata()
                                .mfaCompliant())
                        .isFalse();
                assertThat(door.get(DoorClient.context(without)).metadata().mfaCompliant())
                        .isNull();
                assertThat(door.get(door.context().validateMfa(true)).metadata().mfaCompliant())
                        .isTrue();
                assertThat(door.put("1", DoorClient.context(without)).metadata().status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void mfaEnforced_on_refusesTheToken() throws IOException {
        try (FakePartnerCenter fake = with(Behaviour.MFA_ENFORCED, true)) {
            RawHttp.Answer answer = get(fake, fake.tokens().withoutMfa(), "ValidateMfa: true");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text()).contains("900421");
            assertThat(answer.headers())
                    .filteredOn(header -> header.startsWith("isMfaCompliant"))
                    .containsExactly("isMfaCompliant: false");
        }
    }

    @ParameterizedTest
    @EnumSource
    void roleRefusalInText_onOrOff_sendsTextOrJson(TwoDoors way) {
        for (boolean on : List.of(true, false)) {
            try (FakePartnerCenter fake = with(Behaviour.ROLE_REFUSAL_IN_TEXT, on);
                    DoorClient door = DoorClient.open(way, fake)) {
                ServiceException refused = refusal(door, fake.tokens().withoutRole());

                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.code().isEmpty()).isEqualTo(on);
                assertThat(refused.description().orElseThrow()).startsWith("The supplied role");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void forbiddenWithoutBody_onOrOff_omitsOrSendsTheBody(TwoDoors way) {
        for (boolean on : List.of(true, false)) {
            try (FakePartnerCenter fake = with(Behaviour.FORBIDDEN_WITHOUT_BODY, on);
                    DoorClient door = DoorClient.open(way, fake)) {
                for (AccessToken token :
                        List.of(fake.tokens().withoutRole(), fake.tokens().appOnly())) {
                    ServiceException refused = refusal(door, token);

                    assertThat(refused.status()).isEqualTo(403);
                    assertThat(refused.description().isEmpty()).isEqualTo(on);
                    assertThat(fake.journal().last().responseHeader("Content-Type") == null)
                            .isEqualTo(on);
                }
            }
        }
    }

    private static ServiceException refusal(DoorClient door, AccessToken token) {
        return catchThrowableOfType(ServiceException.class, () -> door.put("1", DoorClient.context(token)));
    }
}
