package io.github.partnercenter4j.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.examples.probe.Credential;
import io.github.partnercenter4j.examples.probe.Question;
import io.github.partnercenter4j.examples.probe.Questions;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.FaultRule;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import io.github.partnercenter4j.testkit.behaviour.Throttle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the command: the questions it announces, how it puts the profile back, and what its report contains. */
@Timeout(120)
class ProbeCommandTest {

    private static final SupportProfile BEFORE = SupportProfile.builder()
            .email("canary-mail@contoso.example")
            .telephone("+46 70 555 12 34")
            .website("canary.contoso.example")
            .build();

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Duration> pauses = new ArrayList<>();
    private FakePartnerCenter fake = FakePartnerCenter.builder().https().build();
    private BooleanSupplier end = () -> false;
    private BooleanSupplier endInFlight = () -> false;

    /** Pauses take no time. A test can interrupt the program once, at a moment that it chooses. */
    private final Patience patience = new Patience() {
        @Override
        public boolean isDoneWithin(Duration step, CompletableFuture<?> future) throws InterruptedException {
            endIfItIsTime();
            if (endInFlight.getAsBoolean()) {
                endInFlight = () -> false;
                throw new InterruptedException();
            }
            return Patience.real(step, future);
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
            pauses.add(length);
            endIfItIsTime();
        }

        private void endIfItIsTime() throws InterruptedException {
            if (end.getAsBoolean()) {
                end = () -> false;
                throw new InterruptedException();
            }
        }
    };

