package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.RecordedExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the curl session of the page on the standalone fake and checks its result. */
@Timeout(60)
class ReadmeSessionTest {

    private static final Pattern SESSION = Pattern.compile("(?ms)^<!-- session -->\\R```sh\\R(.*?)^```");
    private static final String TENANT = "11111111-2222-3333-4444-555555555555";

    @Test
    void session_responseIsLost_updateIsReplayed(@TempDir Path folder) throws Exception {
        assumeTrue(works(folder, "curl", "--version"), "there is no curl on this machine");
        Matcher session = SESSION.matcher(Files.readString(Path.of("..", "docs", "standalone.md")));
        assertThat(session.find()).as("a session in the page").isTrue();
        try (FakePartnerCenter fake = FakePartnerCenter.builder().admin().build()) {
            String script =
                    session.group(1).replace("http://127.0.0.1:8585", fake.url().toString());
            assertThat(script).isNotEqualTo(session.group(1));

            String output = run(folder, "sh", "-eu", "-c", script);

            assertThat(output)
                    .contains("\"email\":\"help@contoso.example\"")
                    .contains("no answer")
                    .contains("\"committed\":true,\"replayed\":false")
                    .contains("\"committed\":false,\"replayed\":true");
            List<RecordedExchange> updates = fake.tenant(TENANT).journal().requests("PUT");
            assertThat(updates).extracting(RecordedExchange::status).containsExactly(200, 0, 200);
            assertThat(updates).extracting(RecordedExchange::committed).containsExactly(true, true, false);
            assertThat(fake.tenant(TENANT).profile().email()).isEqualTo("new@contoso.example");
        }
    }

    private static boolean works(Path folder, String... command) throws InterruptedException {
        try {
            return !run(folder, command).isEmpty();
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
