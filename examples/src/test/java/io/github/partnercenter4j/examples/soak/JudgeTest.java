package io.github.partnercenter4j.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.CallListener.Operation;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the judge accepts correct results and finds each kind of wrong one. */
class JudgeTest {

    private static final String ID = "call";
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Judge judge = new Judge(LONGEST);

    private static CallResult told(
            Operation operation, int wrote, @Nullable Integer got, @Nullable ErrorCategory failure) {
        WriteOutcome none = failure == null || operation == Operation.GET ? null : WriteOutcome.UNKNOWN;
        return new CallResult(
                ID, 1, operation, wrote, got, failure, null, none, 1, Duration.ofSeconds(1), false, false);
    }

    private static CallResult update(@Nullable ErrorCategory failure, @Nullable WriteOutcome outcome) {
        Integer got = failure == null ? 7 : null;
        return new CallResult(
                ID, 1, Operation.UPDATE, 7, got, failure, null, outcome, 1, Duration.ofSeconds(1), false, false);
    }

    private static SeenExchange put(int status, int written) {
        return new SeenExchange(ID, "PUT", status, written, "PUT -> " + status);
    }

    private static final SeenExchange GET = new SeenExchange(ID, "GET", 200, 0, "GET -> 200");

    static Stream<Arguments> correctCalls() {
        return Stream.of(
                Arguments.of(update(null, null), List.of(put(200, 7))),
                Arguments.of(update(ErrorCategory.IO, WriteOutcome.UNKNOWN), List.of(put(200, 7))),
                Arguments.of(update(ErrorCategory.IO, WriteOutcome.UNKNOWN), List.of(put(0, 0))),
                Arguments.of(update(ErrorCategory.RESPONSE_FORMAT, WriteOutcome.APPLIED), List.of(put(200, 7))),
                Arguments.of(update(ErrorCategory.CONNECT, WriteOutcome.NOT_APPLIED), List.of()),
                Arguments.of(told(Operation.GET, 0, NumberedProfiles.FIRST, null), List.of(GET)));
    }

    @ParameterizedTest
    @MethodSource("correctCalls")
    void judge_correctCall_reportsNothing(CallResult call, List<SeenExchange> seen) {
        seen.forEach(judge::see);

        assertThat(judge.judge(List.of(call))).isEmpty();
        assertThat(judge.strays()).isEmpty();
    }

    static Stream<Arguments> wrongCalls() {
        CallResult late =
                new CallResult(ID, 1, Operation.GET, 0, 0, null, null, null, 1, LONGEST.plusMillis(1), false, false);
        CallResult odd = new CallResult(
                ID, 1, Operation.GET, 0, null, null, "IllegalStateException", null, 1, Duration.ZERO, false, false);
        return Stream.of(
                Arguments.of("reported applied, was not", update(null, null), List.of(put(200, 0))),
                Arguments.of(
                        "reported applied, was not",
                        update(ErrorCategory.IO, WriteOutcome.APPLIED),
                        List.of(put(200, 0))),
                Arguments.of(
                        "reported not applied, was",
                        update(ErrorCategory.IO, WriteOutcome.NOT_APPLIED),
                        List.of(put(0, 7))),
                Arguments.of("has an outcome", update(ErrorCategory.IO, null), List.of()),
                Arguments.of("another write's profile", told(Operation.UPDATE, 7, 0, null), List.of(put(200, 7))),
                Arguments.of("did not ask for", update(null, null), List.of(put(200, 8))),
                Arguments.of("did not ask for", told(Operation.GET, 0, 0, null), List.of(put(200, 8))),
                Arguments.of("more was sent", update(null, null), List.of(put(0, 7), put(200, 7))),
                Arguments.of("more was sent", told(Operation.GET, 0, 0, null), List.of(GET, GET)),
                Arguments.of("never written", told(Operation.GET, 0, 8, null), List.of(GET)),
                Arguments.of("never written", told(Operation.GET, 0, NumberedProfiles.NOBODYS, null), List.of(GET)),
                Arguments.of("nothing explains", told(Operation.GET, 0, null, ErrorCategory.TLS), List.of()),
                Arguments.of("nothing explains", told(Operation.GET, 0, null, ErrorCategory.CANCELLED), List.of()),
                Arguments.of("nothing explains", told(Operation.GET, 0, null, ErrorCategory.CLOSED), List.of()),
                Arguments.of("nothing explains", told(Operation.GET, 0, null, ErrorCategory.THROTTLED), List.of(GET)),
                Arguments.of("nothing explains", told(Operation.GET, 0, null, ErrorCategory.SERVER), List.of(GET)),
                Arguments.of("took longer", late, List.of(GET)),
                Arguments.of("IllegalStateException", odd, List.of()));
    }

    @ParameterizedTest
    @MethodSource("wrongCalls")
    void judge_wrongCall_isReported(String objection, CallResult call, List<SeenExchange> seen) {
        seen.forEach(judge::see);

        assertThat(judge.judge(List.of(call))).singleElement().asString().contains(objection, call.toString());
    }

    @ParameterizedTest
    @MethodSource("correctCalls")
    void strays_exchangeWithoutCall_isReported(CallResult call, List<SeenExchange> seen) {
        judge.see(new SeenExchange("another", "PUT", 200, 9, "PUT -> 200"));
        seen.forEach(judge::see);

        assertThat(judge.judge(List.of(call))).isEmpty();
        assertThat(judge.strays()).singleElement().asString().contains("nobody's call", "PUT -> 200");
    }
}
