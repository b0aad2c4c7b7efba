package io.github.partnercenter4j.examples.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.examples.simulation.SilencedLog;
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

/** Checks the simulation: if a mechanism is removed from the source, a world must break a promise. */
@Tag("full")
@DisplayName("Simulated worlds break a promise without")
class SimulationMutationTest {

    private static final int MOST_WORLDS = 10_000;

    /**
     * Returns the mutations: faults that reviews found earlier, and the mechanisms of core that the fault matrix is
     * checked with.
     */
    static Stream<Mutation> mutations() {
        return Stream.concat(
                readersFaults(),
                FaultMatrixMutationTest.mutations()
                        .filter(each -> each.source().startsWith("core/"))
                        // The simulation has no libraries, so their exceptions do not occur in it.
                        .filter(each -> !each.source().startsWith("core/port/support/")));
    }

    private static Stream<Mutation> readersFaults() {
        return Stream.of(
                core(
                        "the wait of a settling read for Retry-After",
                        "Call.java",
                        "return left.isNegative() ? Duration.ZERO : left;",
                        "return Duration.ZERO;"),
                core(
                        "forgetting a refused token",
                        "token/TokenCache.java",
                        "if (current != null && refused.equals(current.token())) {",
                        "if (refused == null) {"),
                core(
                        "an attempt's time limit that begins after the queue",
                        "Exchange.java",
                        "if (!context.progress().isWaiting()) {",
                        "if (limit != null) {"),
                core(
                        "retries that resume on threads of the client",
                        "Call.java",
                        "return waiting != null ? waiting : settings.threads();",
                        "return waiting != null ? waiting : settings.callbacks();"),
                core(
                        "the outcome NOT_APPLIED for a write that never left the queue",
                        "port/ExchangeProgress.java",
                        "case WAITING, CONNECTING -> WriteOutcome.NOT_APPLIED;",
                        "case WAITING, CONNECTING -> WriteOutcome.UNKNOWN;"),
                core(
                        "the settling read's comparison of more than the three texts",
                        "Reconciliation.java",
                        "&& type(read).equals(type(sent))",
                        "|| sent == null && type(read).equals(type(sent))"),
                core(
                        "the settling read's comparison of the profile type",
                        "Reconciliation.java",
                        "&& type(read).equals(type(sent))",
                        ""),
                core(
                        "the settling read's comparison of the object type",
                        "Reconciliation.java",
                        "&& objectType(read).equals(objectType(sent))",
                        ""),
                core(
                        "the settling read's comparison of unknown attributes",
                        "Reconciliation.java",
                        "read.attributes().unknownMembers(), sent.attributes().unknownMembers()",
                        "sent.attributes().unknownMembers(), sent.attributes().unknownMembers()"),
                core(
                        "the settling read's comparison of unknown members",
                        "Reconciliation.java",
                        "&& holdsAll(read.unknownMembers(), sent.unknownMembers())",
                        ""),
                core(
                        "asking again for a token that was refused meanwhile",
                        "token/TokenCache.java",
                        "if (isKnownRefused(ended, token)) {",
                        "if (ended == null) {"),
                core(
                        "giving up a token request before a listener hears of its end",
                        "token/TokenCache.java",
                        "ended.giveUp();",
                        "ended.stopTimer();"),
                core(
                        "an end event for each start event",
                        "CallEvents.java",
                        "if (attempt != null) {",
                        "if (call == null) {"),
                core("the id of the request that failed", "Call.java", "return ours.inCall(facts);", "return ours;"),
                core(
                        "a thread for each of several waiters",
                        "token/TokenCache.java",
                        "continueOn.execute(() -> tell.accept(waiter));",
                        "tell.accept(waiter);"),
                core(
                        "the check that an edit is not applied twice",
                        "SupportProfileCalls.java",
                        "&& call.isUnwritten()",
                        ""),
                core(
                        "a queue that starts nothing after the deadline",
                        "port/ExchangeProgress.java",
                        "late |= !abandoned && !timeIsLeft.getAsBoolean();",
                        "late |= false;"));
    }

    private static Mutation core(String mechanism, String source, String words, String others) {
        return new Mutation(mechanism, "core/" + source, words, others, MatrixRun.Transport.MEMORY, List.of());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    void worlds_withoutMechanism_breakPromise(Mutation mutation, @TempDir Path classes) throws Exception {
        LongFunction<@Nullable String> worlds = worlds(Mutant.of(mutation, classes));

        for (int seed = 0; seed < MOST_WORLDS; seed++) {
            String broken = worlds.apply(seed);
            if (broken != null) {
                System.out.println("Without " + mutation.mechanism() + ", world " + (seed + 1) + ": " + broken);
                return;
            }
        }
        assertThat(MOST_WORLDS)
                .as("worlds that break no promise without %s", mutation.mechanism())
                .isZero();
    }

    private final SilencedLog quiet = new SilencedLog();

    @AfterEach
    void logAgain() {
        quiet.close();
    }

    /**
     * Checks that no world breaks a promise if the changed source does the same. So the test setup itself causes no
     * failure.
     */
    @Test
    @DisplayName("(an unchanged source: no world breaks a promise)")
    void worlds_sameSource_keepPromises(@TempDir Path classes) throws Exception {
        LongFunction<@Nullable String> worlds =
                worlds(Mutant.of(core("nothing", "port/RetryBudget.java", "FULL = 100;", "FULL = 100 ;"), classes));

        for (int seed = 0; seed < 500; seed++) {
            assertThat(worlds.apply(seed)).as("world %s", seed).isNull();
        }
    }

    @SuppressWarnings("unchecked") // The mutant loads its own SimulationRun: only JDK types are shared.
    private static LongFunction<@Nullable String> worlds(Mutant mutant) throws ReflectiveOperationException {
        return (LongFunction<@Nullable String>) mutant.loadClass(SimulationRun.class.getName())
                .getDeclaredConstructor()
                .newInstance();
    }
}
