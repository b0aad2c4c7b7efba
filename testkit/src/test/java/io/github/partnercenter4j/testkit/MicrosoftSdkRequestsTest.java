package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Sends the requests of Microsoft's own SDKs, which work with the real service. Bodies and headers of the Java SDK are
 * those of version 1.15.4; those of the .NET SDK come from its source.
 */
@Timeout(60)
class MicrosoftSdkRequestsTest {

    private static final String PUT = "PUT /v1/profiles/support HTTP/1.1";
    private static final String GET = "GET /v1/profiles/support HTTP/1.1";
    private static final String CORRELATION = "MS-CorrelationId: 9224849c-e51b-4ef3-aa16-74af0f77f746";

    /** The update of a profile that was read, with another telephone number. */
    private static final String JAVA_CHANGED =
            "{\"attributes\":{\"objectType\":\"PartnerSupportProfile\"},\"links\":{\"self\":{\"uri\":"
                    + "\"/v1/profiles/support\",\"method\":\"GET\",\"headers\":[]}},\"email\":\"email@sample.com\","
                    + "\"telephone\":\"9123456789\",\"website\":\"www.microsoft.com\"}";
    /** The update with a new profile, without a website. */
    private static final String JAVA_NEW = "{\"attributes\":{\"objectType\":\"SupportProfile\"},"
            + "\"email\":\"email@sample.com\",\"telephone\":\"9123456789\"}";

    private static final String DOT_NET_NEW = "{\"Email\":\"email@sample.com\",\"Telephone\":\"9123456789\","
            + "\"Website\":null,\"Attributes\":{\"ObjectType\":\"SupportProfile\"}}";

    private static String answer(String website) {
        return "{\"email\":\"email@sample.com\",\"telephone\":\"9123456789\"," + website
                + "\"profileType\":\"support_profile\",\"links\":{\"self\":{\"uri\":\"/v1/profiles/support\","
                + "\"method\":\"GET\",\"headers\":[]}},\"attributes\":{\"objectType\":\"PartnerSupportProfile\"}}";
    }

    private static String[] java(FakePartnerCenter fake, String line, int call) {
        List<String> head = new ArrayList<>(List.of(
                line,
                authorization(fake),
                CORRELATION,
                "MS-PartnerCenter-Client: Partner Center Java SDK",
                "Accept: application/json",
                "X-Locale: en-US",
                "MS-Contract-Version: v1",
                "MS-SdkVersion: 1.15.4",
                id(call),
                "x-ms-client-request-id: 28ee0f9f-11c7-4ae7-9248-6eed26fae3c" + call,
                "User-Agent: AutoRest-Java",
                "Accept-Encoding: gzip"));
        if (line.startsWith("PUT ")) {
            head.add("Content-Type: application/json; charset=utf-8");
        }
        return head.toArray(String[]::new);
    }

    /** Has no contract version, although the documentation requires one. */
    private static String[] dotNet(FakePartnerCenter fake, String line, int call) {
        List<String> head = new ArrayList<>(List.of(
                line,
                authorization(fake),
                "Accept: application/json",
                id(call),
                CORRELATION,
                "X-Locale: en-US",
                "MS-PartnerCenter-Client: Partner Center .NET SDK",
                "MS-SdkVersion: 3.4.0.0"));
        if (line.startsWith("PUT ")) {
            head.add("Content-Type: application/json");
        }
        return head.toArray(String[]::new);
    }

    private static String authorization(FakePartnerCenter fake) {
        return "Authorization: Bearer " + fake.tokens().appPlusUser().value();
    }

    private static String id(int call) {
        return "MS-RequestId: 23f72e7e-e676-4083-a659-099ddd39301" + call;
    }

    private static FakePartnerCenter fake(Preset preset) {
        return FakePartnerCenter.builder().seed(1).preset(preset).build();
    }

    /** The fake refuses nothing, and has no objections and no remarks. */
    private static void assertNoRemarks(FakePartnerCenter fake) {
        fake.conduct().requireGood();
        assertThat(fake.journal().exchanges()).allSatisfy(exchange -> {
            assertThat(exchange.status()).isEqualTo(200);
            assertThat(exchange.remarks()).isEmpty();
            assertThat(exchange.objection()).isNull();
            assertThat(exchange.hint()).isNull();
            assertThat(exchange.token()).isEqualTo(RecordedExchange.Token.APP_PLUS_USER);
        });
    }

