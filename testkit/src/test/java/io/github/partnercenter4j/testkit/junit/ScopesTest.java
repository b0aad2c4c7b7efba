package io.github.partnercenter4j.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake.Scope;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ScopesTest {

    private static final Set<FakePartnerCenter> FAKES = ConcurrentHashMap.newKeySet();
    private static final Set<String> TENANTS = ConcurrentHashMap.newKeySet();

    @Test
    void scopeClass_nestedClassesShareTheFakeUntilTheClassEnds() {
        FAKES.clear();

        TestRun run = TestRun.of(Map.of(), OfAClass.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).hasSize(3);
        assertThat(FAKES)
                .hasSize(1)
                .allSatisfy(fake -> assertThatThrownBy(fake::url).isInstanceOf(IllegalStateException.class));
    }

    @PartnerCenterFake(scope = Scope.CLASS)
    static class OfAClass {

        @BeforeAll
        static void prepare(FakePartnerCenter fake, FakeTenant tenant) {
            FAKES.add(fake);
            tenant.setProfile(tenant.profile().withTelephone("7"));
        }

        OfAClass(FakePartnerCenter fake) {
            FAKES.add(fake);
        }

        @RepeatedTest(2)
        void finds(FakePartnerCenter fake, SupportProfileOperations support) {
            FAKES.add(fake);
            assertThat(support.get().telephone()).isEqualTo("7");
            assertThat(fake.url()).isNotNull();
        }

        @Nested
        class Inner {
            @Test
            void finds(FakePartnerCenter fake, SupportProfileOperations support) {
                FAKES.add(fake);
                assertThat(support.get().telephone()).isEqualTo("7");
            }
        }
    }

    @Test
    void scopeClass_extensionInAnInstanceField_failsWithTheReason() {
        assertThat(TestRun.of(Map.of(), TooLate.class).failures().get("test"))
                .hasMessageContaining("make the @RegisterExtension field static");
    }

    static class TooLate {
        @RegisterExtension
        private final PartnerCenterFakeExtension fakes =
                PartnerCenterFakeExtension.of(FakePartnerCenter::builder).scope(Scope.CLASS);

        @Test
        void test(FakePartnerCenter fake) {
            assertThat(fake).isNotNull();
        }
    }

    @Test
    void scopeShared_parallelTests_haveTheirOwnTenantsOnOneFake() {
        FAKES.clear();
        TENANTS.clear();

        TestRun run = TestRun.of(TestRun.inParallel(), OnASharedFake.class, AlsoOnTheSharedFake.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).hasSize(41);
        assertThat(TENANTS).hasSize(41);
        assertThat(FAKES).hasSize(1).allSatisfy(fake -> {
            assertThatThrownBy(fake::url).isInstanceOf(IllegalStateException.class);
            assertThat(fake.writesApplied()).isZero();
            fake.requireAllRulesUsed();
        });
    }

    @Test
    void scopeShared_everyRun_givesTheSameTenants() {
        TENANTS.clear();
        assertThat(TestRun.of(TestRun.inParallel(), OnASharedFake.class).failures())
                .isEmpty();
        Set<String> first = new HashSet<>(TENANTS);
        TENANTS.clear();
        assertThat(TestRun.of(Map.of(), OnASharedFake.class).failures()).isEmpty();

        assertThat(TENANTS).isEqualTo(first).hasSize(40);
    }

    /** A change of one test to the tenant of another would fail that test. */
    @PartnerCenterFake(scope = Scope.SHARED, requireAllRulesUsed = true)
    static class OnASharedFake {

        @RepeatedTest(40)
        void test(FakeTenant tenant, SupportProfileOperations support, RepetitionInfo which) {
            FAKES.add(tenant.fake());
            TENANTS.add(tenant.id());
            String telephone = "" + which.getCurrentRepetition();
            tenant.when(Request.put()).times(1).play(Fault.answer(400));

            assertThatThrownBy(() -> support.edit(profile -> profile.withTelephone(telephone)))
                    .isInstanceOf(ServiceException.class);
            support.edit(profile -> profile.withTelephone(telephone));

            assertThat(tenant.profile().telephone()).isEqualTo(telephone);
            assertThat(tenant.writesApplied()).isEqualTo(1);
            assertThat(tenant.journal().exchanges()).hasSize(4);
        }
    }

    @PartnerCenterFake(scope = Scope.SHARED)
    static class AlsoOnTheSharedFake {
        @Test
        void other(FakeTenant tenant) {
            FAKES.add(tenant.fake());
            TENANTS.add(tenant.id());
            assertThat(tenant.profile().telephone()).isEqualTo("4255555555");
        }
    }
}
