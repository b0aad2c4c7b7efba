package io.github.partnercenter4j.examples.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.examples.messages.Situations.Situation;
import io.github.partnercenter4j.examples.messages.Stage.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Checks that {@code docs/messages.md} shows the current messages of failures, and that both transports have the same
 * messages. To accept a change, read it, run {@code mvn -ntp -pl examples -am test -Dtest=FailureMessagesTest
 * -Dmessages.accept}, and commit the page.
 */
@Timeout(120)
class FailureMessagesTest {

    private static final Path PAGE = Path.of("..", "docs", "messages.md");
    private static final String HEAD = """
            # What a failure says

            A failure's message says what happened, to what (host, tenant, file), how it ended, and what to do. A test makes this
            page by bringing each situation about over both transports, which must say the same. Ids, ports and tenants are
            replaced by words. A message says what became of a write; of a read it says nothing about writes.

            Decide by `category()`, `code()` and `writeOutcome()`, never by a message: messages change without notice.
            [Errors and retries](errors-and-retries.md) says what the client tries before a call fails.
            """;

    @Test
    void messages_overBothTransports_matchPage() throws Exception {
        Map<String, String> retrofit = messages(Transport.RETROFIT);

        messages(Transport.APACHE)
                .forEach((situation, message) ->
                        assertThat(message).as(situation + ", over Apache").isEqualTo(retrofit.get(situation)));
        String page = page(retrofit);
        if (System.getProperty("messages.accept") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(page.lines())
                .as("messages have changed. If this is intended, accept them as the Javadoc of this class says")
                .containsExactlyElementsOf(Files.readAllLines(PAGE));
    }

    private static Map<String, String> messages(Transport transport) throws Exception {
        Map<String, String> messages = new LinkedHashMap<>();
        for (Situation situation : Situations.all()) {
            try (Stage stage = new Stage(transport)) {
                Throwable failure = situation.play().on(stage);
                messages.put(
                        situation.chapter() + "|" + situation.name(), kind(failure) + " | " + text(failure, stage));
            } catch (Exception | AssertionError impossible) {
                throw new AssertionError("The situation '" + situation.name() + "' does not come about.", impossible);
            }
        }
        return messages;
    }

    private static String kind(Throwable failure) {
        return failure instanceof PartnerCenterException ours
                ? ours.category().name()
                : failure.getClass().getSimpleName();
    }

    private static String text(Throwable failure, Stage stage) {
        return String.valueOf(failure.getMessage())
                .replace(stage.fake().tenant(), "<tenant>")
                .replaceAll("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>")
                .replaceAll("(127\\.0\\.0\\.1|localhost):[0-9]+", "$1:<port>")
                .replace("|", "\\|")
                .replaceAll("\\s*\\R\\s*", " ");
    }

    private static String page(Map<String, String> messages) {
        StringBuilder page = new StringBuilder(HEAD);
        String chapter = "";
        for (Map.Entry<String, String> each : messages.entrySet()) {
            String[] key = each.getKey().split("\\|", 2);
            if (!key[0].equals(chapter)) {
                chapter = key[0];
                page.append("\n## ").append(chapter).append("\n\n| situation | category | message |\n|---|---|---|\n");
            }
            page.append("| ")
                    .append(key[1])
                    .append(" | ")
                    .append(each.getValue())
                    .append(" |\n");
        }
        return page.toString();
    }
}
