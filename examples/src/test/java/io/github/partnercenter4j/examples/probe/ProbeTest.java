package io.github.partnercenter4j.examples.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import io.github.partnercenter4j.testkit.behaviour.Throttle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the probe against a fake in the place of the service: it must find the behaviours that are switched on. */
@Timeout(120)
class ProbeTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();

    private final Waits waits = new Waits() {
        @Override
        public void pause(Duration length) {
            pauses.add(length);
        }

        @Override
        public boolean isDoneWithin(Duration step, CompletableFuture<?> future) {
            future.join();
            return true;
        }
    };

    /** The questions that decide a behaviour. They are enough for most tests, and quicker than all. */
    private static final List<Question> DECIDING = Questions.ALL.stream()
            .filter(question -> question.decides() != null || question.id().equals(Questions.FIRST))
            .toList();

    private Probe.Result probe(FakePartnerCenter service, int budget, boolean write) {
        return probe(service, budget, write, Questions.ALL);
    }

    private Probe.Result probe(FakePartnerCenter service, int budget, boolean write, List<Question> questions) {
        Probe probe = new Probe(
                new Probe.Settings(Duration.ofSeconds(1), budget, write),
                new HttpPeer(
                        service.url(), service.sslContext(), credential -> Probe.token(service, credential), waits),
                waits,
                progress::add);
        try (FakePartnerCenter reference = FakePartnerCenter.create()) {
            probe.ask(questions, reference);
        }
        return probe.result();
    }

    private static Map<Behaviour, Boolean> found(Probe.Result result) {
        Map<Behaviour, Boolean> found = new EnumMap<>(Behaviour.class);
        for (Row row : result.rows()) {
            Behaviour decides = row.question().decides();
            Boolean on = result.on(row);
            if (decides != null && on != null) {
                assertThat(found.put(decides, on))
                        .as("two questions decide " + decides)
                        .isNull();
            }
        }
        return found;
    }

    /** Returns the behaviours of a fake that can be seen from outside. Some behaviours hide others. */
    private static Map<Behaviour, Boolean> visible(FakePartnerCenter fake) {
        Map<Behaviour, Boolean> visible = new EnumMap<>(Behaviour.class);
        for (Behaviour behaviour : Behaviour.values()) {
            visible.put(behaviour, fake.behaviours().contains(behaviour));
        }
        if (!fake.behaviours().contains(Behaviour.REPLAY)) {
            visible.put(Behaviour.OTHER_BODY_REFUSED, false);
        }
        if (fake.behaviours().contains(Behaviour.FORBIDDEN_WITHOUT_BODY)) {
            visible.remove(Behaviour.ROLE_REFUSAL_IN_TEXT);
        }
        return visible;
    }

    private static List<String> verdicts(Probe.Result result) {
        return result.rows().stream()
                .map(row -> row.question().id() + ": " + row.service().verdict())
                .toList();
    }

    private static Path written(Path folder, Probe.Result result) throws IOException {
        return Files.writeString(folder.resolve("report.json"), new Report("fake", DAY, true, result).json());
    }

    // --- what it finds ---

    @Test
    void questions_haveUniqueIdsAndCoverEachBehaviour() {
        Set<String> ids = new HashSet<>();
        Set<Behaviour> decided = new HashSet<>();
        for (Question question : Questions.ALL) {
            assertThat(question.id()).matches("[a-z0-9]+(-[a-z0-9]+)*");
            assertThat(question.text()).endsWith("?");
            assertThat(ids.add(question.id())).as(question.id()).isTrue();
            for (Question.Condition condition : question.conditions()) {
                assertThat(Questions.ALL).extracting(Question::id).contains(condition.id());
            }
            if (question.decides() != null) {
                assertThat(decided.add(question.decides())).as(question.id()).isTrue();
            }
        }
        assertThat(decided).containsExactlyInAnyOrder(Behaviour.values());
    }

    @ParameterizedTest
    @EnumSource
    void preset_isDetected_andReportRecreatesIt(Preset preset, @TempDir Path folder) throws IOException {
        try (FakePartnerCenter fake = FakePartnerCenter.builder().preset(preset).build()) {
            assertDetectedAndRecreated(fake, folder, Questions.ALL);
        }
    }

    @ParameterizedTest
    @EnumSource
    void behaviour_switched_isDetected(Behaviour behaviour, @TempDir Path folder) throws IOException {
        assertDetectedAndRecreated(behaviour, Preset.OBSERVED, folder, DECIDING);
    }

    @Tag("full")
    @ParameterizedTest
    @EnumSource
    void behaviour_switchedInAnyPreset_isDetected(Behaviour behaviour, @TempDir Path folder) throws IOException {
        for (Preset preset : Preset.values()) {
            assertDetectedAndRecreated(behaviour, preset, folder, Questions.ALL);
        }
    }

    private void assertDetectedAndRecreated(Behaviour behaviour, Preset preset, Path folder, List<Question> questions)
            throws IOException {
        try (FakePartnerCenter fake = FakePartnerCenter.builder()
                .preset(preset)
                .behaviour(behaviour, !behaviour.isIn(preset))
                .build()) {
            assertDetectedAndRecreated(fake, folder, questions);
        }
    }

    private void assertDetectedAndRecreated(FakePartnerCenter fake, Path folder, List<Question> questions)
            throws IOException {
        Probe.Result result = probe(fake, 1_000, true, questions);
        assertThat(found(result)).isEqualTo(visible(fake));

        try (FakePartnerCenter again =
                FakePartnerCenter.builder().observed(written(folder, result)).build()) {
            assertThat(visible(again)).isEqualTo(visible(fake));
            assertThat(verdicts(probe(again, 1_000, true, questions))).isEqualTo(verdicts(result));
        }
    }

    @Test
    void defaultFake_agreesWithReference() {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            Probe.Result result = probe(fake, 1_000, true);

            assertThat(result.end()).isNull();
            assertThat(result.rows().stream().filter(row -> Boolean.FALSE.equals(row.agrees())))
                    .isEmpty();
            assertThat(result.rows().stream().filter(row -> row.agrees() == null))
                    .allMatch(row -> row.question().isPassive())
                    .isNotEmpty();
        }
    }

    @Test
    void questionsOfOneBehaviour_answeredDifferently_leaveItUndecided(@TempDir Path folder) throws IOException {
        try (FakePartnerCenter fake = FakePartnerCenter.builder()
                .behaviour(Behaviour.MEDIA_TYPES_CHECKED, false)
                .build()) {
            fake.when(Request.put().header("Content-Type", "application/xml")).play(Fault.answer(415));
            fake.when(Request.get().header("MS-CorrelationId", "not-a-guid")).play(Fault.answer(400));

            Probe.Result result = probe(fake, 1_000, true);

            assertThat(found(result)).doesNotContainKeys(Behaviour.MEDIA_TYPES_CHECKED, Behaviour.GUIDS_REQUIRED);
            assertThat(Files.readString(written(folder, result)))
                    .contains(
                            "undecided: the service answered \\\"200 profile\\\" here and \\\"415 empty\\\" to `type-xml`");
        }
    }

    @Test
    void twoIds_answeredWithEither_areToldApart() {
        List<String> sent = List.of("other", "first", "second");

        assertThat(Verdicts.echoOfTwo("MS-RequestId")
                        .apply(new Heard(200, Map.of("ms-requestid", List.of("first")), new byte[0], sent)))
                .isEqualTo("200 empty, the first id");
        assertThat(Verdicts.echoOfTwo("MS-CorrelationId")
                        .apply(new Heard(200, Map.of("ms-correlationid", List.of("second")), new byte[0], sent)))
                .isEqualTo("200 empty, the second id");
    }

    /** An update that is not visible at once looks like an update that was not done again. */
    @Test
    void updatesNotVisibleAtOnce_replayIsUndecided() {
        try (FakePartnerCenter fake =
                FakePartnerCenter.builder().behaviour(Behaviour.REPLAY, false).build()) {
            fake.when(Request.get()).play(Fault.answer(200).body("{\"telephone\":\"4255550101\"}"));

            Probe.Result result = probe(fake, 1_000, true);

            assertThat(verdicts(result)).contains("update-visible: another text", "repeat-same: answered, not done");
            assertThat(found(result)).doesNotContainKeys(Behaviour.REPLAY, Behaviour.OTHER_BODY_REFUSED);
            assertThat(new Report("fake", DAY, true, result).markdown())
                    .contains(
                            "answered, not done (undecided: the service answered \"answered, not done\" here and \"another text\"");
        }
    }

    // --- limits ---

    @Test
    void withoutWrite_onlyReadMethodsAreSent() {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            Probe.Result result = probe(fake, 1_000, false);

            assertThat(fake.journal().exchanges())
                    .extracting(seen -> seen.method())
                    .containsOnly("GET", "HEAD", "OPTIONS");
            assertThat(result.rows().stream().filter(row -> row.question().writes()))
                    .isNotEmpty()
                    .allMatch(row -> row.service().why().equals("needs --write")
                            && row.fake().verdict() != null);
        }
    }

    @Test
    void pace_isKeptBetweenRequests_andSameReadIsSentOnce() {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            Probe.Result result = probe(fake, 1_000, true);

            assertThat(fake.journal().exchanges()).hasSize(result.sent());
            assertThat(pauses).hasSize(result.sent() - 1).containsOnly(Duration.ofSeconds(1));
            assertThat(result.sent())
                    .isLessThan(Questions.ALL.stream()
                            .mapToInt(question -> question.asks().size())
                            .sum());
        }
    }

    @Test
    void budget_spent_endsProbe() {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            Probe.Result result = probe(fake, 7, true);

            assertThat(fake.journal().exchanges()).hasSize(7);
            assertThat(result.end()).isEqualTo("the budget of requests is spent");
            assertThat(result.count(true)).isPositive();
        }
    }

    @Test
    void throttled_firstTime_endsProbeAndIsReported() {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            fake.throttle(Throttle.perWindow(5, Duration.ofMinutes(1)).retryAfterAsDate());
            Probe.Result result = probe(fake, 1_000, true);

            assertThat(fake.journal().exchanges()).hasSize(6);
            assertThat(result.end()).isEqualTo("the service throttled");
            assertThat(verdicts(result)).contains("throttled: 429 JSON", "throttled-retry-after: date");
            assertThat(new Report("fake", DAY, true, result).markdown()).contains("It ended before time", "<date>");
        }
    }

    @Test
    void response_neverEnds_isReportedAsNoAnswer() throws InterruptedException {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            fake.next(Fault.stall(Fault.Point.IN_BODY));
            HttpPeer peer = new HttpPeer(
                    fake.url(),
                    fake.sslContext(),
                    credential -> Probe.token(fake, credential),
                    waits,
                    Duration.ofMillis(200));

            assertThat(peer.send(Ask.read(), new HashMap<>()).outcome()).isEqualTo("no answer");
            assertThat(peer.send(Ask.read(), new HashMap<>()).outcome()).isEqualTo("200 profile");
        }
    }
}
