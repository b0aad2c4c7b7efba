package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainJobTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Map<String, String> environment) {
        return MainJob.run(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void run_withoutToken_readsAndChangesOverEachGateway() {
        assertThat(run(Map.of())).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "Retrofit",
                        "before   e-mail email@sample.com, telephone 4255555555",
                        "after    e-mail email@sample.com, telephone 4255550101",
                        "request id",
                        "correlation id",
                        "Apache HttpClient",
                        "before   e-mail email@sample.com, telephone 4255550101",
                        "after    e-mail email@sample.com, telephone 4255550102",
                        "In memory",
                        "after    e-mail email@sample.com, telephone 4255550103",
                        "Done");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void run_unknownCloud_listsKnownClouds() {
        assertThat(run(Map.of("PARTNERCENTER_ACCESS_TOKEN", "t", "PARTNERCENTER_CLOUD", "MOON")))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("GLOBAL, CHINA, US_GOVERNMENT or GERMANY");
    }

    @Test
    void run_malformedToken_reportsPositionButNotToken() {
        assertThat(run(Map.of("PARTNERCENTER_ACCESS_TOKEN", "canary\nline"))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("position 6").doesNotContain("canary");
    }
}
