// region spring-boot-service-test
package com.example.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.spring.test.AutoConfigureFakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@SpringBootTest
@AutoConfigureMockMvc
@AutoConfigureFakePartnerCenter
class SupportServiceTest {

    @Autowired
    private MockMvcTester http;

    @Test
    void telephone_whoseFirstRequestIsThrottled_isChanged(@Autowired @Qualifier("contoso") FakeTenant contoso) {
        contoso.next(Fault.answer(429));

        assertThat(http.put().uri("/partners/contoso/telephone").content("4255550100"))
                .hasStatusOk()
                .hasBodyTextEqualTo("4255550100");

        assertThat(contoso.profile().telephone()).isEqualTo("4255550100");
        contoso.verify(Request.get()).times(2);
    }
}
// endregion
