package io.github.partnercenter4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.spring.Partners;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

class FailureReportTest {

    private static final List<String> SECRETS = new ArrayList<>();

    @Test
    void test_thatFailed_publishesWhatItsFakeReceived_onceEachWay() {
        TestRun run = TestRun.of(Failing.class);

        assertThat(run.passed()).containsExactlyInAnyOrder("passing");
        assertThat(run.published()).hasSize(1);
        assertThat(run.published().get(0))
                .startsWith("contoso: Seed 42, tenant 3d2a4f8e-6b1c-4c55-9e0a-2f7d8b9c0a11, which has a profile that"
                        + " differs in telephone, 1 writes applied\nfabrikam: Seed 42, tenant ")
                .contains("\nRules:\nJournal of 2 exchanges\n")
                .contains("GET /v1/profiles/support -> 200")
                .contains("PUT /v1/profiles/supportprofile -> 200")
                .contains("Token requests:\n  v2 3d2a4f8e-6b1c-4c55-9e0a-2f7d8b9c0a11 refresh_token by ")
                .doesNotContain("canary")
                .doesNotContain(SECRETS);
        assertThat(run.stderr())
                .containsOnlyOnce("The fake Partner Center of failing")
                .contains(run.published().get(0));
    }

    @SpringBootTest(
            classes = PartnersOnly.class,
            webEnvironment = WebEnvironment.NONE,
            properties = "partnercenter4j.seed=42")
    @AutoConfigureFakePartnerCenter
    @DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
    static class Failing {

        @Autowired
        private Partners partners;

        @Test
        void failing(FakePartnerCenter fake) {
            SECRETS.add(fake.login().clientSecret());
            SECRETS.add(partners.get("contoso").client().accessToken().value());
            partners.get("contoso").supportProfile().edit(profile -> profile.withTelephone("canary"));
            throw new IllegalStateException("its own");
        }

        @Test
        void passing() {
            partners.get("contoso").supportProfile().get();
        }

        @Test
        void skipped() {
            Assumptions.abort();
        }
    }
}
