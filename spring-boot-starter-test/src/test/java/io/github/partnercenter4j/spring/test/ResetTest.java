package io.github.partnercenter4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * Checks that each test begins as if it were the first. Each one checks the beginning, and then spoils it for the next;
 * they pass in any order.
 */
@SpringBootTest(
        classes = PartnersOnly.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {"partnercenter.retry.first-wait=1ms", "partnercenter.retry.longest-wait=1ms"})
@AutoConfigureFakePartnerCenter
class ResetTest {

    @Autowired
    @Qualifier("contoso")
    private PartnerCenter client;

    @Autowired
    @Qualifier("contoso")
    private FakeTenant contoso;

    @Autowired
    private FakePartnerCenter fake;

    private SupportProfileOperations support() {
        return client.profiles().supportProfile();
    }

    /** Checks what a test sees that is the only one. */
    private void checkTheBeginning() {
        assertThat(fake.journal().total()).isZero();
        assertThat(fake.login().tokenRequests()).isEmpty();
        assertThat(contoso.profile().telephone()).isNotEqualTo("spoilt");
        assertThat(fake.rules()).isEmpty();

        contoso.next(Fault.answer(503));
        assertThat(support().get().telephone()).isNotEqualTo("spoilt");

        assertThat(contoso.journal().requests("GET")).as("a retry").hasSize(2);
        fake.login().verify("refresh_token").once();
        fake.login().verify().once();
    }

    @RepeatedTest(2)
    void call_afterARevokedAccessToken_succeeds() {
        checkTheBeginning();
        contoso.tokens().revokeAll();
    }

    @RepeatedTest(2)
    void call_afterARevokedConsent_succeeds() {
        checkTheBeginning();
        fake.login().revokeRefreshTokens(contoso.id());
        client.forgetToken();
        assertThatThrownBy(support()::get).isInstanceOf(PartnerCenterException.class);
    }

    @RepeatedTest(2)
    void call_afterALoginThatFailed_succeeds() {
        checkTheBeginning();
        client.forgetToken();
        fake.login().refuseNext(65001);
        assertThatThrownBy(support()::get).isInstanceOf(PartnerCenterException.class);
        fake.login().demandInteraction();
        fake.login().accessTokenLife(Duration.ofSeconds(1)).rotate(false);
    }

    /** Otherwise the tests of a class would use up the retries of the gateway that they share. */
    @RepeatedTest(12)
    void retries_ofEarlierTests_doNotCount() {
        checkTheBeginning();
        contoso.when(Request.any()).play(Fault.answer(503));
        assertThatThrownBy(support()::get).isInstanceOf(PartnerCenterException.class);
    }

    @Test
    void profile_thatATestChanged_isTheDocumentedOneAgain() {
        checkTheBeginning();
        support().edit(profile -> profile.withTelephone("spoilt"));
    }

    @Test
    void profile_thatAnotherTestChanged_isTheDocumentedOneAgain() {
        profile_thatATestChanged_isTheDocumentedOneAgain();
    }
}
