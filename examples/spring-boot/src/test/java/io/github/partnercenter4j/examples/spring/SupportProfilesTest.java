package io.github.partnercenter4j.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake.Scope;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The whole service, over HTTP, with a fake Partner Center and its login behind it: nothing in it is mocked. */
@PartnerCenterFake(scope = Scope.CLASS)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext // The service goes when its fake goes.
class SupportProfilesTest {

    private static final String CONTOSO = "7a6ea5f1-3f0e-4d6f-9f0c-1a2b3c4d5e6f";
    private static final String FABRIKAM = "9b8c7d6e-5f4a-4b3c-8d2e-1f0a9b8c7d6e";

    private static final String CONTACT =
            "{\"email\":\"help@fabrikam.example\",\"telephone\":\"4255550100\",\"website\":\"www.fabrikam.example\"}";

    private static FakePartnerCenter fake;

    @TempDir
    private static Path folder;

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private SimpleTracer tracer;

    private FakeTenant contoso;
    private FakeTenant fabrikam;
    private RestTestClient http;

    @TestConfiguration
    static class Tracing {

        @Bean
        SimpleTracer tracer() {
            return new SimpleTracer();
        }

        @Bean
        DefaultTracingObservationHandler spans(SimpleTracer tracer) {
            return new DefaultTracingObservationHandler(tracer);
        }
    }

    @BeforeAll
    static void lend(FakePartnerCenter theFake) {
        fake = theFake;
    }

    /** What a deployment says in its configuration, with the consents already given. */
    @DynamicPropertySource
    static void pointTheServiceAtTheFake(DynamicPropertyRegistry properties) {
        Path file = folder.resolve("refresh-tokens");
        RefreshTokenStore store = RefreshTokenStore.file(file);
        Map.of("contoso", CONTOSO, "fabrikam", FABRIKAM).forEach((name, tenant) -> {
            store.save(tenant, RefreshToken.confidential(fake.login().issueRefreshToken(tenant)));
            properties.add("partnercenter.partners." + name + ".tenant", () -> tenant);
            properties.add(
                    "partnercenter.partners." + name + ".client-id",
                    () -> fake.login().clientId());
            properties.add(
                    "partnercenter.partners." + name + ".client-secret",
                    () -> fake.login().clientSecret());
        });
        properties.add("partnercenter.refresh-tokens", () -> file);
        properties.add("partnercenter.custom.api", () -> fake.cloud().apiBase());
        properties.add("partnercenter.custom.authority", () -> fake.cloud().authority());
        properties.add("partnercenter.custom.scope", () -> fake.cloud().scope());
        properties.add("partnercenter.ssl-bundle", () -> "fake");
        properties.add("spring.ssl.bundle.pem.fake.truststore.certificate", fake::caPem);
    }

    @BeforeEach
    void beginAnew() {
        contoso = fake.tenant(CONTOSO);
        fabrikam = fake.tenant(FABRIKAM);
        contoso.reset();
        fabrikam.reset();
        meters.clear();
        tracer.getSpans().clear();
        http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
    }

    @Test
    void partners_areReadAndChanged_eachWithItsOwnTokens() {
        contoso.setProfile(contoso.profile().withWebsite("www.contoso.example"));
        fabrikam.setProfile(fabrikam.profile().withWebsite("www.fabrikam.example"));

        assertThat(get("/partners/contoso/support-profile").getResponseBody()).contains("www.contoso.example");
        EntityExchangeResult<String> changed = put("/partners/fabrikam/support-profile", CONTACT);

        assertThat(changed.getStatus()).isEqualTo(HttpStatus.OK);
        assertThat(changed.getResponseBody()).contains("help@fabrikam.example");
        assertThat(fabrikam.profile().telephone()).isEqualTo("4255550100");
        assertThat(fabrikam.writesApplied()).isEqualTo(1);
        assertThat(contoso.profile().website()).isEqualTo("www.contoso.example");
        assertThat(contoso.writesApplied()).isZero();
    }

