package io.github.partnercenter4j.spring;

import static io.github.partnercenter4j.spring.Contexts.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@PartnerCenterFake
class ProblemDetailsTest {

    @Configuration(proxyBeanMethods = false)
    @Import({Endpoint.class, CatchAll.class})
    static class Application {}

    @RestController
    static class Endpoint {

        private final Partners partners;

        Endpoint(Partners partners) {
            this.partners = partners;
        }

        @GetMapping("/edit")
        String edit() {
            SupportProfile changed =
                    partners.get("default").supportProfile().edit(profile -> profile.withTelephone("4255550100"));
            return changed.telephone();
        }
    }

    @RestControllerAdvice
    static class CatchAll {

        @ExceptionHandler(Exception.class)
        ResponseEntity<String> any() {
            return ResponseEntity.internalServerError().body("caught");
        }
    }

    private static WebApplicationContextRunner application(FakePartnerCenter fake) {
        return Contexts.webApplication()
                .withUserConfiguration(Application.class)
                .withBean(SupportProfileGateway.class, fake::gateway)
                .withBean(
                        AccessTokenProvider.class,
                        () -> AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                .withPropertyValues("partnercenter.tenant=" + TENANT)
                .withPropertyValues("partnercenter.problem-details.enabled=true");
    }

    private static MvcTestResult edit(AssertableWebApplicationContext context) {
        return MockMvcTester.from(context).get().uri("/edit").exchange();
    }

    @Test
    void throttling_isAProblemThatSaysWhenToComeBackAndWhatBecameOfTheWrite(FakePartnerCenter fake) {
        fake.when(Request.put()).times(1).play(Fault.answer(429).header("Retry-After", "3600"));

        application(fake)
                .run(context -> assertThat(edit(context))
                        .hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
                        .hasContentType("application/problem+json")
                        .hasHeader("Retry-After", "3600")
                        .bodyJson()
                        .hasPathSatisfying(
                                "$.category", value -> assertThat(value).isEqualTo("THROTTLED"))
                        .hasPathSatisfying(
                                "$.writeOutcome", value -> assertThat(value).isEqualTo("NOT_APPLIED"))
                        .hasPathSatisfying(
                                "$.requestId",
                                value -> assertThat(value)
                                        .isEqualTo(fake.journal().last().requestHeader("MS-RequestId")))
                        .hasPath("$.correlationId"));
    }

    @ParameterizedTest
    @CsvSource({"400, 422", "409, 409", "403, 502"})
    void refusal_ofThisStatus_hasThatStatus(int ofPartnerCenter, int ofTheApplication, FakePartnerCenter fake) {
        fake.when(Request.put()).times(1).play(Fault.answer(ofPartnerCenter));

        application(fake).run(context -> assertThat(edit(context)).hasStatus(ofTheApplication));
    }

    @Test
    void token_thatIsRefused_isAProblemWithAReason(FakePartnerCenter fake) {
        fake.next(Fault.answer(401), Fault.answer(401));

        application(fake)
                .run(context -> assertThat(edit(context))
                        .hasStatus(HttpStatus.BAD_GATEWAY)
                        .bodyJson()
                        .extractingPath("$.reason")
                        .isEqualTo("TOKEN_REJECTED"));
    }

    @Test
    void failure_ifNotEnabled_isTheApplicationsToHandle(FakePartnerCenter fake) {
        fake.when(Request.put()).times(1).play(Fault.answer(400));

        application(fake)
                .withPropertyValues("partnercenter.problem-details.enabled=false")
                .run(context -> assertThat(edit(context)).hasBodyTextEqualTo("caught"));
    }
}
