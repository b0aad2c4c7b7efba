package io.github.partnercenter4j.examples.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.TokenCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two JVMs with one file of refresh tokens, against a login that issues a new refresh token each time. */
@Tag("full")
@Timeout(120)
class TwoProcessesTest {

    @TempDir
    private Path folder;

    @Test
    void twoProcesses_withOneFile_askOnceForEachTokenAndLoseNone() throws Exception {
        Path file = folder.resolve("tokens");
        RefreshTokenStore store = RefreshTokenStore.file(file);
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            Path certificate =
                    Files.write(folder.resolve("ca"), fake.caCertificate().getEncoded());
            RefreshToken first = RefreshToken.confidential(fake.login().issueRefreshToken());
            store.save(fake.tenant(), first);
            store.save("another.example", first);

            List<Process> processes =
                    List.of(start(fake, certificate, file, "one"), start(fake, certificate, file, "two"));
            for (Process process : processes) {
                assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(Files.readString(folder.resolve("one"))).contains("done");
            assertThat(Files.readString(folder.resolve("two"))).contains("done");

            List<TokenCall> exchanges = fake.login().tokenRequests("refresh_token");
            assertThat(exchanges).hasSize(2 * OneOfTwoProcesses.ROUNDS);
            assertThat(exchanges).allMatch(exchange -> exchange.status() == 200);
            assertThat(fake.journal().total()).isEqualTo(2L * OneOfTwoProcesses.ROUNDS * OneOfTwoProcesses.CALLS);
            assertThat(store.load(fake.tenant())).isNotNull().isNotEqualTo(first);
            assertThat(store.load("another.example")).isEqualTo(first);
        }
    }

    private Process start(FakePartnerCenter fake, Path certificate, Path tokens, String out) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                OneOfTwoProcesses.class.getName()));
        command.addAll(List.of(
                fake.cloud().apiBase().toString(),
                fake.cloud().authority().toString(),
                fake.tenant(),
                fake.login().clientId(),
                fake.login().clientSecret(),
                certificate.toString(),
                tokens.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(out).toFile())
                .start();
    }
}