    @Test
    void firstAttempt_thatIsThrottled_isTriedAgainAndCounted() {
        get("/partners/contoso/support-profile");
        contoso.next(Fault.answer(429));

        EntityExchangeResult<String> answer = get("/partners/contoso/support-profile");

        assertThat(answer.getStatus()).isEqualTo(HttpStatus.OK);
        assertThat(contoso.journal().requests("GET")).hasSize(3);
        assertThat(meters.get("partnercenter.call")
                        .tags("partner", "contoso", "operation", "GET", "category", "none")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get("partnercenter.call.retry")
                        .tag("partner", "contoso")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void call_isASpanOfItsRequest_withTheIdsToQuote() {
        get("/partners/contoso/support-profile");

        SimpleSpan call = tracer.getSpans().stream()
                .filter(span -> span.getTags().containsKey("ms.request.id"))
                .findFirst()
                .orElseThrow();
        assertThat(call.getTags().get("ms.request.id"))
                .isEqualTo(contoso.journal().last().requestHeader("MS-RequestId"));
        assertThat(tracer.getSpans())
                .extracting(SimpleSpan::getSpanId)
                .as("the request's span")
                .contains(call.getParentId());
    }

    @Test
    void body_thatIsInvalid_isRefusedBeforeAnythingIsSent() {
        EntityExchangeResult<String> refusal =
                put("/partners/contoso/support-profile", "{\"email\":\"nobody\",\"telephone\":\"1\"}");

        assertThat(refusal.getStatus()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(refusal.getResponseBody())
                .contains("\"fields\":[\"email\",\"website\"]")
                .doesNotContain("nobody");
        assertThat(contoso.journal().requests("PUT")).isEmpty();
        assertThat(contoso.journal().requests("GET")).isEmpty();
    }

    @Test
    void partner_thatIsNotConfigured_isNotFound() {
        assertThat(get("/partners/nobody/support-profile").getStatus()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void update_thatPartnerCenterThrottlesForLong_isAProblemThatSaysWhenAndWhatBecameOfIt() {
        contoso.when(Request.put()).times(1).play(Fault.answer(429).header("Retry-After", "3600"));

        EntityExchangeResult<String> problem = put("/partners/contoso/support-profile", CONTACT);

        assertThat(problem.getStatus()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(problem.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(problem.getResponseHeaders().getFirst("Retry-After")).isEqualTo("3600");
        assertThat(problem.getResponseBody())
                .contains("\"category\":\"THROTTLED\"", "\"writeOutcome\":\"NOT_APPLIED\"")
                .contains(contoso.journal().last().requestHeader("MS-RequestId"));
        assertThat(contoso.writesApplied()).isZero();
    }

    @Test
    void values_thatPartnerCenterRefuses_areTheCallersProblem() {
        contoso.when(Request.put()).times(1).play(Fault.answer(400));

        assertThat(put("/partners/contoso/support-profile", CONTACT).getStatus())
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Test
    void health_tellsOfEachPartnersLastCall_andCallsNobody() {
        get("/partners/fabrikam/support-profile");
        contoso.next(Fault.answer(401), Fault.answer(401));
        assertThat(get("/partners/contoso/support-profile").getStatus()).isEqualTo(HttpStatus.BAD_GATEWAY);
        int before = fake.journal().requests("GET").size();

        assertThat(get("/actuator/health/partnerCenter").getStatus()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(get("/actuator/health/partnerCenter/fabrikam").getResponseBody())
                .contains("\"status\":\"UP\"");
        assertThat(get("/actuator/health/partnerCenter/contoso").getResponseBody())
                .contains("\"status\":\"DOWN\"", "\"reason\":\"TOKEN_REJECTED\"");
        assertThat(fake.journal().requests("GET")).hasSize(before);

        get("/partners/contoso/support-profile");
        assertThat(get("/actuator/health/partnerCenter").getStatus()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void log_ofWorkAndFailure_holdsNoSecretAndNothingPersonal(CapturedOutput output) {
        contoso.when(Request.put()).times(1).play(Fault.answer(403));
        put("/partners/contoso/support-profile", CONTACT);
        put("/partners/contoso/support-profile", CONTACT.replace("@", ""));
        put("/partners/contoso/support-profile", CONTACT);

        assertThat(contoso.profile().email()).isEqualTo("help@fabrikam.example");
        assertThat(output.getAll())
                .contains("Started SupportProfilesTest")
                .doesNotContain("help@fabrikam.example", "helpfabrikam.example", "4255550100")
                .doesNotContain(
                        fake.login().clientSecret(),
                        fake.tokens().appPlusUser(CONTOSO).value());
    }

    private EntityExchangeResult<String> get(String path) {
        return http.get().uri(path).exchange().returnResult(String.class);
    }

    private EntityExchangeResult<String> put(String path, String json) {
        return http.put()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(json)
                .exchange()
                .returnResult(String.class);
    }
}
