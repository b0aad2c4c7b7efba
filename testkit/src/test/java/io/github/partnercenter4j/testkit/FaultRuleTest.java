package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.testkit.Fault.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FaultRuleTest {

    private static final String OTHER = "11111111-2222-4333-8444-555555555555";

    private final VirtualClock clock = VirtualClock.start();
    private final FakePartnerCenter fake =
            FakePartnerCenter.builder().seed(7).clock(clock).build();

    @AfterEach
    void close() {
        fake.close();
    }

    @ParameterizedTest
    @EnumSource
    void skipAndTimes_limitWhichRequestsGetTheFault(TwoDoors door) {
        FaultRule rule = fake.when(Request.put()).skip(1).times(2).play(Fault.answer(503));

        assertThat(List.of(door.put(fake, "1"), door.put(fake, "2"), door.get(fake)))
                .containsExactly(200, 503, 200);
        assertThat(List.of(door.put(fake, "3"), door.put(fake, "4"))).containsExactly(503, 200);
        assertThat(rule.hits()).isEqualTo(2);
        assertThat(rule.played())
                .containsExactly(
                        fake.journal().exchanges().get(1),
                        fake.journal().exchanges().get(3))
                .allSatisfy(exchange -> assertThat(exchange.fault()).hasToString("answer(503 Service Unavailable)"));
        assertThat(fake.profile().telephone()).isEqualTo("4");
    }

    @ParameterizedTest
    @EnumSource
    void nth_onlyThatRequestGetsTheFault(TwoDoors door) {
        fake.when(Request.get()).nth(2).play(Fault.answer(500));

        assertThat(statuses(door, 3)).containsExactly(200, 500, 200);
    }

    @ParameterizedTest
    @EnumSource
    void inTurn_repeatsTheLastFaultAndNoneIsNoFault(TwoDoors door) {
        FaultRule rule = fake.when(Request.get()).inTurn(Fault.answer(429), Fault.answer(503), Fault.none());
        fake.when(Request.get()).play(Fault.answer(500));

        assertThat(statuses(door, 5)).containsExactly(429, 503, 200, 200, 200);
        assertThat(rule.hits()).isEqualTo(5);
        assertThat(rule.played())
                .extracting(RecordedExchange::fault)
                .extracting(String::valueOf)
                .containsExactly(
                        "answer(429 Too Many Requests)", "answer(503 Service Unavailable)", "null", "null", "null");
    }

    @ParameterizedTest
    @EnumSource
    void rules_firstMatchingRuleAppliesAfterQueuedFaults(TwoDoors door) {
        FaultRule once = fake.when(Request.any()).times(1).play(Fault.answer(501));
        FaultRule always = fake.when(Request.any()).play(Fault.answer(502));
        fake.next(Fault.answer(500), Fault.none());

        assertThat(statuses(door, 4)).containsExactly(500, 200, 501, 502);
        assertThat(once.hits()).isEqualTo(1);
        assertThat(always.hits()).isEqualTo(1);
        assertThat(fake.faultsLeft()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void remove_stopsTheRuleAndKeepsTheOthers(TwoDoors door) {
        FaultRule first = fake.when(Request.any()).play(Fault.answer(501));
        FaultRule second = fake.when(Request.any()).play(Fault.answer(502));
        FaultRule unused = fake.when(Request.put()).play(Fault.answer(503));
        assertThat(door.get(fake)).isEqualTo(501);

        first.remove();
        first.remove();
        first.enable(true);
        unused.remove();

        assertThat(door.get(fake)).isEqualTo(502);
        assertThat(first.hits()).isOne();
        assertThat(fake.rules()).containsExactly(second);
        assertThatCode(fake::requireAllRulesUsed).doesNotThrowAnyException();
        assertThat(fake.when(Request.any()).play(Fault.none()).id()).isEqualTo(4);
    }

    /** With the same random numbers, both rules would skip the same requests. */
    @ParameterizedTest
    @EnumSource
    void remove_ruleAddedLater_hasItsOwnRandomNumbers(TwoDoors door) {
        FaultRule goes = fake.when(Request.any()).play(Fault.none());
        FaultRule stays = fake.when(Request.put()).probability(0.5).play(Fault.none());
        goes.remove();
        FaultRule later = fake.when(Request.get()).probability(0.5).play(Fault.none());

        List<List<Integer>> seen = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < 40; i++) {
            door.put(fake, "1");
            door.get(fake);
            seen.get(0).add(stays.hits());
            seen.get(1).add(later.hits());
        }

        assertThat(seen.get(0)).isNotEqualTo(seen.get(1));
    }

    @Test
    void usedUp_afterItsTimesOrItsDuration_isTrue() {
        FaultRule always = fake.when(Request.get()).play(Fault.none());
        FaultRule twice = fake.when(Request.put()).times(2).play(Fault.none());
        FaultRule brief =
                fake.when(Request.put()).during(Duration.ofSeconds(30)).play(Fault.none());
        List<Boolean> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TwoDoors.IN_MEMORY.put(fake, "1");
            TwoDoors.IN_MEMORY.get(fake);
            seen.add(twice.isUsedUp());
        }

        assertThat(seen).containsExactly(false, true, true);
        assertThat(brief.isUsedUp()).isFalse();
        clock.advance(Duration.ofSeconds(30));
        assertThat(brief.isUsedUp()).isTrue();
        assertThat(always.isUsedUp()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void request_matchesOnlyIfAllConditionsHold(TwoDoors door) {
        fake.when(Request.get().tenant(OTHER.toUpperCase(Locale.ROOT)).header("x-locale", "sv-SE"))
                .play(Fault.answer(501));
        fake.when(Request.any().header("X-Locale", value -> value.startsWith("de-")))
                .play(Fault.answer(502));
        fake.when(Request.put().path("/v1/profiles/support").body(text -> text.contains("\"66\"")))
                .play(Fault.answer(503));
        fake.when(Request.any().path("/v1/profiles")).play(Fault.answer(504));

        assertThat(List.of(
                        door.get(fake, fake.tokens().appPlusUser(OTHER), "sv-SE"),
                        door.get(fake, fake.tokens().appPlusUser(OTHER), "sv-FI"),
                        door.get(fake, fake.tokens().appPlusUser(), "sv-SE"),
                        door.get(fake, fake.tokens().appPlusUser(), "de-AT"),
                        door.put(fake, "66"),
                        door.put(fake, "67")))
                .containsExactly(501, 200, 200, 502, 503, 200);
    }

    @ParameterizedTest
    @EnumSource
    void bodyCondition_refusedHead_isNotChecked(TwoDoors door) {
        FaultRule rule = fake.when(Request.any().body(text -> true)).play(Fault.answer(503));

        assertThat(door.get(fake, fake.tokens().expired(), "en-US")).isEqualTo(401);
        assertThat(rule.hits()).isZero();
        assertThat(door.get(fake)).isEqualTo(503);
    }

    /** A rule with a condition on the body keeps its place before a later rule without one. */
    @ParameterizedTest
    @EnumSource
    void bodyCondition_keepsTheOrderOfTheRules(TwoDoors door) {
        FaultRule first =
                fake.when(Request.put().body(text -> text.contains("66"))).play(Fault.reset(Point.AFTER_COMMIT));
        FaultRule second = fake.when(Request.put()).play(Fault.answer(503).at(Point.AFTER_HEAD));

        assertThat(List.of(door.put(fake, "66"), door.put(fake, "67"))).containsExactly(0, 503);
        assertThat(first.hits()).isEqualTo(1);
        assertThat(second.hits()).isEqualTo(1);
        assertThat(fake.journal().exchanges())
                .extracting(RecordedExchange::committed)
                .containsExactly(true, false);
        assertThat(fake.profile().telephone()).isEqualTo("66");
    }

    @ParameterizedTest
    @EnumSource
    void faultAtAccept_countsConnections(TwoDoors door) {
        FaultRule rule = fake.when(Request.any()).skip(1).times(2).play(Fault.reset(Point.ACCEPT));

        assertThat(statuses(door, 4)).containsExactly(200, 0, 0, 200);
        assertThat(rule.played())
                .hasSize(2)
                .allSatisfy(exchange -> assertThat(exchange.method()).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void probability_sameSeed_hitsTheSameRequests(TwoDoors door) {
        List<Integer> seen = statusesWithProbability(door, 7);

        assertThat(seen).contains(200, 429);
        assertThat(statusesWithProbability(door, 7)).isEqualTo(seen);
        assertThat(statusesWithProbability(door, 8)).isNotEqualTo(seen);
        assertThat(seen.stream().filter(status -> status == 429).count()).isBetween(15L, 45L);
    }

    private static List<Integer> statusesWithProbability(TwoDoors door, long seed) {
        try (FakePartnerCenter one = FakePartnerCenter.builder().seed(seed).build()) {
            one.when(Request.get()).probability(0.3).play(Fault.answer(429));
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                statuses.add(door.get(one));
            }
            return statuses;
        }
    }

    @ParameterizedTest
    @EnumSource
    void during_startsWithTheFirstMatchingRequest(TwoDoors door) {
        fake.when(Request.get()).during(Duration.ofSeconds(30)).play(Fault.answer(503));
        clock.advance(Duration.ofSeconds(100));

        assertThat(door.get(fake)).isEqualTo(503);
        clock.advance(Duration.ofSeconds(30).minusNanos(1));
        assertThat(door.get(fake)).isEqualTo(503);
        clock.advance(Duration.ofNanos(1));
        assertThat(statuses(door, 2)).containsExactly(200, 200);
    }

    @ParameterizedTest
    @EnumSource
    void enable_falseThenTrue_stopsAndResumesTheRule(TwoDoors door) {
        FaultRule rule = fake.when(Request.get()).times(2).play(Fault.answer(503));
        rule.enable(false);
        assertThat(door.get(fake)).isEqualTo(200);
        rule.enable(true);

        assertThat(statuses(door, 3)).containsExactly(503, 503, 200);
    }

    @Test
    void requireAllRulesUsed_faultLeftAtTheLogin_namesIt() {
        try (FakePartnerCenter other = FakePartnerCenter.create()) {
            other.login().next(Fault.answer(500));

            assertThatThrownBy(other::requireAllRulesUsed)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("login().next(answer(500");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/profiles/support", "/v1/profiles/support?x=1", ""})
    void path_invalid_isRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Request.get().path(path))
                .withMessageContaining("must start with a slash");
    }

    @Test
    void requireAllRulesUsed_unusedRules_namesThem() {
        fake.when(Request.get()).play(Fault.answer(500));
        fake.when(Request.put().header("Authorization", "Bearer secret"))
                .times(2)
                .play(Fault.answer(503));
        fake.when(Request.put()).play(Fault.answer(400)).enable(false);
        fake.next(Fault.none(), Fault.drop(Point.ACCEPT), Fault.answer(502));
        TwoDoors.IN_MEMORY.get(fake);

        assertThatThrownBy(fake::requireAllRulesUsed)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("when(GET): answer(500 Internal Server Error) [0 hits]")
                .hasMessageContaining(
                        "when(PUT, Authorization: <redacted>): times 2, answer(503 Service Unavailable) [0 hits]")
                .hasMessageContaining("next(drop(ACCEPT))")
                .hasMessageContaining("next(answer(502 Bad Gateway))")
                .hasMessageContaining("Journal of 1 exchanges")
                .hasMessageNotContainingAny("secret", "400");

        fake.reset();
        assertThatCode(fake::requireAllRulesUsed).doesNotThrowAnyException();
    }

    @Test
    void requireAllRulesUsed_oneHitEach_passes() {
        fake.when(Request.get()).times(2).play(Fault.answer(500));
        fake.next(Fault.answer(503));
        statuses(TwoDoors.IN_MEMORY, 2);

        assertThatCode(fake::requireAllRulesUsed).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void reset_removesTheRulesAndRestartsTheRandomNumbers(TwoDoors door) {
        fake.when(Request.any()).probability(0.5).play(Fault.answer(503));
        List<Integer> before = statuses(door, 20);
        fake.reset();
        assertThat(statuses(door, 20)).containsOnly(200);

        fake.when(Request.any()).probability(0.5).play(Fault.answer(503));
        assertThat(statuses(door, 20)).isEqualTo(before);
    }

    @Test
    void played_keepsAsManyExchangesAsTheJournal() {
        try (FakePartnerCenter small =
                FakePartnerCenter.builder().journalLimit(2).build()) {
            FaultRule rule = small.when(Request.any()).inTurn(Fault.answer(501), Fault.answer(502), Fault.answer(503));
            for (int i = 0; i < 3; i++) {
                TwoDoors.IN_MEMORY.get(small);
            }

            assertThat(rule.hits()).isEqualTo(3);
            assertThat(rule.played())
                    .isEqualTo(small.journal().exchanges())
                    .extracting(RecordedExchange::status)
                    .containsExactly(502, 503);
        }
    }

    /** With many requests at once, every hit counts, and the rule applies exactly as often as it should. */
    @ParameterizedTest
    @EnumSource
    void times_manyCallersAtOnce_isExact(TwoDoors door) {
        FaultRule rule = fake.when(Request.get()).skip(5).times(20).play(Fault.answer(503));
        fake.url();
        List<Integer> statuses = Stream.generate(() -> 0)
                .limit(64)
                .parallel()
                .map(ignored -> door.get(fake))
                .toList();

        assertThat(statuses.stream().filter(status -> status == 503)).hasSize(20);
        assertThat(rule.hits()).isEqualTo(20);
        assertThat(rule.played()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void toString_showsTheConditions() {
        FaultRule rule = fake.when(Request.any().tenant(OTHER).header("A", "b").body(text -> true))
                .skip(1)
                .times(3)
                .probability(0.25)
                .during(Duration.ofSeconds(5))
                .inTurn(Fault.reset(Point.IN_BODY), Fault.none());

        assertThat(rule)
                .hasToString("when(tenant " + OTHER + ", A: b, a certain body): skip 1, times 3, probability 0.25,"
                        + " during PT5S, reset(IN_BODY), none() [0 hits]");
        assertThat(Request.any()).hasToString("any request");
        assertThat(Request.any().header("A", text -> true).path("/p")).hasToString("a certain A, path /p");
    }

    static Stream<Arguments> invalidValues() {
        return Stream.of(
                invalidValue("zero times", rule -> rule.times(0)),
                invalidValue("a negative skip", rule -> rule.skip(-1)),
                invalidValue("the request number zero", rule -> rule.nth(0)),
                invalidValue("a probability of zero", rule -> rule.probability(0)),
                invalidValue("a probability over one", rule -> rule.probability(1.1)),
                invalidValue("a probability that is not a number", rule -> rule.probability(Double.NaN)),
                invalidValue("a duration of zero", rule -> rule.during(Duration.ZERO)),
                invalidValue("a list without a fault", FaultRule.Builder::inTurn),
                invalidValue(
                        "a fault of the connection for some requests only",
                        rule -> rule.play(Fault.drop(Point.ACCEPT))));
    }

    private static Arguments invalidValue(String what, Consumer<FaultRule.Builder> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalidValues")
    void invalidValue_isRefusedAtOnce(String what, Consumer<FaultRule.Builder> change) {
        FaultRule.Builder rule = fake.when(Request.put());

        assertThatIllegalArgumentException().isThrownBy(() -> change.accept(rule));
    }

    @Test
    void bodyCondition_withAFaultBeforeTheBody_isRefused() {
        FaultRule.Builder rule = fake.when(Request.put().body(text -> true));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule.play(Fault.drop(Point.AFTER_HEAD)))
                .withMessageContaining("BEFORE_COMMIT");
        assertThatIllegalArgumentException().isThrownBy(() -> Request.any().tenant("no guid"));
    }

    private List<Integer> statuses(TwoDoors door, int count) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            statuses.add(door.get(fake));
        }
        return statuses;
    }
}
