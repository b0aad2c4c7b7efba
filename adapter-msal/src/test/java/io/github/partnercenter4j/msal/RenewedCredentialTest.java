package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.TokenRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that are renewed while a provider runs. */
@Timeout(60)
class RenewedCredentialTest {

    private static final String TENANT = "contoso.onmicrosoft.com";
    private static final String CLIENT = "11111111-2222-3333-4444-555555555555";

    private final ScriptedService service = new ScriptedService();
    private final RefreshTokenStore store = RefreshTokenStore.inMemory();

    private MsalAccessTokenProvider.Builder app() {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        return MsalAccessTokenProvider.builder(Cloud.GLOBAL)
                .tenant(TENANT)
                .clientId(CLIENT)
                .refreshTokens(store)
                .service(service);
    }

    private static String ask(MsalAccessTokenProvider tokens) {
        return tokens.accessToken(TokenRequest.of(Duration.ofSeconds(10), Runnable::run))
                .join()
                .value();
    }

    private static AuthenticationException failure(MsalAccessTokenProvider tokens) {
        Throwable thrown = catchThrowable(() -> ask(tokens));
        assertThat(thrown).isInstanceOf(CompletionException.class);
        assertThat(String.valueOf(thrown)).doesNotContain("canary");
        return (AuthenticationException) thrown.getCause();
    }

    private void thenRefused(int number) {
        service.then(401, "{\"error\":\"invalid_client\",\"error_codes\":[" + number + "]}");
    }

    @ParameterizedTest
    @ValueSource(ints = {7000215, 7000222, 700027, 700021, 700023, 700024, 700030})
    void secret_refusedAndRenewedSince_isSentOnceMore(int number) {
        Iterator<String> vault = List.of("canary-old", "canary-new").iterator();
        thenRefused(number);
        service.thenToken("at1", "rt2");

        assertThat(ask(app().clientSecret(vault::next).build())).isEqualTo("at1");

        assertThat(service.values("client_secret")).containsExactly("canary-old", "canary-new");
        assertThat(service.values("refresh_token")).containsExactly("rt1", "rt1");
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt2"));
    }

    @Test
    void secret_refusedAndNotRenewed_isNotSentAgain() {
        thenRefused(7000222);

        AuthenticationException failure =
                failure(app().clientSecret(() -> "canary").build());

        assertThat(failure.reason()).isEqualTo(AuthenticationReason.CREDENTIAL_REJECTED);
        assertThat(failure.getMessage()).contains("AADSTS7000222");
        assertThat(service.asked).hasSize(1);
    }

    @Test
    void secret_refusedTwice_sourceIsNotCalledAgain() {
        List<Boolean> asked = new ArrayList<>();
        thenRefused(7000222);
        thenRefused(7000215);

        AuthenticationException failure = failure(app().clientSecretSource(refused -> {
                    asked.add(refused);
                    return "canary-" + asked.size();
                })
                .build());

        assertThat(failure.getMessage()).contains("AADSTS7000215");
        assertThat(asked).containsExactly(false, true);
        assertThat(service.asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 invalid_grant 700082",
                "401 invalid_client 7000218",
                "400 unauthorized_client 700016",
                "503 invalid_client 0"
            })
    void secret_notTheReasonOfTheRefusal_sourceIsNotCalledAgain(String answer) {
        String[] parts = answer.split(" ", -1);
        service.then(
                Integer.parseInt(parts[0]),
                "{\"error\":\"" + parts[1] + "\",\"error_codes\":[" + (parts[2].equals("0") ? "" : parts[2]) + "]}");
        Iterator<String> vault = List.of("canary-old", "canary-new").iterator();

        failure(app().clientSecret(vault::next).build());

        assertThat(vault.next()).isEqualTo("canary-new");
        assertThat(service.asked).hasSize(1);
    }

    @Test
    void secret_sourceFailsAfterTheRefusal_failsWithTheRefusal() {
        thenRefused(7000222);

        AuthenticationException failure = failure(app().clientSecretSource(refused -> {
                    if (refused) {
                        throw new IllegalStateException("canary");
                    }
                    return "canary-old";
                })
                .build());

        assertThat(failure.reason()).isEqualTo(AuthenticationReason.CREDENTIAL_REJECTED);
        assertThat(failure.getMessage()).contains("AADSTS7000222");
    }

    @Test
    void secret_renewed_secondRequestHasTheRemainingTime() {
        thenRefused(7000222);
        service.thenToken("at1", null);
        Iterator<String> vault = List.of("canary-old", "canary-new").iterator();

        ask(app().clientSecret(vault::next).build());

        assertThat(service.limits.get(1)).isLessThanOrEqualTo(service.limits.get(0));
    }

