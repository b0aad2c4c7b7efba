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

/** A matrix that stays green when what it is about is gone would prove nothing. */
@Tag("full")
@DisplayName("The fault matrix turns red without")
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
                        "sending once, whatever a 503 says",
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
                        "the refusal to be redirected",
                        Transport.RETROFIT,
                        "adapter-retrofit/retrofit/SingleSendClient.java",
                        ".followRedirects(false)",
                        NONE,
                        "F36"),
                http(
                        "the refusal to be redirected",
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
                        "the one resend of an unsure write",
                        "core/RetryPolicy.java",
                        "|| (failed.unsure() && failed.resentUnsure())",
                        "",
                        "F46"),
                memory(
                        "obedience to Retry-After",
                        "core/RetryPolicy.java",
                        ".filter(wait -> wait.compareTo(Duration.ZERO) > 0)",
                        ".filter(wait -> wait == null)",
                        "F43"),
                memory(
                        "obedience of a settling read to Retry-After",
                        "core/Call.java",
                        "settings.retryPolicy().mayRest(rest(), timeLeft())",
                        "true",
                        "F47"),
                memory(
                        "the end of a refused token",
                        "core/token/TokenCache.java",
                        "if (current != null && refused.token().equals(current.token())) {",
                        "if (refused == null) {",
                        "F49"),
                http(
                        "the look at what is a profile",
                        Transport.APACHE,
                        "wire/wire/ProfileReader.java",
                        "if (!names.hasKnown()) {",
                        "if (names == null) {",
                        "F35h"),
                memory(
                        "one replay of a refused token",
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
                        "the look at what the read shows",
                        Transport.RETROFIT,
                        "core/Reconciliation.java",
                        "read != null && proves(read.profile(), sent, before)",
                        "read != null",
                        "F22"),
                http(
                        "the look at the echoed ids",
                        Transport.RETROFIT,
                        "wire/wire/ResponseMapper.java",
                        "answered == null || RequestContext.isSameGuid(sent, answered)",
                        "true",
                        "F52"),
                http(
                        "the look at the echoed ids",
                        Transport.APACHE,
                        "wire/wire/ResponseMapper.java",
                        "answered == null || RequestContext.isSameGuid(sent, answered)",
                        "true",
                        "F52"),
                http(
                        "the look at kept connections",
                        Transport.RETROFIT,
                        "adapter-retrofit/retrofit/WatchedExchanges.java",
                        "if (!connection.mayCarry(kept)) {",
                        "if (trace.isSent()) {",
                        "F8",
                        "F32"),
                http(
                        "the look at kept connections",
                        Transport.APACHE,
                        "adapter-apache/apache/StrictExecutor.java",
                        "if (reused && !mayCarry(connection, socket, before)) {",
                        "if (exchange.isSent()) {",
                        "F8",
                        "F32"),
                http(
                        "silence about the peer's words",
                        Transport.RETROFIT,
                        "core/port/support/ForeignCauses.java",
                        "new IOException(thrown.getClass().getName())",
                        "new IOException(thrown)",
                        "F27"),
                http(
                        "silence about the peer's words",
                        Transport.APACHE,
                        "core/port/support/ForeignCauses.java",
                        "new IOException(thrown.getClass().getName())",
                        "new IOException(thrown)",
                        "F27"),
                memory(
                        "doubt about what was written",
                        "core/WriteRecord.java",
                        "written = after(outcomeOf(failure));",
                        "written = WriteOutcome.NOT_APPLIED;",
                        "F46"),
                memory(
                        "doubt about an edit that is to be made again",
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
                        "the end of what is in flight",
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
    void matrix_withoutAMechanism_isRed(Mutation mutation, @TempDir Path classes) throws Exception {
        assertThat(firstDead(Mutant.of(mutation, classes), mutation))
                .as("a cell of %s, without %s", mutation.rows(), mutation)
                .isNotNull();
    }

    /** The bench is no reason to be red. */
    @Test
    void matrix_withTheSameWords_isGreen(@TempDir Path classes) throws Exception {
        Mutation none = memory("nothing", "core/port/RetryBudget.java", "FULL = 100;", "FULL = 100 ;", "F53", "F62");

        assertThat(firstDead(Mutant.of(none, classes), none)).isNull();
    }

    @SuppressWarnings("unchecked") // The mutant's own MatrixRun, of which the JDK's type is all that is shared.
    private static @Nullable String firstDead(Mutant mutant, Mutation mutation) throws Exception {
        Constructor<?> run = mutant.loadClass(MatrixRun.class.getName()).getDeclaredConstructor();
        run.setAccessible(true);
        String dead = ((BiFunction<String, List<String>, @Nullable String>) run.newInstance())
                .apply(mutation.transport().name(), mutation.rows());
        return dead;
    }
}
