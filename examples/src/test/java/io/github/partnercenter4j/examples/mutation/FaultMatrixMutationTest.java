package io.github.partnercenter4j.examples.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.examples.mutation.MatrixRun.Transport;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the fault matrix: if a mechanism is removed from the source, a cell of the matrix must fail. */
@Tag("full")
@DisplayName("The fault matrix fails without")
@Isolated("The matrix counts the threads that are left.")
class FaultMatrixMutationTest {

    private static final String NONE = "// the mechanism is gone";

    static Stream<Mutation> mutations() {
        return Stream.of(
                memory(
                        "the call's deadline",
                        "core/Call.java",
                        "time().after(timeout, this::expire)",
                        "time().after(timeout, () -> {})",
                        "F55"),
                http(
                        "the attempt's deadline",
                        Transport.RETROFIT,
                        "core/Exchange.java",
                        "if (sent.isDone() || limit.compareTo(call.timeLeft()) >= 0) {",
                        "if (limit != null) {",
                        "F25"),
                http(
                        "sending once",
                        Transport.RETROFIT,
                        "adapter-retrofit/retrofit/SingleSendClient.java",
                        "retryOnConnectionFailure(false)",
                        "retryOnConnectionFailure(true)",
                        "F8"),
                http(
                        "sending once after a 503 with Retry-After",
                        Transport.RETROFIT,
                        "adapter-retrofit/retrofit/SingleSendClient.java",
                        ".removeHeader(\"Retry-After\")",
                        NONE,
                        "F47"),
                http(
                        "sending once",
                        Transport.APACHE,
                        "adapter-apache/apache/SingleSendClient.java",
                        ".disableAutomaticRetries()",
                        NONE,
                        "F8"),
                http(
                        "the refusal of redirects",
                        Transport.RETROFIT,
                        "adapter-retrofit/retrofit/SingleSendClient.java",
                        ".followRedirects(false)",
                        NONE,
                        "F36"),
                http(
                        "the refusal of redirects",
                        Transport.APACHE,
                        "adapter-apache/apache/SingleSendClient.java",
                        ".disableRedirectHandling()",
                        NONE,
                        "F36"),
                memory(
                        "the retry budget",
                        "core/port/RetryBudget.java",
                        "now >= COST ? now - COST : now",
                        "now",
                        "F53"),
                memory(
                        "a single token request",
                        "core/token/TokenCache.java",
                        "Fetch inFlight = fetch;",
                        "Fetch inFlight = null;",
                        "F55"),
                memory(
                        "the limit of one resend after an unknown outcome",
                        "core/RetryPolicy.java",
                        "|| (failed.unsure() && failed.resentUnsure())",
                        "",
                        "F46"),
                memory(
                        "the wait that Retry-After asks for",
                        "core/RetryPolicy.java",
                        ".filter(wait -> wait.compareTo(Duration.ZERO) > 0)",
                        ".filter(wait -> wait == null)",
                        "F43"),
                memory(
                        "giving up a settling read when Retry-After is too long",
                        "core/Call.java",
                        "settings.retryPolicy().mayWaitForRetryAfter(retryAfterLeft(), timeLeft())",
                        "true",
                        "F47"),
                memory(
                        "forgetting a refused token",
                        "core/token/TokenCache.java",
                        "if (current != null && refused.equals(current.token())) {",
                        "if (refused == null) {",
                        "F49"),
                http(
                        "the check that a body is a profile",
                        Transport.APACHE,
                        "wire/wire/ProfileReader.java",
                        "if (!names.hasKnown()) {",
                        "if (names == null) {",
                        "F35h"),
                memory(
                        "the limit of one replay after a refused token",
                        "core/Call.java",
                        "boolean may = !replayed",
                        "boolean may = !over",
                        "F49",
                        "F50"),
                memory(
                        "the read that settles a write",
                        "core/Reconciliation.java",
                        "read != null && proves(read.profile(), sent, before)",
                        "read == null",
                        "F42"),
                http(
                        "the comparison of the settling read with the write",
                        Transport.RETROFIT,
                        "core/Reconciliation.java",
                        "read != null && proves(read.profile(), sent, before)",
                        "read != null",
                        "F22"),
                http(
                        "the check of the echoed ids",
                        Transport.RETROFIT,
                        "wire/wire/ResponseMapper.java",
                        "answered == null || RequestContext.isSameGuid(sent, answered)",
                        "true",
                        "F52"),
                http(
                        "the check of the echoed ids",
                        Transport.APACHE,
                        "wire/wire/ResponseMapper.java",
                        "answered == null || RequestContext.isSameGuid(sent, answered)",
                        "true",
                        "F52"),
                http(
                        "the check of pooled connections",
                        Transport.RETROFIT,
                        "adapter-retrofit/retrofit/WatchedExchanges.java",
                        "if (!connection.mayCarry(kept)) {",
                        "if (trace.isSent()) {",
                        "F8",
                        "F32"),
                http(
                        "the check of pooled connections",
                        Transport.APACHE,
                        "adapter-apache/apache/StrictExecutor.java",
                        "if (reused && !mayCarry(connection, socket, before)) {",
                        "if (exchange.isSent()) {",
                        "F8",
                        "F32"),
                http(
                        "hiding the text of the peer",
                        Transport.RETROFIT,
                        "core/port/support/ForeignCauses.java",
                        "new IOException(thrown.getClass().getName())",
                        "new IOException(thrown)",
                        "F27"),
                http(
                        "hiding the text of the peer",
                        Transport.APACHE,
                        "core/port/support/ForeignCauses.java",
                        "new IOException(thrown.getClass().getName())",
                        "new IOException(thrown)",
                        "F27"),
                memory(
                        "the outcome UNKNOWN for a failed write",
                        "core/WriteRecord.java",
                        "written = after(outcomeOf(failure));",
                        "written = WriteOutcome.NOT_APPLIED;",
                        "F46"),
                memory(
                        "the check before an edit is made again",
                        "core/SupportProfileCalls.java",
                        "&& call.isUnwritten()",
                        "",
                        "F42"),
                memory(
                        "one budget for a gateway's clients",
                        "core/PartnerCenter.java",
                        "shared != null ? shared : new RetryBudget()",
                        "new RetryBudget()",
                        "F53"),
                memory(
                        "cancelling the exchange in flight",
                        "core/Call.java",
                        "abandoned.cancel(true);",
                        "timer.cancel();",
                        "F62"));
    }