    @AfterEach
    void close() {
        fake.close();
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path report(String suffix) {
        return folder.resolve("report" + suffix);
    }

    private int run(String... args) {
        return runWith(Map.of(), args);
    }

    private int runWith(Map<String, String> environment, String... args) {
        List<String> all = new ArrayList<>(List.of("probe"));
        all.addAll(List.of(args));
        if (!all.contains("--report")) {
            all.addAll(List.of("--report", report("").toString()));
        }
        Surroundings surroundings = new Surroundings(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> fake,
                Time.system(),
                patience,
                question -> null);
        return PartnerCenterConsole.run(all.toArray(String[]::new), surroundings);
    }

    private void assertIsAsBefore() {
        assertThat(fake.profile().email()).isEqualTo(BEFORE.email());
        assertThat(fake.profile().telephone()).isEqualTo(BEFORE.telephone());
        assertThat(fake.profile().website()).isEqualTo(BEFORE.website());
    }

    private Stream<RecordedExchange> writes() {
        return fake.journal().requests("PUT").stream();
    }

    // --- what it asks ---

    @Test
    void dryRun_printsEachQuestionAndSendsNothing() throws IOException {
        assertThat(run("--dry-run", "--write")).as(err()).isZero();

        for (Question question : Questions.ALL) {
            assertThat(out()).contains(question.id() + ": " + question.text());
        }
        assertThat(out())
                .contains("Authorization: Bearer <token>", "(with --write only)", "Nothing was sent.")
                .doesNotContain("\uFEFF");
        assertThat(fake.journal().exchanges()).isEmpty();
        assertThat(fake.login().tokenRequests()).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void withoutWrite_changesNothingAndWritesReports() throws IOException {
        fake.setProfile(BEFORE);

        assertThat(run("--fake")).as(err()).isZero();

        assertThat(fake.writesApplied()).isZero();
        assertThat(writes()).isEmpty();
        assertThat(pauses).isNotEmpty().containsOnly(Duration.ofSeconds(1));
        assertThat(out())
                .contains("differ: 0", report(".md").toString(), report(".json").toString());
        assertThat(Files.readString(report(".md")))
                .startsWith("# How far the fake is from the service\n")
                .contains("(`update-sdk-path`) | 200 profile | (needs --write)");
        assertThat(Files.readString(report(".json")))
                .startsWith("{\"report\": \"partnercenter4j-probe\", \"version\": 1,");
    }

    @Test
    void dryRun_namesVariablesOfOtherTokens() {
        assertThat(run("--dry-run")).isZero();

        for (Credential credential : Credential.values()) {
            if (credential.variable() != null) {
                assertThat(out()).contains(credential.variable());
            }
        }
    }

    // --- putting back ---

    @Test
    void write_announcesChangesAndRestoresProfile() {
        fake.setProfile(BEFORE);

        assertThat(run("--fake", "--write")).as(err()).isZero();

        assertThat(err())
                .containsSubsequence(
                        "This changes the support profile of tenant " + fake.tenant(),
                        "send PUT, POST, PATCH or DELETE",
                        "email: " + BEFORE.email(),
                        "read: 200 profile",
                        "The profile was put back as it was before.");
        assertThat(fake.writesApplied()).isGreaterThan(20);
        assertIsAsBefore();
    }

    @Test
    void write_profileWithoutTexts_isRestored() {
        fake.setProfile(SupportProfile.builder().build());

        assertThat(run("--fake", "--write")).as(err()).isZero();

        assertThat(fake.profile().email()).isNull();
        assertThat(fake.profile().website()).isNull();
    }

    /** An update of the library refuses a profile of blank texts only, but a profile may have them. */
    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void write_profileOfBlankTexts_isRestoredAndReported(String blank) {
        SupportProfile before = BEFORE.withEmail(blank).withTelephone(blank).withWebsite(null);
        fake.setProfile(before);

        assertThat(run("--fake", "--write")).as(err()).isZero();

        assertThat(fake.profile().email()).isEqualTo(blank);
        assertThat(fake.profile().telephone()).isEqualTo(blank);
        assertThat(fake.profile().website()).isNull();
        assertThat(report(".md")).exists();
    }

    @Test
    void write_blankTextsRefused_areNamedAndReportIsWritten() {
        fake.close();
        fake = FakePartnerCenter.builder().https().preset(Preset.STRICT).build();
        fake.setProfile(BEFORE.withEmail("").withTelephone("").withWebsite(""));

        assertThat(run("--fake", "--write")).as(err()).isEqualTo(ExitCode.OUTCOME_UNKNOWN.value());

        assertThat(err()).contains("The profile was not put back. Before, it was {\"email\":\"\",\"telephone\":\"\",");
        assertThat(report(".md")).exists();
    }

    /** All reads return the profile before the probe, so the edit after the refused update finds nothing to change. */
    @Test
    void write_blankTextsNotSentAgain_areNotCalledPutBack() {
        fake.when(Request.get())
                .play(Fault.answer(200)
                        .header("Content-Type", "application/json")
                        .body("{\"email\":\"\"}"));
        fake.when(Request.put()).skip(3).play(Fault.answer(403));

        assertThat(run("--fake", "--write")).as(err()).isEqualTo(ExitCode.OUTCOME_UNKNOWN.value());

        assertThat(err())
                .contains("The profile was not put back. Before, it was {\"email\":\"\",")
                .doesNotContain("The profile was put back");
    }

    /** Interrupts the program while it pauses or waits for an answer. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 12, 30})
    void interrupted_afterSomeUpdates_restoresProfile(int updates) throws IOException {
        fake.setProfile(BEFORE);
        end = () -> writes().count() >= updates;

        assertThat(run("--fake", "--write")).isEqualTo(ExitCode.FAILED.value());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(err()).contains("the probe was interrupted", "put back as it was before");
        assertThat(Files.readString(report(".md"))).contains("(the probe was interrupted)");
        assertIsAsBefore();
    }

    @Test
    void interrupted_duringUpdate_waitsForItsEndThenRestoresProfile() {
        fake.setProfile(BEFORE);
        FaultRule late =
                fake.when(Request.put()).times(1).delay(Duration.ofMillis(300)).play(Fault.overlay());
        endInFlight = () -> {
            if (!err().contains("token-expired: ")) {
                return false;
            }
            until(() -> late.hits() == 1);
            return true;
        };

        assertThat(run("--fake", "--write")).isEqualTo(ExitCode.FAILED.value());

        assertThat(Thread.interrupted()).isTrue();
        List<RecordedExchange> writes = writes().toList();
        assertThat(writes).hasSize(2);
        assertThat(writes.get(1).received()).isAfterOrEqualTo(writes.get(0).answered());
        assertIsAsBefore();
    }

    private static void until(BooleanSupplier condition) {
        long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(limit);
            Thread.onSpinWait();
        }
    }

    /**
     * A read after the probe may still return the profile before the last update. The probe must put the profile back
     * even then.
     */
    @Test
    void write_readReturnsOldProfile_restoresProfile() {
        fake.setProfile(BEFORE);
        fake.when(Request.get())
                .play(Fault.overlay()
                        .body("{\"email\":\"" + BEFORE.email() + "\",\"telephone\":\"" + BEFORE.telephone()
                                + "\",\"website\":\"" + BEFORE.website() + "\"}"));

        assertThat(run("--fake", "--write")).as(err()).isZero();

        assertIsAsBefore();
    }

    @Test
    void interrupted_beforeFirstUpdate_changesNothing() {
        fake.setProfile(BEFORE);
        end = () -> err().contains("charset: ");

        assertThat(run("--fake", "--write")).isEqualTo(ExitCode.FAILED.value());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(writes()).isEmpty();
        assertThat(err()).contains("No update was sent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "drop", "500", "truncated"})
    void question_fails_isReportedAndProfileIsRestored(String how) throws IOException {
        fake.setProfile(BEFORE);
        Fault fault = switch (how) {
            case "reset" -> Fault.reset(Fault.Point.AFTER_COMMIT);
            case "drop" -> Fault.drop(Fault.Point.BEFORE_COMMIT);
            case "500" -> Fault.answer(500);
            default ->
                Fault.answer(200).header("Content-Type", "application/json").body("{\"email\":");
        };
        fake.when(Request.put()).times(5).play(fault);

        assertThat(run("--fake", "--write")).as(err()).isZero();

        assertIsAsBefore();
        assertThat(out()).doesNotContain("differ: 0");
        assertThat(Files.readString(report(".md"))).contains("| **no** |");
    }

    @Test
    void throttled_duringUpdates_waitsAndRestoresProfile() throws IOException {
        fake.setProfile(BEFORE);
        fake.when(Request.put()).skip(8).times(1).play(Fault.answer(429).header("Retry-After", "57"));

        assertThat(run("--fake", "--write")).isEqualTo(ExitCode.LATER.value());

        assertThat(pauses.get(pauses.size() - 1)).isEqualTo(Duration.ofSeconds(57));
        assertThat(writes().skip(9)).allMatch(seen -> seen.status() == 200).hasSize(1);
        assertThat(Files.readString(report(".json"))).contains("the service throttled", "\"throttled-retry-after\"");
        assertIsAsBefore();
    }

    @Test
    void profile_cannotBeRestored_isPrinted() {
        fake.setProfile(BEFORE);
        fake.when(Request.put()).skip(3).play(Fault.answer(403));

        assertThat(run("--fake", "--write")).isEqualTo(ExitCode.OUTCOME_UNKNOWN.value());

        assertThat(err()).containsSubsequence("The profile was not put back.", "\"telephone\":\"" + BEFORE.telephone());
    }

    /** The reply to an update may have fewer members than the reply to a read. */
    @Test
    void profile_replyToUpdateIsShorter_isReadAgainAndCalledAsBefore() {
        fake.setProfile(BEFORE);
        fake.when(Request.put())
                .play(Fault.overlay()
                        .body("{\"email\":\"" + BEFORE.email() + "\",\"telephone\":\"" + BEFORE.telephone()
                                + "\",\"website\":\"" + BEFORE.website() + "\"}"));

        assertThat(run("--fake", "--write", "--pace", "7")).as(err()).isZero();

        assertThat(err()).contains("The profile was put back as it was before.");
        List<RecordedExchange> all = fake.journal().exchanges();
        assertThat(all.subList(all.size() - 2, all.size()))
                .extracting(RecordedExchange::method)
                .containsExactly("PUT", "GET");
        // No pause before the read at the beginning, the first question and the update at the end.
        assertThat(pauses).hasSize(all.size() - 3).containsOnly(Duration.ofMillis(7));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void profile_restoredWithAnotherType_isNotCalledAsBefore(boolean isReadable) {
        fake.setProfile(BEFORE);
        Fault another = Fault.overlay()
                .body("{\"email\":\"" + BEFORE.email() + "\",\"telephone\":\"" + BEFORE.telephone()
                        + "\",\"website\":\"" + BEFORE.website() + "\",\"profileType\":\"SupportProfile\","
                        + "\"attributes\":{\"objectType\":\"PartnerSupportProfile\",\"etag\":\"new\"}}");
        fake.when(Request.put()).play(another);
        // The console reads before the probe and after it.
        fake.when(Request.get().header("MS-PartnerCenter-Application", "partnercenter4j console"))
                .skip(1)
                .play(isReadable ? another : Fault.answer(403));

        assertThat(run("--fake", "--write")).as(err()).isEqualTo(ExitCode.OUTCOME_UNKNOWN.value());

        assertThat(err())
                .contains("The profile was put back, but it is not as before: profileType differs.")
                .doesNotContain("The profile was not put back");
    }

    @Test
    void throttled_atFirstRead_endsProbe() {
        fake.throttle(Throttle.perWindow(1, Duration.ofMinutes(1)));

        assertThat(run("--fake")).isEqualTo(ExitCode.LATER.value());

        assertThat(fake.journal().exchanges()).hasSize(2);
    }

    @Test
    void firstRead_refused_endsProbe() throws IOException {
        fake.when(Request.any()).play(Fault.answer(403));

        assertThat(run("--fake")).isEqualTo(ExitCode.FAILED.value());

        assertThat(fake.journal().exchanges()).hasSize(1);
        assertThat(err()).contains("does not answer a plain read with a profile");
        assertThat(Files.readString(report(".md"))).contains("403 empty");
    }

    // --- the report ---

    @Test
    void report_anyResponse_hasNoSecretAndNoPersonalData() throws IOException {
        fake.setProfile(BEFORE);
        String address = fake.url().getAuthority();
        fake.when(Request.get().header("X-Probe", "1"))
                .play(Fault.answer(400)
                        .header("Content-Type", "application/json; boundary=canary-type")
                        .header("X-Canary-Header", "canary-value")
                        .header("WWW-Authenticate", "canary-scheme realm=canary")
                        .header("Retry-After", "canary-after")
                        .header("MS-CV", "canary-cv")
                        .header("Location", "https://canary.example/")
                        .body("{\"code\":\"canary-code\",\"description\":\"canary\",\"canary-member\":{\"canary\":1},"
                                + "\"data\":[\"canary\"],\"source\":\"canary\"}"));
        fake.when(Request.get().header("X-Locale", "xx-YY"))
                .play(Fault.answer(500).body("canary in plain text"));

        assertThat(run("--fake", "--write")).as(err()).isZero();

        String all = Files.readString(report(".md")) + Files.readString(report(".json"));
        assertThat(all)
                .contains("<other>", "<member>: {<member>: <number>}", "<text>", "other headers: 1")
                .doesNotContainIgnoringCase("canary")
                .doesNotContain(
                        fake.tenant(),
                        fake.login().clientId(),
                        fake.login().clientSecret(),
                        address,
                        BEFORE.telephone(),
                        "eyJ")
                .doesNotContainPattern("Bearer [^<n]");
        // The report has only the GUIDs and the addresses that the questions send.
        assertThat(all.replaceAll("(?i)\\{?abcdef01-2345-4678-9abc-def01234567[89]}?", ""))
                .doesNotContainPattern("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-");
        assertThat(all.replaceAll("(probe|letters>)@example.com", "")).doesNotContain("@");
    }

    @Test
    void tokenVariable_malformed_isNamedButNotShown() throws IOException {
        Map<String, String> environment = Map.of(
                Partner.TENANT,
                "contoso.com",
                Partner.CLIENT_ID,
                "11111111-2222-3333-4444-555555555555",
                Partner.STORE,
                folder.resolve("tokens").toString(),
                "PARTNER_CENTER_TOKEN_APP_ONLY",
                "canary token");

        assertThat(runWith(environment)).isEqualTo(ExitCode.USAGE.value());

        assertThat(err())
                .contains("PARTNER_CENTER_TOKEN_APP_ONLY: access token")
                .doesNotContain("canary");
        assertThat(report(".md")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "--pace -1, --pace must be 0 to 60000 milliseconds",
        "--budget 0, --budget must be 1 to 10000 requests",
        "--report /no/such/folder/report, the folder of /no/such/folder/report.md does not exist",
        "--tenant contoso.com, --fake brings"
    })
    void usage_invalid_isReportedInOneSentence(String options, String sentence) {
        List<String> args = new ArrayList<>(List.of("--fake"));
        args.addAll(List.of(options.split(" ", -1)));

        assertThat(run(args.toArray(String[]::new))).isEqualTo(ExitCode.USAGE.value());

        assertThat(err()).contains(sentence);
        assertThat(fake.login().tokenRequests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".md", ".json"})
    void report_otherFileExists_isNotReplaced(String suffix) throws IOException {
        Files.writeString(report(suffix), "# My notes\n");

        assertThat(run("--fake")).isEqualTo(ExitCode.USAGE.value());

        assertThat(err()).contains(report(suffix) + " is not an earlier report: delete it, or name another file.");
        assertThat(Files.readString(report(suffix))).isEqualTo("# My notes\n");
        assertThat(fake.journal().exchanges()).isEmpty();
    }

    @Test
    void report_earlierReportExists_isReplaced() throws IOException {
        assertThat(run("--fake", "--budget", "1")).isZero();
        String first = Files.readString(report(".json"));
        fake = FakePartnerCenter.builder().https().build();

        assertThat(run("--fake", "--budget", "3")).isZero();

        assertThat(Files.readString(report(".json"))).isNotEqualTo(first);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }
}
