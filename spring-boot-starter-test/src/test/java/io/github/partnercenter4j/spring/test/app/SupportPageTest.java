package io.github.partnercenter4j.spring.test.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.github.partnercenter4j.spring.test.AutoConfigureFakePartnerCenter;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

// region spring-boot-test
@SpringBootTest
@AutoConfigureMockMvc
@AutoConfigureFakePartnerCenter
class SupportPageTest {

    @Autowired
    private MockMvcTester http;

    @Test
    void telephone_whoseFirstRequestIsThrottled_isShown(@Qualifier("contoso") FakeTenant contoso) {
        contoso.setProfile(contoso.profile().withTelephone("4255550100"));
        contoso.next(Fault.answer(429));

        assertThat(http.perform(get("/partners/contoso/telephone")))
                .hasStatusOk()
                .hasBodyTextEqualTo("4255550100");

        contoso.verify(Request.get()).times(2);
    }

    @Test
    void telephone_ofAPartnerWhoseConsentIsRevoked_isNotShown(
            FakePartnerCenter fake, @Qualifier("contoso") FakeTenant contoso) {
        fake.login().revokeRefreshTokens(contoso.id());

        assertThat(http.perform(get("/partners/contoso/telephone"))).hasFailed();
    }
}
// endregion