    private static Mutation memory(String mechanism, String source, String words, String others, String... rows) {
        return http(mechanism, Transport.MEMORY, source, words, others, rows);
    }

    private static Mutation http(
            String mechanism, Transport transport, String source, String words, String others, String... rows) {
        return new Mutation(mechanism, source, words, others, transport, List.of(rows));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    void matrix_withoutMechanism_fails(Mutation mutation, @TempDir Path classes) throws Exception {
        assertThat(firstFailedCell(Mutant.of(mutation, classes), mutation))
                .as("a cell of %s, without %s", mutation.rows(), mutation)
                .isNotNull();
    }

    /**
     * Checks that the matrix is green if the changed source does the same. So the test setup itself causes no failure.
     */
    @Test
    void matrix_sameSource_passes(@TempDir Path classes) throws Exception {
        Mutation none = memory("nothing", "core/port/RetryBudget.java", "FULL = 100;", "FULL = 100 ;", "F53", "F62");

        assertThat(firstFailedCell(Mutant.of(none, classes), none)).isNull();
    }

    @SuppressWarnings("unchecked") // The mutant loads its own MatrixRun: only JDK types are shared.
    private static @Nullable String firstFailedCell(Mutant mutant, Mutation mutation) throws Exception {
        Constructor<?> run = mutant.loadClass(MatrixRun.class.getName()).getDeclaredConstructor();
        run.setAccessible(true);
        String dead = ((BiFunction<String, List<String>, @Nullable String>) run.newInstance())
                .apply(mutation.transport().name(), mutation.rows());
        return dead;
    }
}
