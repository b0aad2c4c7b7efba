package io.github.partnercenter4j.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class PartnerCenterFakeExtensionTest {

    @Nested
    @PartnerCenterFake
    class Annotated {

        private static final Set<FakePartnerCenter> SEEN = new HashSet<>();

        private final FakePartnerCenter constructed;
        private FakePartnerCenter prepared;

        Annotated(FakePartnerCenter constructed) {
            this.constructed = constructed;
        }

        @BeforeAll
        static void forget() {
            SEEN.clear();
        }

        @BeforeEach
        void prepare(FakePartnerCenter fake) {
            prepared = fake;
        }

        @RepeatedTest(3)
        void parameters_ofOneTest_areOneOpenFakeOfThisTestOnly(FakePartnerCenter fake, FakePartnerCenter again) {
            assertThat(fake).isSameAs(again).isSameAs(prepared).isSameAs(constructed);
            assertThat(fake.url()).isNotNull();
            assertThat(SEEN.add(fake)).isTrue();
        }

        @Test
        void parameters_ofOtherExtensions_areNotResolved(TestInfo info) {
            assertThat(info.getDisplayName()).isNotEmpty();
        }

        @AfterEach
        void stillOpen(FakePartnerCenter fake) {
            assertThat(fake.url()).isNotNull();
        }

        @AfterAll
        static void allClosed() {
            assertThat(SEEN)
                    .hasSize(3)
                    .allSatisfy(fake -> assertThatThrownBy(fake::url).isInstanceOf(IllegalStateException.class));
        }
    }

    @Nested
    class Registered {

        @RegisterExtension
        private final PartnerCenterFakeExtension fakes =
                PartnerCenterFakeExtension.of(() -> FakePartnerCenter.builder().seed(42));

        @Test
        void parameter_isBuiltByTheGivenBuilder(FakePartnerCenter fake) {
            assertThat(fake.seed()).isEqualTo(42);
        }
    }

    @Test
    void requireAllRulesUsed_unusedRule_failsAPassedTest() {
        Map<String, Throwable> failures = failures(RequiringRules.class);

        assertThat(failures.get("unused"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("when(any request): answer(503 Service Unavailable) [0 hits]");
        assertThat(failures.get("failing"))
                .hasMessage("its own")
                .satisfies(own -> assertThat(own.getSuppressed()).isEmpty());
        assertThat(failures).containsOnlyKeys("unused", "failing", "nested");
    }

    @Test
    void requireAllRulesUsed_ofARegisteredExtension_failsAPassedTest() {
        assertThat(failures(RequiringRulesRegistered.class)).containsOnlyKeys("unused");
    }

    @Test
    void requireAllRulesUsed_notSet_failsNoTest() {
        assertThat(failures(NotRequiringRules.class)).isEmpty();
    }

    private static Map<String, Throwable> failures(Class<?> tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build();
        Map<String, Throwable> failures = new HashMap<>();
        AtomicInteger run = new AtomicInteger();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                run.addAndGet(test.isTest() ? 1 : 0);
                String name = test.getDisplayName().replaceFirst("\\(.*", "");
                result.getThrowable().ifPresent(failure -> failures.put(name, failure));
            }
        });
        assertThat(run.get()).isPositive();
        return failures;
    }

    /** These classes are static, so that only this test runs them. */
    @PartnerCenterFake(requireAllRulesUsed = true)
    static class RequiringRules {

        @Test
        void unused(FakePartnerCenter fake) {
            fake.when(Request.any()).play(Fault.answer(503));
        }

        @Test
        void notRequired(FakePartnerCenter fake) {
            assertThat(fake.faultsLeft()).isZero();
        }

        @Test
        void failing(FakePartnerCenter fake) {
            unused(fake);
            throw new IllegalStateException("its own");
        }

        @Nested
        class Inner {
            @Test
            void nested(FakePartnerCenter fake) {
                unused(fake);
            }
        }
    }

    static class RequiringRulesRegistered {

        @RegisterExtension
        private final PartnerCenterFakeExtension fakes =
                PartnerCenterFakeExtension.of(FakePartnerCenter::builder).requireAllRulesUsed();

        @Test
        void unused(FakePartnerCenter fake) {
            fake.next(Fault.answer(503));
        }
    }

    @PartnerCenterFake
    static class NotRequiringRules {

        @Test
        void unused(FakePartnerCenter fake) {
            fake.when(Request.any()).play(Fault.answer(503));
        }
    }
}
