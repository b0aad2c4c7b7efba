package io.github.partnercenter4j.examples.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.examples.simulation.ListenerEvent.Kind;
import io.github.partnercenter4j.examples.simulation.Plan.Afterwards;
import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Wish;
import io.github.partnercenter4j.examples.simulation.SimulatedService.Version;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the judge's account of the retry budget in a world whose events have no reliable order, as in a storm. */
class BudgetsTest {

    private final IOException failure = new IOException("reset");

    private final CallRecord call = new CallRecord(
            new CallerPlan(1, 0, Wish.GET, false, Duration.ZERO, Duration.ofSeconds(1), null, Afterwards.NOTHING),
            "20000000-0000-4000-8000-000000000000",
            null,
            StormWorld.tenant(0),
            0);

    @Test
    void judge_tenRetries_isWithinBudget() {
        retry(10);

        assertThatCode(this::judge).doesNotThrowAnyException();
    }

    @Test
    void judge_elevenRetries_isFault() {
        retry(11);

        assertThatThrownBy(this::judge).isInstanceOf(Judge.Fault.class).hasMessageContaining("more retries");
    }

    @Test
    void judge_elevenRetriesAndReplyAfterEndOfCall_isWithinBudget() {
        retry(11);
        hear(Kind.START, null);
        hear(Kind.END, failure);
        send().delivered = true;

        assertThatCode(this::judge).doesNotThrowAnyException();
    }

    @Test
    void judge_elevenRetriesAndReplyOfWhichListenerWasTold_isFault() {
        retry(11);
        hear(Kind.START, null);
        hear(Kind.END, failure);
        send().delivered = true;
        // The first attempt of another exchange returns a tenth of a retry.
        hear(Kind.START, "/other", null);
        hear(Kind.END, "/other", null);

        assertThatThrownBy(this::judge).isInstanceOf(Judge.Fault.class);
    }

    private void retry(int times) {
        for (int i = 0; i < times; i++) {
            hear(Kind.START, null);
            hear(Kind.END, failure);
            hear(Kind.RETRY, failure);
        }
    }

    private void hear(Kind kind, @Nullable Throwable why) {
        hear(kind, "/v1/profiles/support", why);
    }

    private void hear(Kind kind, String path, @Nullable Throwable why) {
        int order = call.heard.size();
        call.heard.add(new ListenerEvent(order, kind, order, 0, 1, "id", "GET", path, null, why));
    }

    private SentRequest send() {
        RequestContext context = RequestContext.builder()
                .requestId("10000000-0000-4000-8000-000000000000")
                .correlationId(call.correlationId)
                .accessToken(AccessToken.of("token", Duration.ofHours(1)))
                .build();
        SentRequest sent = new SentRequest(call, context, call.tenant, null, 0, 0, 0);
        call.sent.add(sent);
        return sent;
    }

    private void judge() {
        Budgets.judge(new World(Storms.of(1), List.of(call)));
    }

    /** A world with calls of which only the listener's events and the requests are known. */
    private record World(Plan plan, Collection<CallRecord> calls) implements PlayedWorld {

        @Override
        public List<SentRequest> sent() {
            return calls.stream().flatMap(call -> call.sent.stream()).toList();
        }

        @Override
        public List<Version> versions(String tenant) {
            return List.of();
        }

        @Override
        public long closedNanos() {
            return -1;
        }

        @Override
        public long possible(long dueNanos) {
            return dueNanos;
        }

        @Override
        public boolean mayBeSentAgain(String token, long refusedNanos, long takenNanos) {
            return true;
        }

        @Override
        public boolean isInOrder() {
            return false;
        }

        @Override
        public List<String> faults() {
            return List.of();
        }
    }
}
