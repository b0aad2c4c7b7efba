package io.github.partnercenter4j.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class PartnerCenterConsoleTest {

    private static final long SEED = 20261122;
    private static final String CLIENT = "11111111-2222-3333-4444-555555555555";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> asked = new ArrayList<>();
    private @Nullable String answer;
    private final VirtualClock clock = VirtualClock.start();
    private FakePartnerCenter fake =
            FakePartnerCenter.builder().https().seed(SEED).build();

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

    private Surroundings surroundings(Map<String, String> environment, Time time, Patience patience) {
        return new Surroundings(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> fake,
                time,
                patience,
                question -> {
                    asked.add(question);
                    return answer;
                });
    }

    private int run(String... args) {
        return PartnerCenterConsole.run(args, surroundings(Map.of(), Time.system(), Patience::real));
    }

    private int runWith(Map<String, String> environment, String... args) {
        return PartnerCenterConsole.run(args, surroundings(environment, Time.system(), Patience::real));
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Returns a patience that waits for the moment. Then each second of waiting advances the clock by a second. */
    private Patience asSoonAs(BooleanSupplier moment) {
        return (step, future) -> {
            until(() -> future.isDone() || moment.getAsBoolean());
            if (!future.isDone()) {
                clock.advance(step);
            }
            return future.isDone();
        };
    }

    // --- what the commands do ---

    @ParameterizedTest
    @EnumSource(Transport.class)
    void get_fromFake_printsProfile(Transport transport) {
        assertThat(run("get", "--fake", "--transport", transport.toString()))
                .as(err())
                .isZero();

        assertThat(out().lines())
                .containsExactly("email: email@sample.com", "telephone: 4255555555", "website: www.microsoft.com");
    }

    @Test
    void set_withoutYes_showsChangesAndAsks() {
        answer = "y";

        assertThat(run("set", "--fake", "--telephone", "1", "--email", "email@sample.com"))
                .as(err())
                .isZero();

        assertThat(err()).contains("telephone: 4255555555 -> 1").doesNotContain("email:");
        assertThat(asked).containsExactly("Write? [y/N] ");
        assertThat(out().lines()).contains("telephone: 1");
    }

    @Test
    void set_emptyText_asksWhetherToErase() {
        answer = "";

        assertThat(run("set", "--fake", "--website", "")).isEqualTo(ExitCode.FAILED.value());

        assertThat(asked).containsExactly("Erase and write? [y/N] ");
        assertThat(err()).contains("website: www.microsoft.com -> (none)").contains("Nothing was written.");
        assertThat(fake.journal().requests("PUT")).isEmpty();
        assertThat(out()).isEmpty();
    }

    @Test
    void set_withoutTerminal_requiresYes() {
        assertThat(run("set", "--fake", "--website", "w")).isEqualTo(ExitCode.USAGE.value());

        assertThat(err()).contains("add --yes");
        assertThat(fake.journal().requests("PUT")).isEmpty();
    }

    @Test
    void set_sameTexts_writesNothing() {
        assertThat(run("set", "--fake", "--website", "www.microsoft.com")).isZero();

        assertThat(asked).isEmpty();
        assertThat(fake.journal().requests("PUT")).isEmpty();
        assertThat(out().lines()).contains("website: www.microsoft.com");
    }

    @Test
    void completion_printsShellScript() {
        assertThat(run("generate-completion")).isZero();

        assertThat(out()).contains("complete -F").contains("partner-center").contains("--telephone");
    }

    @Test
    void status_onFake_printsStoredTokenAndProfile() {
        assertThat(run("status", "--fake")).as(err()).isZero();

        assertThat(out().replaceAll("(?m)^(issued|expires): [-0-9T:]+Z$", "$1: TIME"))
                .hasLineCount(9)
                .startsWith(String.join(
                        System.lineSeparator(),
                        "tenant: " + fake.tenant(),
                        "store: memory",
                        "client: confidential",
                        "issued: TIME",
                        "age: 0 days, 0 hours",
                        "expires: TIME",
                        "email: email@sample.com"));
    }

    /** The read renews a token that was issued 40 days ago. */
    @ParameterizedTest
    @ValueSource(ints = {200, 403})
    void status_readRenewsToken_printsNewToken(int answer) {
        fake.close();
        fake = FakePartnerCenter.builder()
                .https()
                .clock(VirtualClock.startingAt(Instant.now().minus(Duration.ofDays(40))))
                .build();
        if (answer != 200) {
            fake.next(Fault.answer(answer));
        }

        run("status", "--fake");

        assertThat(out().lines()).as(err()).contains("age: 0 days, 0 hours");
    }

    @Test
    void status_readFails_printsStoredToken() {
        fake.next(Fault.answer(403));

        assertThat(run("status", "--fake", "--json")).isEqualTo(ExitCode.FAILED.value());

        assertThat(out()).contains("\"client\":\"confidential\"").doesNotContain("email");
    }

    @Test
    void status_noStoredToken_asksForConsent(@TempDir Path folder) {
        assertThat(runWith(environment(folder), "status")).isEqualTo(ExitCode.SIGN_IN.value());

        assertThat(err()).contains("run the consent once");
        assertThat(out()).isEmpty();
    }

    @Test
    void status_readAndStoreFail_failureOfTheReadIsReported(@TempDir Path folder) {
        assertThat(runWith(environment(folder), "status", "--verbose")).isEqualTo(ExitCode.SIGN_IN.value());

        assertThat(err()).containsSubsequence("No refresh token is stored", "Suppressed: ", "StatusCommand.call");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void get_asJson_escapesSpecialCharacters(Transport transport) {
        fake.setProfile(SupportProfile.builder()
                .email("a\"b\\c\u00e9\n")
                .telephone("\ud83d\ude00")
                .build());

        assertThat(run("get", "--fake", "--json", "--transport", transport.name()))
                .as(err())
                .isZero();

        assertThat(out().strip())
                .isEqualTo(
                        "{\"email\":\"a\\\"b\\\\c\\u00e9\\u000a\",\"telephone\":\"\\ud83d\\ude00\",\"website\":null}");
    }

    @Test
    void get_asLines_escapesLineBreaksAndControlCharacters() {
        fake.setProfile(SupportProfile.builder()
                .email("x\nwebsite: forged\u001b[2J")
                .telephone("+49 \u00e9")
                .build());

        assertThat(run("get", "--fake")).isZero();

        assertThat(out().lines())
                .containsExactly("email: x\\u000awebsite: forged\\u001b[2J", "telephone: +49 \u00e9", "website:");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void set_someTexts_keepsOtherTexts(Transport transport) {
        assertThat(run(
                        "set",
                        "--fake",
                        "--transport",
                        transport.toString(),
                        "--email",
                        "@a",
                        "--telephone",
                        "",
                        "--yes"))
                .as(err())
                .isZero();

        assertThat(out().lines()).containsExactly("email: @a", "telephone: ", "website: www.microsoft.com");
        assertThat(fake.profile().email()).isEqualTo("@a");
        assertThat(fake.profile().telephone()).isEmpty();
        assertThat(fake.profile().website()).isEqualTo("www.microsoft.com");
        assertThat(fake.writesApplied()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void consent_onFake_signsInAndReadsProfile(Transport transport) {
        assertThat(run("consent", "--fake", "--json", "--transport", transport.toString()))
                .as(err())
                .isZero();

        assertThat(out()).startsWith("{\"email\":\"email@sample.com\"");
        assertThat(err()).containsSubsequence("A pretend browser", "/oauth2/v2.0/authorize?", "Signed in.");
        assertThat(fake.login().tokenRequests("authorization_code")).hasSize(1);
        assertThat(fake.login().tokenRequests("refresh_token")).hasSize(1);
        assertThat(fake.journal().requests("GET")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void consent_byDeviceCodeOnFake_signsInAndShowsWaitingTime(Transport transport) {
        // Two timers: the time limit of the consent, and the interval between two token requests.
        Patience patience = asSoonAs(() -> clock.pending() >= 2 && !err().contains("Signed in"));

        int code = PartnerCenterConsole.run(
                new String[] {"consent", "--fake", "--device-code", "--transport", transport.toString()},
                surroundings(Map.of(), clock, patience));

        assertThat(code).as(err()).isZero();
        assertThat(out()).startsWith("email: email@sample.com");
        assertThat(err())
                .containsSubsequence(
                        "enter the code",
                        "it lets the device in",
                        "Waiting for the sign-in, 1 s ...",
                        "Waiting for the sign-in, 4 s ...",
                        "Signed in.");
        assertThat(fake.login().tokenRequests())
                .allMatch(call -> call.clientId().equals(fake.login().publicClientId()));
    }

    @Test
    void redirectUri_onFake_isSentToLogin() {
        assertThat(run("consent", "--fake", "--redirect-uri", "http://127.0.0.1/back"))
                .isZero();

        assertThat(err()).containsPattern("redirect_uri=http%3A%2F%2F127\\.0\\.0\\.1%3A\\d+%2Fback&");
    }

    @Test
    void consent_refused_hasExitCodeForSignIn() {
        fake.login().denySignIn();

        assertThat(run("consent", "--fake")).isEqualTo(ExitCode.SIGN_IN.value());
        assertThat(err()).contains("The sign-in was refused (access_denied)");
    }

    // --- failures and exit codes ---

    static Stream<Arguments> refusals() {
        return Stream.of(Transport.values())
                .flatMap(transport -> Stream.of(
                                Arguments.of("403", ExitCode.FAILED, "get"),
                                Arguments.of("HTML", ExitCode.FAILED, "get"),
                                Arguments.of("401 twice", ExitCode.SIGN_IN, "get"),
                                Arguments.of("65001", ExitCode.SIGN_IN, "get"),
                                Arguments.of("7000215", ExitCode.SIGN_IN, "get"),
                                Arguments.of("login away", ExitCode.LATER, "get"),
                                Arguments.of("503", ExitCode.LATER, "get"),
                                Arguments.of("429", ExitCode.LATER, "set"),
                                Arguments.of("lost", ExitCode.OUTCOME_UNKNOWN, "set"))
                        .map(row -> Arguments.of(row.get()[0], row.get()[1], row.get()[2], transport)));
    }

    /** Returns the fault twenty times, which is more often than a command sends a request. */
    private static Fault[] often(Fault fault) {
        return Collections.nCopies(20, fault).toArray(Fault[]::new);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void failure_ofEachKind_hasExitCodeAndOneLine(String what, ExitCode code, String command, Transport transport) {
        switch (what) {
            case "HTML" ->
                fake.next(Fault.answer(200).header("Content-Type", "text/html").body("<p>sign in"));
            case "401 twice" -> fake.next(Fault.answer(401), Fault.answer(401));
            case "65001", "7000215" -> fake.login().refuseNext(Integer.parseInt(what));
            case "login away" -> fake.login().next(often(Fault.answer(503)));
            case "lost" -> {
                fake.next(Fault.overlay(), Fault.overlay());
                fake.next(often(Fault.reset(Fault.Point.AFTER_COMMIT)));
            }
            default -> fake.next(often(Fault.answer(Integer.parseInt(what))));
        }
        String[] args = command.equals("get")
                ? new String[] {"get", "--fake", "--transport", transport.toString()}
                : new String[] {"set", "--fake", "--yes", "--website", "w", "--transport", transport.toString()};

        assertThat(run(args)).as(err()).isEqualTo(code.value());

        assertThat(out()).isEmpty();
        List<String> said = err().lines()
                .filter(line -> !line.startsWith("Waiting for") && !line.contains(" -> "))
                .toList();
        assertThat(said).hasSize(1);
        assertThat(said.get(0)).contains("correlation id");
    }

    @Test
    void verbose_onFailure_addsTheStackTrace() {
        fake.next(Fault.answer(403));

        assertThat(run("get", "--fake", "--verbose")).isEqualTo(ExitCode.FAILED.value());
        assertThat(err()).contains("ServiceException", "\tat io.github.partnercenter4j");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void set_noResponse_showsWaitingTimeAndUnknownOutcome(Transport transport) {
        fake.next(Fault.overlay(), Fault.overlay(), Fault.stall(Fault.Point.AFTER_COMMIT));
        Patience patience = asSoonAs(() -> fake.faultsLeft() == 0);

        int code = PartnerCenterConsole.run(
                new String[] {
                    "set", "--fake", "--yes", "--telephone", "1", "--timeout", "3", "--transport", transport.toString()
                },
                surroundings(Map.of(), clock, patience));

        assertThat(code).as(err()).isEqualTo(ExitCode.OUTCOME_UNKNOWN.value());
        assertThat(err())
                .containsSubsequence(
                        "Waiting for Partner Center, 1 s ...", "Waiting for Partner Center, 2 s ...", "3000 ms");
    }

    @Test
    void set_interrupted_isCancelledWithUnknownOutcome() {
        fake.next(Fault.overlay(), Fault.overlay(), Fault.stall(Fault.Point.AFTER_COMMIT));
        Patience interrupted = (step, future) -> {
            until(() -> future.isDone() || fake.faultsLeft() == 0);
            if (future.isDone()) {
                return true;
            }
            throw new InterruptedException();
        };

        int code = PartnerCenterConsole.run(
                new String[] {"set", "--fake", "--yes", "--telephone", "1"},
                surroundings(Map.of(), Time.system(), interrupted));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(code).isEqualTo(ExitCode.OUTCOME_UNKNOWN.value());
        assertThat(err()).contains("The call was cancelled", "correlation id");
    }

    @Test
    void consent_interrupted_isCancelled(@TempDir Path folder) {
        Patience interrupted = (step, future) -> {
            until(() -> err().contains("authorize?"));
            throw new InterruptedException();
        };

        int code = PartnerCenterConsole.run(
                new String[] {"consent"}, surroundings(environment(folder), Time.system(), interrupted));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(code).isEqualTo(ExitCode.FAILED.value());
        assertThat(err())
                .contains(
                        "Open this address",
                        "https://login.microsoftonline.com/contoso.com/",
                        "The call was interrupted")
                .doesNotContain("canary");
    }

    // --- settings ---

    private static Map<String, String> environment(Path folder) {
        return new HashMap<>(Map.of(
                Partner.TENANT,
                "contoso.com",
                Partner.CLIENT_ID,
                CLIENT,
                Partner.STORE,
                folder.resolve("tokens").toString(),
                Partner.SECRET,
                "canary"));
    }

    @Test
    void settings_missing_areNamedWithOptionAndVariable() {
        assertThat(runWith(Map.of(Partner.CLIENT_ID, CLIENT, Partner.TENANT, " "), "get"))
                .isEqualTo(ExitCode.USAGE.value());

        assertThat(err())
                .contains("--tenant (or PARTNER_CENTER_TENANT)", "--store (or PARTNER_CENTER_STORE)")
                .doesNotContain("--client-id (or");
    }

    @Test
    void optionAndVariable_bothGiven_optionIsUsed(@TempDir Path folder) {
        int code = runWith(environment(folder), "get", "--tenant", "fabrikam.com");

        assertThat(code).isEqualTo(ExitCode.SIGN_IN.value());
        assertThat(err()).contains("No refresh token is stored for tenant fabrikam.com");
    }

    @Test
    void secret_inEnvironment_clientIsConfidential(@TempDir Path folder) {
        Map<String, String> environment = environment(folder);
        RefreshTokenStore.file(folder.resolve("tokens")).save("contoso.com", RefreshToken.publicClient("canary-token"));

        assertThat(runWith(environment, "get")).isEqualTo(ExitCode.SIGN_IN.value());

        assertThat(err())
                .contains("is of a public client, but this provider is confidential")
                .doesNotContain("canary");
    }

    @Test
    void secret_missing_clientIsPublic(@TempDir Path folder) {
        Map<String, String> environment = environment(folder);
        environment.remove(Partner.SECRET);
        RefreshTokenStore.file(folder.resolve("tokens")).save("contoso.com", RefreshToken.confidential("canary-token"));

        assertThat(runWith(environment, "get")).isEqualTo(ExitCode.SIGN_IN.value());

        assertThat(err())
                .contains("is of a confidential client, but this provider is public")
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource({
        "global, https://login.microsoftonline.com/",
        "CHINA, https://login.partner.microsoftonline.cn/",
        "us-government, https://login.microsoftonline.us/",
        "germany, https://login.microsoftonline.de/"
    })
    void cloud_given_selectsLoginAddress(String cloud, String authority, @TempDir Path folder) {
        Patience interrupted = (step, future) -> {
            until(() -> err().contains("authorize?"));
            throw new InterruptedException();
        };

        PartnerCenterConsole.run(
                new String[] {"consent", "--cloud", cloud},
                surroundings(environment(folder), Time.system(), interrupted));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(err()).contains(authority + "contoso.com/oauth2/v2.0/authorize?");
    }

    @ParameterizedTest
    @CsvSource({
        "'', Missing required subcommand",
        "get --cloud mars, --cloud",
        "get --transport pigeon, --transport",
        "get --timeout 0, --timeout must be 1 to 86400 seconds",
        "get --timeout soon, --timeout",
        "get --tenant a/b, tenant must be",
        "get --client-id 7, clientId must be",
        "get --store /, must be a file in a folder that is there",
        "get --fake --tenant contoso.com, --fake brings",
        "get --client-secret=canary, There is no option --client-secret.",
        "get canary, belongs to no option",
        "set, 'Nothing to set: give --email, --telephone or --website.'",
        "consent --redirect-uri https://evil.example/, redirectUri must be",
        "consent --device-code, unset PARTNER_CENTER_CLIENT_SECRET",
        "consent --device-code --redirect-uri http://localhost/, omit one of them",
        "gett --fake, The first word must be a command",
        "'get --fake --cloud mars', '--cloud must be one of global, china, us-government, germany.'",
        "probe --budget none, --budget",
        "'get --fake --transport pigeon', '--transport must be one of retrofit, apache.'"
    })
    void usage_invalid_isReportedBeforeAnyRequest(String command, String words, @TempDir Path folder) {
        String[] args = command.isEmpty() ? new String[0] : command.split(" ", -1);

        assertThat(runWith(environment(folder), args)).isEqualTo(ExitCode.USAGE.value());

        assertThat(err()).contains(words, "See --help").doesNotContain("canary");
        assertThat(out()).isEmpty();
        assertThat(fake.login().tokenRequests()).isEmpty();
    }

    @Test
    void store_invalidFile_isReportedBeforeSignIn(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("tokens"), "canary");

        assertThat(runWith(environment(folder), "consent")).isEqualTo(ExitCode.USAGE.value());

        assertThat(err()).contains(folder.resolve("tokens").toString()).doesNotContain("canary", "authorize");
    }

    @Test
    void transport_open_returnsGatewayOfThatName() {
        try (SupportProfileGateway retrofit = Transport.RETROFIT.open(Cloud.GLOBAL, null);
                SupportProfileGateway apache = Transport.APACHE.open(Cloud.GLOBAL, null)) {
            assertThat(retrofit).isInstanceOf(RetrofitSupportProfileGateway.class);
            assertThat(apache).isInstanceOf(ApacheSupportProfileGateway.class);
        }
    }

    // --- help and secrets ---

    @ParameterizedTest
    @ValueSource(strings = {"", "consent", "get", "set", "status", "probe"})
    void help_ofEveryCommand_isPrintedToStdout(String command) {
        assertThat(command.isEmpty() ? run("--help") : run(command, "--help")).isZero();

        assertThat(out()).startsWith("Usage: partner-center" + (command.isEmpty() ? "" : " " + command));
        assertThat(err()).isEmpty();
    }

    @Test
    void help_namesExitCodesAndVariables() {
        assertThat(run("--help")).isZero();

        for (ExitCode code : ExitCode.values()) {
            assertThat(out()).containsPattern("(?m)^  " + code.value() + "   \\w");
        }
        assertThat(out()).contains(Partner.TENANT, Partner.CLIENT_ID, Partner.STORE, Partner.SECRET);
    }

    @ParameterizedTest
    @CsvSource({"get, 200", "get, 403", "get, 401", "consent, 200", "consent, 403"})
    void secrets_successOrFailure_areNotPrinted(String command, int status) {
        if (status != 200) {
            fake.next(Fault.answer(status), Fault.answer(status));
        }
        run(command, "--fake", "--verbose");

        String refreshToken;
        try (FakePartnerCenter twin = FakePartnerCenter.builder().seed(SEED).build()) {
            refreshToken = twin.login().issueRefreshToken();
        }
        assertThat(fake.login().tokenRequests("refresh_token")).isNotEmpty();
        assertThat(out() + err()).isNotEmpty().doesNotContain(fake.login().clientSecret(), refreshToken, "eyJ");
    }

    @Test
    void surroundings_toString_hasNoSecret(@TempDir Path folder) {
        Surroundings surroundings = surroundings(environment(folder), Time.system(), Patience::real);

        assertThat(surroundings.toString()).doesNotContain("canary");
    }
}
