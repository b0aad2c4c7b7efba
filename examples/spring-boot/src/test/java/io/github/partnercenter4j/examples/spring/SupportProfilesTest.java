package io.github.partnercenter4j.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.spring.test.AutoConfigureFakePartnerCenter;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Tests the whole service over HTTP, with a fake Partner Center and its login. Nothing is mocked. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureFakePartnerCenter
@ExtendWith(OutputCaptureExtension.class)
class SupportProfilesTest {

    private static final String CONTACT =
            "{\"email\":\"help@fabrikam.example\",\"telephone\":\"4255550100\",\"website\":\"www.fabrikam.example\"}";

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private SimpleTracer tracer;

    @Autowired
    private FakePartnerCenter fake;

    @Autowired
    @Qualifier("contoso")
    private FakeTenant contoso;

    @Autowired
    @Qualifier("fabrikam")
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

    @BeforeEach
    void beginAnew() {
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
                        .tags("partner", "contoso", "operation", "get", "error.type", "none")
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
        assertThat(refusal.getResponseBody()).contains("\"status\":400").doesNotContain("nobody");
        assertThat(contoso.journal().requests("PUT")).isEmpty();
        assertThat(contoso.journal().requests("GET")).isEmpty();
    }

    @Test
    void partner_thatIsNotConfigured_isNotFound() {
        assertThat(get("/partners/nobody/support-profile").getStatus()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    /** Opens a path in a browser. {@code RestTestClient} keeps no cookies and does not trust the fake's certificate. */
    private HttpResponse<String> browse(HttpClient browser, String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpClient browser() {
        return HttpClient.newBuilder()
                .sslContext(fake.sslContext())
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
    }

    @Test
    void partner_whoseTokenWasRevoked_connectsAgain_andIsServed() throws Exception {
        fake.login().revokeRefreshTokens(contoso.id());
        assertThat(get("/partners/contoso/support-profile").getStatus()).isEqualTo(HttpStatus.BAD_GATEWAY);

        HttpResponse<String> connected = browse(browser(), "/partnercenter/consent/contoso");

        assertThat(connected.body()).isEqualTo("{\"connected\":\"" + contoso.id() + "\"}");
        assertThat(get("/partners/contoso/support-profile").getStatus()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void partner_whoDeclines_isToldSo_andTheEarlierTokenStays() throws Exception {
        fake.login().denySignIn();

        HttpResponse<String> refused = browse(browser(), "/partnercenter/consent/contoso");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"reason\":\"REFUSED\"", "AADSTS65004");
        assertThat(get("/partners/contoso/support-profile").getStatus()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void callback_withoutASession_isRefused() throws Exception {
        HttpResponse<String> refused = browse(browser(), "/partnercenter/consent/contoso/callback?code=c&state=s");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"reason\":\"NOT_STARTED\"");
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
                        fake.tokens().appPlusUser(contoso.id()).value());
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
