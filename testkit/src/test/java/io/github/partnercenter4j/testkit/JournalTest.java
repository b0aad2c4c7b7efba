package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import io.github.partnercenter4j.testkit.visit.Moment;
import io.github.partnercenter4j.testkit.visit.Origin;
import io.github.partnercenter4j.testkit.visit.VisitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JournalTest {

    private static final Moment NOW = new Moment(Instant.EPOCH, 0);

    private final Journal journal = new Journal(2);

    @Test
    void add_moreThanTheLimit_removesTheOldestAndKeepsCounting() {
        for (int i = 0; i < 5; i++) {
            journal.add(exchange("GET", i));
        }

        assertThat(journal.exchanges()).extracting(RecordedExchange::index).containsExactly(3, 4);
        assertThat(journal.last().index()).isEqualTo(4);
        assertThat(journal.total()).isEqualTo(5);
    }

    @Test
    void requests_ofAMethod_returnsOnlyThose() {
        journal.add(exchange("GET", 0));
        journal.add(exchange("PUT", 1));

        assertThat(journal.requests("PUT")).extracting(RecordedExchange::index).containsExactly(1);
        assertThat(journal.toString()).contains("HTTP 1.0 GET /x -> no answer", "HTTP 1.1 PUT /x -> no answer");
    }

    @Test
    void last_emptyJournal_throws() {
        assertThatThrownBy(journal::last)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void await_enoughExchanges_returnsTrue() throws Exception {
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> journal.await(2, Duration.ofSeconds(20)));
        journal.add(exchange("GET", 0));
        journal.add(exchange("GET", 1));

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void await_tooFewExchanges_returnsFalseAfterTheTimeout() {
        assertThat(journal.await(1, Duration.ofMillis(1))).isFalse();
        assertThat(journal.await(0, Duration.ZERO)).isTrue();
        assertThatThrownBy(() -> journal.await(1, Duration.ofDays(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void await_interrupted_returnsFalseAndKeepsTheFlag() {
        Thread.currentThread().interrupt();

        assertThat(journal.await(1, Duration.ofMinutes(1))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void record_longBody_isCut() {
        journal.add(result("PUT", 0, null, new byte[100_000], HttpAnswer.of(200).body(new byte[100_000])));
        RecordedExchange recorded = journal.last();

        assertThat(recorded.requestBody()).hasSize(64 * 1024);
        assertThat(recorded.responseBody()).hasSize(64 * 1024);
    }

    @Test
    void attempt_countsTheRequestsOfRecentCallsUntilTheJournalIsCleared() {
        assertThat(attempt(null)).isZero();
        assertThat(attempt("a")).isEqualTo(1);
        assertThat(attempt("b")).isEqualTo(1);
        assertThat(attempt("A")).isEqualTo(2);
        assertThat(attempt("c")).isEqualTo(1);
        assertThat(attempt("a")).isEqualTo(3);
        assertThat(attempt("b"))
                .as("call b again, after requests of two other calls")
                .isEqualTo(1);
        journal.clear();
        assertThat(attempt("a")).isEqualTo(1);
    }

    @Test
    void toString_longJournal_showsTheLatestFifty() {
        Journal large = new Journal(60);
        for (int i = 1; i <= 60; i++) {
            large.add(exchange("GET", i));
        }

        assertThat(large.toString())
                .startsWith("Journal of 60 exchanges, the latest 50\n")
                .contains("HTTP 1.11 GET", "HTTP 1.60 GET")
                .doesNotContain("HTTP 1.10 GET");
    }

    /** Returns the number of the next request within its call. */
    private int attempt(@Nullable String call) {
        journal.add(result("GET", 0, call, new byte[0], null));
        return journal.last().attempt();
    }

    private static VisitResult exchange(String method, int index) {
        return result(method, index, null, new byte[0], null);
    }

    private static VisitResult result(
            String method, int index, @Nullable String call, byte[] body, @Nullable HttpAnswer answer) {
        Headers headers = call == null ? Headers.NONE : Headers.NONE.plus("MS-CorrelationId", call);
        ServiceRequest request = new ServiceRequest(method, "/x", headers);
        return new VisitResult(
                new Origin(false, 1, index),
                NOW,
                NOW,
                request,
                "/x",
                body,
                VisitResult.ServiceFacts.NOT_ASKED,
                answer,
                null,
                null);
    }
}
