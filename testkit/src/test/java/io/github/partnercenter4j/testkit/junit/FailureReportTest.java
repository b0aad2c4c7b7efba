package io.github.partnercenter4j.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake.Scope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
class FailureReportTest {

    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    private TestRun run(Class<?> tests) {
        PrintStream before = System.err;
        System.setErr(new PrintStream(stderr, true, StandardCharsets.UTF_8));
        try {
            return TestRun.of(Map.of("partnercenter4j.seed", "42"), tests);
        } finally {
            System.setErr(before);
        }
    }

    @Test
    void failedTest_publishesAndPrintsItsReportOnce() {
        TestRun run = run(Failing.class);

        assertThat(run.failures().get("failing")).hasMessage("its own");
        assertThat(run.published()).hasSize(1);
        assertThat(run.published().get(0))
                .startsWith("Seed 42, tenant ")
                .contains("a profile that differs in telephone, 1 writes applied")
                .contains("GET /v1/profiles/support -> 200")
                .contains("PUT /v1/profiles/supportprofile -> 200, attempt 2, written")
                .doesNotContain("canary")
                .doesNotContain(Failing.token);
        String shown = stderr.toString(StandardCharsets.UTF_8);
        assertThat(shown)
                .contains("The fake Partner Center of failing")
                .contains(run.published().get(0));
        assertThat(shown.split("The fake Partner Center of", -1)).hasSize(2);
    }

    @PartnerCenterFake
    static class Failing {
        private static String token;

        @Test
        void failing(FakePartnerCenter fake, SupportProfileOperations support) {
            token = fake.tokens().appPlusUser().value();
            support.edit(profile -> profile.withTelephone("canary"));
            throw new IllegalStateException("its own");
        }
    }

    @Test
    void testWithAnUnusedFault_publishesItsReport() {
        TestRun run = run(WithUnusedFault.class);

        assertThat(run.failures()).containsOnlyKeys("unusedFault");
        assertThat(run.published()).hasSize(1);
    }

    @PartnerCenterFake(requireAllRulesUsed = true)
    static class WithUnusedFault {
        @Test
        void unusedFault(FakePartnerCenter fake) {
            fake.next(Fault.answer(503));
        }
    }

    @Test
    void failedTestOnASharedFake_publishesItsOwnTenantOnly() {
        TestRun run = run(OnASharedFake.class);

        assertThat(run.published()).hasSize(1);
        assertThat(run.published().get(0)).contains("Journal of 1 exchanges");
    }

    @PartnerCenterFake(scope = Scope.SHARED)
    static class OnASharedFake {
        @Test
        void fine(SupportProfileOperations support) {
            support.get();
            support.get();
        }

        @Test
        void failing(FakeTenant tenant, SupportProfileOperations support) {
            support.get();
            throw new IllegalStateException(tenant.id());
        }
    }

    @Test
    void passedAndSkippedTests_publishNothing() {
        TestRun run = run(Silent.class);

        assertThat(run.passed()).containsExactly("passing");
        assertThat(run.published()).isEmpty();
        assertThat(stderr.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @PartnerCenterFake
    static class Silent {
        @Test
        void passing(SupportProfileOperations support) {
            support.get();
        }

        @Test
        void skipped(SupportProfileOperations support) {
            support.get();
            Assumptions.abort();
        }
    }
}
