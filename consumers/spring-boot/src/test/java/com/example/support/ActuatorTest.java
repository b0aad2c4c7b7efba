package com.example.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.spring.test.AutoConfigureFakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Fault;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The health and the metrics of the guide's service. */
@SpringBootTest
@AutoConfigureMockMvc
@AutoConfigureFakePartnerCenter
class ActuatorTest {

    @Test
    void healthAndMetrics_afterACallWithARetry_showIt(
            @Autowired MockMvcTester http, @Qualifier("contoso") FakeTenant contoso) {
        contoso.next(Fault.answer(429).header("Retry-After", "0"));

        assertThat(http.put().uri("/partners/contoso/telephone").content("4255550100")).hasStatusOk();

        assertThat(http.get().uri("/actuator/health/partnerCenter")).bodyText().contains("UP");
        assertThat(http.get().uri("/actuator/metrics/partnercenter.call.retry")).bodyText().contains("\"value\":1.0");
    }
}
