package io.github.partnercenter4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.spring.Partners;
import io.github.partnercenter4j.spring.test.app.SupportApplication;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** Tests that an application may mock its partners: the client beans are made only if somebody injects them. */
@SpringBootTest(
        classes = SupportApplication.class,
        properties = {"partnercenter.ssl-bundle=", "partnercenter.refresh-tokens=tokens"})
class MockedPartnersTest {

    @MockitoBean
    private Partners partners;

    @Test
    void context_withAMockOfThePartners_starts() {
        assertThat(partners.find("contoso")).isEmpty();
    }
}
