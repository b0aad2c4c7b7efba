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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    void twoProcesses_withOneFile_loseNoTokenAndAskNotMuchMoreThanOncePerRound() throws Exception {
        Path file = folder.resolve("tokens");
        RefreshTokenStore store = RefreshTokenStore.file(file);
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            Path certificate =
                    Files.write(folder.resolve("ca"), fake.caCertificate().getEncoded());
            RefreshToken first = RefreshToken.confidential(fake.login().issueRefreshToken());
            store.save(fake.tenant(), first);
            store.save("another.example", first);

            List<Process> processes = List.of(start(fake, certificate, file), start(fake, certificate, file));
            for (Process process : processes) {
                assertThat(process.inputReader().readLine()).isEqualTo(OneOfTwoProcesses.READY);
            }
            for (Process process : processes) {
                process.outputWriter().write('\n');
                process.outputWriter().flush();
            }
            List<String> lines = new ArrayList<>();
            for (Process process : processes) {
                assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
                List<String> ofOne = process.inputReader().lines().toList();
                assertThat(ofOne).endsWith(OneOfTwoProcesses.DONE);
                lines.addAll(ofOne);
            }

            assertThat(lastOfChain(lines, OneOfTwoProcesses.hash(first)))
                    .as("no token replaced another one than the newest, and the last one is stored")
                    .isEqualTo(OneOfTwoProcesses.hash(store.load(fake.tenant())));
            List<TokenCall> exchanges = fake.login().tokenRequests("refresh_token");
            // On a busy machine, a client may give up an exchange that the login answered, and repeat it.
            assertThat(exchanges).hasSizeBetween(2 * OneOfTwoProcesses.ROUNDS, 3 * OneOfTwoProcesses.ROUNDS);
            assertThat(exchanges).allMatch(exchange -> exchange.status() == 200);
            assertThat(fake.journal().total()).isEqualTo(2L * OneOfTwoProcesses.ROUNDS * OneOfTwoProcesses.CALLS);
            assertThat(store.load("another.example")).isEqualTo(first);
        }
    }

    /** Follows the printed replacements from the first token, and returns the last one. Each must be on the way. */
    private static String lastOfChain(List<String> lines, String first) {
        Map<String, String> next = new HashMap<>();
        for (String line : lines) {
            if (line.startsWith(OneOfTwoProcesses.REPLACED)) {
                String[] words = line.split(" ", -1);
                assertThat(next.put(words[1], words[2]))
                        .as("one replacement of each token")
                        .isNull();
            }
        }
        // Each round of a process has its own replacement, by this process or the other one.
        assertThat(next).hasSizeGreaterThanOrEqualTo(OneOfTwoProcesses.ROUNDS);
        String last = first;
        while (next.containsKey(last)) {
            last = next.remove(last);
        }
        assertThat(next).as("replacements of tokens that were never stored").isEmpty();
        return last;
    }

    private Process start(FakePartnerCenter fake, Path certificate, Path tokens) throws IOException {
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
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
