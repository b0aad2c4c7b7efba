package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MainJobTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void run_readsAndChangesOverEachGatewayOfAFake() {
        assertThat(MainJob.run(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "A fake Partner Center listens at",
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
}
