package io.github.partnercenter4j.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks that each message on the troubleshooting page is a message of a failure. */
class TroubleshootingTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    @Test
    void messages_onTroubleshootingPage_areMessagesOfFailures() throws IOException {
        String messages = Files.readString(Path.of("../docs/messages.md"));
        List<String> explained = ROW.matcher(Files.readString(Path.of("../docs/troubleshooting.md")))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(explained)
                .hasSizeGreaterThan(20)
                .allSatisfy(message -> assertThat(messages).contains(message));
    }
}