    @ParameterizedTest
    @EnumSource
    void javaSdk_readsAndUpdatesTheProfile(Preset preset) throws IOException {
        assertThat(JAVA_CHANGED.getBytes(StandardCharsets.UTF_8)).hasSize(211);
        try (FakePartnerCenter fake = fake(preset)) {
            RawHttp.Answer read = RawHttp.send(fake.url(), "", java(fake, GET, 0));
            RawHttp.Answer written = RawHttp.send(fake.url(), JAVA_CHANGED, java(fake, PUT, 1));
            RawHttp.Answer readAsDocumented = RawHttp.send(
                    fake.url(), "", GET, authorization(fake), "Accept: application/json", id(2), CORRELATION);

            String website = "\"website\":\"www.microsoft.com\",";
            assertThat(read.text()).endsWith(answer(website).replace("9123456789", "4255555555"));
            assertThat(written.statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(written.headers()).contains(id(1), CORRELATION);
            assertThat(written.header("Content-Type")).startsWith("application/json");
            assertThat(written.text().replace("\uFEFF", "")).isEqualTo(answer(website));
            assertThat(readAsDocumented.text()).isEqualTo(written.text());
            assertThat(fake.profile().telephone()).isEqualTo("9123456789");
            assertThat(fake.profile().profileType()).isEqualTo("support_profile");
            assertThat(fake.writesApplied()).isEqualTo(1);
            assertNoRemarks(fake);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "STRICT")
    void javaSdk_omitsMembersToClearThem(Preset preset) throws IOException {
        assertThat(JAVA_NEW.getBytes(StandardCharsets.UTF_8)).hasSize(98);
        try (FakePartnerCenter fake = fake(preset)) {
            RawHttp.Answer written = RawHttp.send(fake.url(), JAVA_NEW, java(fake, PUT, 0));

            assertThat(written.text().replace("\uFEFF", "")).isEqualTo(answer(""));
            assertThat(fake.profile())
                    .extracting(SupportProfile::email, SupportProfile::telephone, SupportProfile::website)
                    .containsExactly("email@sample.com", "9123456789", null);
            assertNoRemarks(fake);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "STRICT")
    void dotNetSdk_sendsNullToClearMembers(Preset preset) throws IOException {
        try (FakePartnerCenter fake = fake(preset)) {
            RawHttp.Answer written = RawHttp.send(fake.url(), DOT_NET_NEW, dotNet(fake, PUT, 0));
            RawHttp.Answer read = RawHttp.send(fake.url(), "", dotNet(fake, GET, 1));

            assertThat(written.text().replace("\uFEFF", "")).isEqualTo(answer(""));
            assertThat(read.text()).isEqualTo(written.text());
            assertThat(fake.profile().website()).isNull();
            assertNoRemarks(fake);
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/profiles/supportprofile", "/v1/profiles/support"})
    void documentedUpdate_isReadByTheJavaSdk(String path) throws IOException {
        try (FakePartnerCenter fake = fake(Preset.DOCUMENTED)) {
            RawHttp.Answer written = RawHttp.send(
                    fake.url(),
                    "{\"Email\":\"email@sample.com\",\"Telephone\":\"9123456789\",\"Website\":\"www.microsoft.com\","
                            + "\"ProfileType\":\"support_profile\","
                            + "\"Attributes\":{\"ObjectType\":\"PartnerSupportProfile\"}}",
                    "PUT " + path + " HTTP/1.1",
                    authorization(fake),
                    "Accept: application/json",
                    "Content-Type: application/json",
                    id(0),
                    CORRELATION);

            assertThat(RawHttp.send(fake.url(), "", java(fake, GET, 1)).text())
                    .isEqualTo(answer("\"website\":\"www.microsoft.com\","))
                    .isEqualTo(written.text());
            assertNoRemarks(fake);
        }
    }

    /** The Java SDK resends a request with the same ids after any response. The documentation requires a new id. */
    @Test
    void javaSdk_resendsAfterAnAnswer_isServedAndConductHasAFinding() throws IOException {
        try (FakePartnerCenter fake = fake(Preset.OBSERVED)) {
            fake.next(Fault.answer(500).withIds());

            RawHttp.Answer refused = RawHttp.send(fake.url(), JAVA_CHANGED, java(fake, PUT, 0));
            RawHttp.Answer written = RawHttp.send(fake.url(), JAVA_CHANGED, java(fake, PUT, 0));

            assertThat(refused.status()).isEqualTo(500);
            assertThat(written.status()).isEqualTo(200);
            assertThat(fake.journal().last().replayed()).isFalse();
            assertThat(fake.writesApplied()).isEqualTo(1);
            assertThat(fake.conduct().without(Conduct.Rule.NO_BACK_OFF).findings())
                    .extracting(Conduct.Finding::rule)
                    .containsExactly(Conduct.Rule.REUSED_REQUEST_ID);
        }
    }
}