    @Test
    void secret_renewedAfterTheTimeIsOver_secondRequestHasTheMinimumTime() {
        thenRefused(7000222);
        service.thenToken("at1", null);
        Iterator<String> vault = List.of("canary-old", "canary-new").iterator();

        app().clientSecret(vault::next)
                .build()
                .accessToken(TokenRequest.of(Duration.ofMillis(1), Runnable::run))
                .join();

        assertThat(service.limits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void secret_renewedByASlowSource_timeOfTheSourceDoesNotCount() {
        thenRefused(7000222);
        service.thenToken("at1", null);
        List<Long> asked = new ArrayList<>();

        ask(app().clientSecretSource(refused -> {
                    asked.add(System.nanoTime());
                    while (refused && System.nanoTime() - asked.get(1) < 20_000_000) {
                        Thread.onSpinWait();
                    }
                    return "canary-" + asked.size();
                })
                .build());

        Duration used = Duration.ofNanos(asked.get(1) - asked.get(0));
        assertThat(service.limits.get(1))
                .isGreaterThanOrEqualTo(service.limits.get(0).minus(used));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void secret_blank_isNotSentAndTheMessageSaysSo(String blank) {
        AuthenticationException failure =
                failure(app().clientSecret(() -> blank).build());

        assertThat(failure.getMessage())
                .isEqualTo("There is no client secret: its supplier returned nothing, or blank text.");
        assertThat(service.asked).isEmpty();
    }

    @Test
    void secret_renewedDuringAConsent_redeemsTheSameCode() {
        Iterator<String> vault = List.of("canary-old", "canary-new").iterator();
        HostedConsent consent =
                app().clientSecret(vault::next).hostedConsent(URI.create("https://portal.example/connected"));
        HostedConsent.Started started = consent.begin(TENANT);
        thenRefused(7000222);
        service.then(503, "");
        String state = started.page().getRawQuery().replaceAll(".*&state=([^&]*).*", "$1");

        assertThatThrownBy(() -> consent.complete("code=c&state=" + state, started.pending()))
                .isInstanceOf(AuthenticationException.class);

        assertThat(service.values("code")).containsExactly("c", "c");
        assertThat(service.values("client_secret")).containsExactly("canary-old", "canary-new");
    }

    @Test
    void certificate_fileReplaced_signsWithTheNewKey(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("app.p12");
        Files.copy(TestCertificate.app().file(), file);
        thenRefused(700027);
        service.thenToken("at1", null);
        MsalAccessTokenProvider tokens = app().certificateSource(refused -> {
                    if (refused) {
                        replace(file, TestCertificate.other().file());
                    }
                    return ClientCertificate.pkcs12(file, TestCertificate.password());
                })
                .build();

        assertThat(ask(tokens)).isEqualTo("at1");

        List<String> thumbprints = service.values("client_assertion").stream()
                .map(assertion -> new String(
                        Base64.getUrlDecoder().decode(assertion.split("\\.", -1)[0]), StandardCharsets.UTF_8))
                .toList();
        assertThat(thumbprints).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void certificate_fixed_isNotSentAgain() {
        thenRefused(700027);

        failure(app().certificate(TestCertificate.app().file(), TestCertificate.password())
                .build());

        assertThat(service.asked).hasSize(1);
    }

    @Test
    void certificate_fileIsMissing_messageNamesIt(@TempDir Path folder) {
        Path missing = folder.resolve("missing.p12");

        AuthenticationException failure =
                failure(app().certificateSource(refused -> ClientCertificate.pkcs12(missing, new char[0]))
                        .build());

        assertThat(failure.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        assertThat(failure.getMessage()).contains("the file " + missing + " does not exist");
    }

    private static void replace(Path file, Path by) {
        try {
            Files.copy(by, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    // --- an assertion in a file ---

    @Test
    void assertionFile_isReadForEachRequest(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("azure-identity-token");
        service.thenToken("at1", null).thenToken("at2", null);
        MsalAccessTokenProvider tokens = app().clientAssertion(file).build();

        assertThat(failure(tokens).getMessage())
                .contains("client assertion")
                .contains("the file " + file + " does not exist");
        Files.writeString(file, "canary-1\n");
        ask(tokens);
        Files.writeString(file, "canary-2");
        ask(tokens);

        assertThat(service.values("client_assertion")).containsExactly("canary-1", "canary-2");
    }

    @Test
    void assertionFile_unusable_messageNamesIt(@TempDir Path folder) throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), " \n");
        Path large = Files.write(folder.resolve("large"), new byte[70_000]);
        Path noise = Files.write(folder.resolve("noise"), new byte[] {(byte) 0xff, (byte) 0xfe});
        for (Path file : List.of(empty, large, noise, folder)) {
            AuthenticationException failure =
                    failure(app().clientAssertion(file).build());

            assertThat(failure.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
            assertThat(failure.getMessage()).contains("the file " + file + " ");
        }
        assertThat(service.asked).isEmpty();
    }
}
