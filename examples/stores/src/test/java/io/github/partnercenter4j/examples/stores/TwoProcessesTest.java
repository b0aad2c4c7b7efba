package io.github.partnercenter4j.examples.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.TokenCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

            List<String> lines = run(fake, certificate, file);

            assertThat(lastOfChain(lines, OneOfTwoProcesses.hash(first)))
                    .as("no token replaced another one than the newest, and the last one is stored")
                    .isEqualTo(OneOfTwoProcesses.hash(store.load(fake.tenant())));
            List<TokenCall> exchanges = fake.login().tokenRequests("refresh_token");
            // On a busy machine, a client may give up an exchange that the login answered, and repeat it.
            assertThat(exchanges).hasSizeBetween(2 * OneOfTwoProcesses.ROUNDS, 3 * OneOfTwoProcesses.ROUNDS);
            assertThat(exchanges).allMatch(exchange -> exchange.status() == 200);
            assertThat(fake.journal().total())
                    .isGreaterThanOrEqualTo(2L * OneOfTwoProcesses.ROUNDS * OneOfTwoProcesses.CALLS);
            assertThat(store.load("another.example")).isEqualTo(first);
        }
    }

    /** Runs two processes at the same time. Returns what both printed. */
    private List<String> run(FakePartnerCenter fake, Path certificate, Path tokens) throws Exception {
        List<Process> processes = new ArrayList<>();
        try {
            processes.add(start(fake, certificate, tokens, "errors of the first"));
            processes.add(start(fake, certificate, tokens, "errors of the second"));
            for (Process process : processes) {
                printedUntil(OneOfTwoProcesses.READY, process);
            }
            for (Process process : processes) {
                process.outputWriter().write('\n');
                process.outputWriter().flush();
            }
            List<String> lines = new ArrayList<>();
            for (Process process : processes) {
                lines.addAll(printedUntil(OneOfTwoProcesses.DONE, process));
            }
            return lines;
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    /** Reads on another thread, because an interrupt does not end the wait for a silent process. */
    private List<String> printedUntil(String end, Process process) throws Exception {
        CompletableFuture<List<String>> lines = CompletableFuture.supplyAsync(() -> {
            List<String> read = new ArrayList<>();
            Iterator<String> each = process.inputReader().lines().iterator();
            while (!read.contains(end) && each.hasNext()) {
                read.add(each.next());
            }
            return read;
        });
        List<String> printed = lines.get(50, TimeUnit.SECONDS);
        assertThat(printed).as(() -> "the output, with errors " + errors()).endsWith(end);
        return printed;
    }

    private List<String> errors() {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("errors"))
                    .toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
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

    private Process start(FakePartnerCenter fake, Path certificate, Path tokens, String errors) throws IOException {
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
        // A JVM may print more than its program, such as the options that it picked up.
        return new ProcessBuilder(command)
                .redirectError(folder.resolve(errors).toFile())
                .start();
    }
}
