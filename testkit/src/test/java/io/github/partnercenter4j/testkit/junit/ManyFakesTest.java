package io.github.partnercenter4j.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.memory.RawHttpGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many tests at once, each with its own fake, and one seed for all random values. */
@Tag("full")
class ManyFakesTest {

    private static final int TESTS = 400;
    private static final Map<Integer, List<String>> IDS = new ConcurrentHashMap<>();

    @Test
    void testsInParallel_withOneSeed_getTheSameIdsInEachRun() {
        Map<Integer, List<String>> first = ids();
        Map<Integer, List<String>> second = ids();

        assertThat(first).hasSize(TESTS).isEqualTo(second);
        assertThat(first.get(1)).as("ids of two tests").isNotEqualTo(first.get(7));
        assertThat(first.values())
                .as("tests with a random fault")
                .anySatisfy(ids -> assertThat(ids).contains("503"));
    }

    private static Map<Integer, List<String>> ids() {
        IDS.clear();
        TestRun run = TestRun.of(TestRun.inParallel(), Each.class);
        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).hasSize(TESTS);
        return new TreeMap<>(IDS);
    }

    static class Each {

        private int number;

        @RegisterExtension
        private final PartnerCenterFakeExtension fakes = PartnerCenterFakeExtension.of(
                        () -> FakePartnerCenter.builder().seed(number))
                .gateway((cloud, trust) -> new RawHttpGateway(cloud))
                .client(client -> client.retryPolicy(RetryPolicy.none()));

        Each(RepetitionInfo which) {
            number = which.getCurrentRepetition();
        }

        @RepeatedTest(TESTS)
        void test(FakePartnerCenter fake, SupportProfileOperations support) {
            fake.when(Request.any()).probability(0.3).play(Fault.answer(503));
            for (int call = 0; call <= number % 5; call++) {
                try {
                    support.get();
                } catch (PartnerCenterException unlucky) {
                    assertThat(fake.journal().last().status()).isEqualTo(503);
                }
            }

            List<String> ids = new ArrayList<>(List.of(
                    fake.tenant(),
                    fake.tokens().appPlusUser().value(),
                    fake.login().clientId()));
            for (RecordedExchange exchange : fake.journal().exchanges()) {
                ids.add("" + exchange.status());
                ids.add(String.valueOf(exchange.responseHeader("MS-CV")));
            }
            assertThat(ids).hasSize(3 + 2 * (1 + number % 5));
            IDS.put(number, ids);
        }
    }
}
