package io.github.partnercenter4j.examples.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.examples.simulation.Quiet;
import io.github.partnercenter4j.examples.simulation.SimulationRun;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A simulation that finds nothing when what it is about is gone would prove nothing. */
@Tag("full")
@DisplayName("Simulated worlds break a promise without")
class SimulationMutationTest {

    private static final int MOST_WORLDS = 10_000;

    /** Faults that readers found, put back, and each mechanism of core that the fault matrix is checked by. */
    static Stream<Mutation> mutations() {
        return Stream.concat(
                readersFaults(),
                FaultMatrixMutationTest.mutations()
                        .filter(each -> each.source().startsWith("core/"))
                        // Whatever a library's exception says: no library is simulated.
                        .filter(each -> !each.source().startsWith("core/port/support/")));
    }

    private static Stream<Mutation> readersFaults() {
        return Stream.of(
                core(
                        "a settling read's obedience to Retry-After",
                        "Call.java",
                        "return left.isNegative() ? Duration.ZERO : left;",
                        "return Duration.ZERO;"),
                core(
                        "the end of a refused token",
                        "token/TokenCache.java",
                        "if (current != null && refused.token().equals(current.token())) {",
                        "if (refused == null) {"),
                core(
                        "an attempt's time that begins with its turn",
                        "Exchange.java",
                        "if (!context.progress().isWaiting()) {",
                        "if (limit != null) {"),
                core(
                        "retries that resume on threads of the client",
                        "Call.java",
                        "return waiting != null ? waiting : settings.threads();",
                        "return waiting != null ? waiting : settings.callbacks();"),
                core(
                        "certainty of a write that never left the queue",
                        "port/ExchangeProgress.java",
                        "case WAITING, CONNECTING -> WriteOutcome.NOT_APPLIED;",
                        "case WAITING, CONNECTING -> WriteOutcome.UNKNOWN;"),
                core(
                        "a settling read's look at more than the three texts",
                        "Reconciliation.java",
                        "&& type(read).equals(type(sent))",
                        "|| sent == null && type(read).equals(type(sent))"),
                core(
                        "a settling read's look at the profile type",
                        "Reconciliation.java",
                        "&& type(read).equals(type(sent))",
                        ""),
                core(
                        "a settling read's look at the object type",
                        "Reconciliation.java",
                        "&& objectType(read).equals(objectType(sent))",
                        ""),
                core(
                        "a settling read's look at unknown attributes",
                        "Reconciliation.java",
                        "read.attributes().unknownMembers(), sent.attributes().unknownMembers()",
                        "sent.attributes().unknownMembers(), sent.attributes().unknownMembers()"),
                core(
                        "a settling read's look at unknown members",
                        "Reconciliation.java",
                        "&& holdsAll(read.unknownMembers(), sent.unknownMembers())",
                        ""),
                core(
                        "asking again for a token that was refused meanwhile",
                        "token/TokenCache.java",
                        "if (isTheRefused(ended, token)) {",
                        "if (ended == null) {"),
                core(
                        "giving up a token request before a listener hears of its end",
                        "token/TokenCache.java",
                        "ended.giveUp();",
                        "ended.stopTimer();"),
                core("an end to each start event", "CallStory.java", "if (attempt != null) {", "if (call == null) {"),
                core("the id of the request that failed", "Call.java", "return ours.inCall(facts);", "return ours;"),
                core(
                        "a thread for each of several waiters",
                        "token/TokenCache.java",
                        "goesOn.execute(() -> tell.accept(waiter));",
                        "tell.accept(waiter);"),
                core(
                        "an edit that is not made on top of itself",
                        "SupportProfileCalls.java",
                        "&& call.isUnwritten()",
                        ""),
                core(
                        "a queue that begins nothing after a deadline",
                        "port/ExchangeProgress.java",
                        "late |= !abandoned && !timeIsLeft.getAsBoolean();",
                        "late |= false;"));
    }

    private static Mutation core(String mechanism, String source, String words, String others) {
        return new Mutation(mechanism, "core/" + source, words, others, MatrixRun.Transport.MEMORY, List.of());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    void worlds_withoutAMechanism_breakAPromise(Mutation mutation, @TempDir Path classes) throws Exception {
        LongFunction<@Nullable String> worlds = worlds(Mutant.of(mutation, classes));

        for (int seed = 0; seed < MOST_WORLDS; seed++) {
            String broken = worlds.apply(seed);
            if (broken != null) {
                System.out.println("Without " + mutation.mechanism() + ", world " + (seed + 1) + ": " + broken);
                return;
            }
        }
        assertThat(MOST_WORLDS)
                .as("worlds in which nobody misses %s", mutation.mechanism())
                .isZero();
    }

    private final Quiet quiet = new Quiet();

    @AfterEach
    void logAgain() {
        quiet.close();
    }

    /** The bench is no reason to break a promise. */
    @Test
    @DisplayName("nothing at all? They keep them all.")
    void worlds_withTheSameWords_keepTheirPromises(@TempDir Path classes) throws Exception {
        LongFunction<@Nullable String> worlds =
                worlds(Mutant.of(core("nothing", "port/RetryBudget.java", "FULL = 100;", "FULL = 100 ;"), classes));

        for (int seed = 0; seed < 500; seed++) {
            assertThat(worlds.apply(seed)).as("world %s", seed).isNull();
        }
    }

    @SuppressWarnings("unchecked") // The mutant's own run, of which the JDK's type is all that is shared.
    private static LongFunction<@Nullable String> worlds(Mutant mutant) throws ReflectiveOperationException {
        return (LongFunction<@Nullable String>) mutant.loadClass(SimulationRun.class.getName())
                .getDeclaredConstructor()
                .newInstance();
    }
}
