package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.port.AccessTokenProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeTenantTest {

    private final FakePartnerCenter fake = FakePartnerCenter.builder().seed(7).build();
    private final FakeTenant one = fake.tenant("0a000000-0000-4000-8000-00000000000A");
    private final FakeTenant other = fake.tenant("0b000000-0000-4000-8000-000000000000");

    @AfterEach
    void close() {
        fake.close();
    }

    private SupportProfileOperations of(FakeTenant tenant) {
        return PartnerCenter.builder()
                .gateway(fake.gateway())
                .tokens(AccessTokenProvider.fixed(tenant.tokens().appPlusUser()))
                .retryPolicy(RetryPolicy.none())
                .build()
                .profiles()
                .supportProfile();
    }

    @Test
    void tenant_sameIdInAnyCase_isTheSameAndNoGuidIsRefused() {
        assertThat(fake.tenant("0A000000-0000-4000-8000-00000000000a")).isSameAs(one);
        assertThat(one.id()).isEqualTo("0a000000-0000-4000-8000-00000000000a");
        assertThat(fake.tenant(fake.tenant()).tokens()).isSameAs(fake.tokens());
        assertThatThrownBy(() -> fake.tenant("contoso")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void profilesJournalsAndWrites_areSeparateForEachTenant() {
        of(one).edit(profile -> profile.withTelephone("1"));
        of(other).get();

        assertThat(one.profile().telephone()).isEqualTo("1");
        assertThat(other.profile().telephone()).isEqualTo("4255555555");
        assertThat(one.writesApplied()).isEqualTo(1);
        assertThat(other.writesApplied()).isZero();
        assertThat(one.journal().exchanges()).hasSize(2);
        assertThat(other.journal().exchanges()).hasSize(1);
        assertThat(fake.journal().total()).isEqualTo(3);
    }

    @Test
    void journalOfATenant_firstCalledLate_hasTheEarlierRequests() {
        of(fake.tenant(fake.tenant())).get();

        assertThat(fake.journal().of(fake.tenant()).total()).isEqualTo(1);
    }

    @Test
    void verify_usesTheJournalOfTheTenant() {
        of(one).get();
        of(other).get();

        one.verify(Request.get()).once();
        assertThat(one.verifyInOrder(Request.get())).hasSize(1);
        assertThat(one.journal().nearMisses(Request.put())).hasSize(1);
        one.reset();
        one.verify(Request.get()).never();
        other.verify(Request.get()).once();
        assertThat(other.conduct().findings()).isEmpty();
    }

    @Test
    void clearFaults_keepsTheFaultsOfOtherTenants() {
        one.next(Fault.answer(429));
        other.next(Fault.answer(429));
        one.when(Request.any()).play(Fault.answer(503));
        assertThat(fake.faultsLeft()).isEqualTo(2);

        one.clearFaults();

        assertThat(fake.faultsLeft()).isEqualTo(1);
        assertThat(fake.rules()).isEmpty();
    }

    @Test
    void faults_applyToTheirTenantOnly() {
        one.next(Fault.answer(429));
        FaultRule rule = one.when(Request.get()).play(Fault.answer(503));

        assertThat(of(other).get().website()).isEqualTo("www.microsoft.com");
        other.requireAllRulesUsed();
        assertThatThrownBy(one::requireAllRulesUsed)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("next(answer(429")
                .hasMessageContaining("answer(503");
        assertThatThrownBy(() -> of(one).get()).hasMessageContaining("429");
        assertThatThrownBy(() -> of(one).get()).hasMessageContaining("503");
        assertThat(rule.hits()).isEqualTo(1);
        one.requireAllRulesUsed();
    }

    @Test
    void next_faultOfAConnection_isRefused() {
        assertThatThrownBy(() -> one.next(Fault.reset(Fault.Point.ACCEPT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FakePartnerCenter.next");
    }

    @Test
    void restore_resetsTheProfilesAndNothingElse() {
        of(one).edit(profile -> profile.withTelephone("1"));
        Snapshot before = fake.snapshot();
        of(one).edit(profile -> profile.withTelephone("2"));
        of(other).edit(profile -> profile.withTelephone("3"));
        fake.next(Fault.answer(503));

        fake.restore(before);

        assertThat(one.profile().telephone()).isEqualTo("1");
        assertThat(other.profile().telephone()).isEqualTo("4255555555");
        assertThat(fake.writesApplied()).isEqualTo(1);
        assertThat(fake.journal().total()).isEqualTo(6);
        assertThat(fake.faultsLeft()).isEqualTo(1);
    }

    @Test
    void clearFaultsAndJournal_keepTheProfile() {
        of(one).edit(profile -> profile.withTelephone("1"));
        fake.next(Fault.answer(503));
        one.next(Fault.answer(503));
        fake.when(Request.any()).play(Fault.answer(503));

        fake.clearFaults();
        fake.journal().clear();

        fake.requireAllRulesUsed();
        assertThat(fake.journal().total()).isZero();
        assertThat(one.journal().total()).isZero();
        assertThat(of(one).get().telephone()).isEqualTo("1");
    }

    @Test
    void report_showsWhatHappenedWithoutTokensAndTextsOfProfiles() {
        of(one).edit(profile -> profile.withTelephone("canary"));
        of(other).get();
        one.when(Request.put()).play(Fault.answer(503));

        assertThat(one.report())
                .contains("Seed 7, tenant " + one.id()
                        + ", which has a profile that differs in telephone, 1 writes applied")
                .contains("503")
                .contains("Journal of 2 exchanges")
                .contains("PUT /v1/profiles/support")
                .doesNotContain("canary");
        assertThat(other.report()).contains("the documented profile, 0 writes").contains("Journal of 1 exchanges");
        assertThat(fake.report()).contains("Journal of 3 exchanges");
    }

    @Test
    void reset_ofATenant_keepsOtherTenants() {
        of(one).edit(profile -> profile.withTelephone("1"));
        of(other).edit(profile -> profile.withTelephone("2"));
        one.next(Fault.answer(503));
        FaultRule kept = other.when(Request.get()).play(Fault.answer(503));

        one.reset();

        assertThat(one.profile().telephone()).isEqualTo("4255555555");
        assertThat(one.journal().total()).isZero();
        assertThat(one.writesApplied()).isZero();
        assertThat(of(one).get().telephone()).isEqualTo("4255555555");
        assertThat(other.profile().telephone()).isEqualTo("2");
        assertThat(other.journal().total()).isEqualTo(2);
        assertThatThrownBy(() -> of(other).get()).isInstanceOf(ServiceException.class);
        assertThat(kept.hits()).isEqualTo(1);
    }

    @Test
    void revokeAll_revokesTheTokensOfThisTenantOnly() {
        SupportProfileOperations before = of(one);
        SupportProfileOperations untouched = of(other);
        assertThat(before.get()).isNotNull();

        one.tokens().revokeAll();

        assertThatThrownBy(before::get).isInstanceOf(AuthenticationException.class);
        assertThat(fake.journal().last().token()).isEqualTo(RecordedExchange.Token.UNKNOWN);
        assertThat(of(one).get()).isNotNull();
        assertThat(untouched.get()).isNotNull();
    }
}
