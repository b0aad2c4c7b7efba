package io.github.partnercenter4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.spring.test.app.SupportApplication;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Fault;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@SpringBootTest(classes = SupportApplication.class)
@AutoConfigureMockMvc
@AutoConfigureFakePartnerCenter(inMemory = true)
class InMemoryTest {

    @Autowired
    private MockMvcTester http;

    @RepeatedTest(2)
    void application_callsTheFake_withItsFaults(FakePartnerCenter fake, @Qualifier("contoso") FakeTenant contoso) {
        contoso.setProfile(contoso.profile().withTelephone("4255550100"));
        contoso.next(Fault.answer(503).header("Retry-After", "0"));

        assertThat(http.perform(get("/partners/contoso/telephone")))
                .hasStatusOk()
                .hasBodyTextEqualTo("4255550100");

        assertThat(contoso.journal().requests("GET")).hasSize(2);
        assertThat(fake.login().tokenRequests()).isEmpty();
        contoso.tokens().revokeAll();
    }

    @RepeatedTest(2)
    void health_ofAnEarlierTest_isForgotten(
            @Qualifier("contoso") FakeTenant contoso,
            @Autowired CompositeHealthContributor partnerCenterHealthContributor) {
        HealthIndicator health = (HealthIndicator) partnerCenterHealthContributor.getContributor("contoso");
        assertThat(health.health().getStatus()).isEqualTo(Status.UNKNOWN);

        contoso.next(Fault.answer(403));
        assertThat(http.perform(get("/partners/contoso/telephone"))).hasFailed();

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 1"})
    void port_isOpenedOverHttpsOnly(boolean inMemory, int expected) {
        long before = openPorts();

        new FakedApplication(inMemory).run(context -> {
            context.getBean(PartnerCenter.class).profiles().supportProfile().get();

            assertThat(openPorts() - before).isEqualTo(expected);
        });
    }

    /** Returns how many fakes of this JVM listen; those of other contexts may. */
    private static long openPorts() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .filter(frame -> frame.getClassName().endsWith(".testkit.http.HttpEngine")
                        && frame.getMethodName().equals("accept"))
                .count();
    }
}
