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
 * What failures say is what {@code docs/messages.md} shows, over both transports. To accept a change, read it and run
 * {@code mvn -q -pl examples -am test -Dtest=FailureMessagesTest -Dmessages.accept}, and commit the page with it.
 */
@Timeout(120)
class FailureMessagesTest {

    private static final Path PAGE = Path.of("..", "docs", "messages.md");
    private static final String HEAD =
            """
            # What a failure says

            Each failure's message says what happened, to what, how it ended and what to do. This page has the message of every
            situation, the same over both transports; a test makes it and holds it to the code. Ids and ports are replaced by words.
            `reads` have no write outcome; where the outcome of an update is known, the message says it.
            [Errors and retries](errors-and-retries.md) says what the client does before it fails,
            and [troubleshooting](errors-and-retries.md) what you can do.
            """;

    @Test
    void messages_overBothTransports_areThoseOfThePage() throws Exception {
        Map<String, String> retrofit = messages(Transport.RETROFIT);

        assertThat(messages(Transport.APACHE)).as("messages over Apache").containsExactlyEntriesOf(retrofit);
        String page = page(retrofit);
        if (System.getProperty("messages.accept") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(page.lines())
                .as("messages have changed. If that is meant, accept them as the class comment says")
                .containsExactlyElementsOf(Files.readAllLines(PAGE));
    }

    private static Map<String, String> messages(Transport transport) throws Exception {
        Map<String, String> messages = new LinkedHashMap<>();
        for (Situation situation : Situations.all()) {
            try (Stage stage = new Stage(transport)) {
                Throwable failure = Situations.bare(situation.play().on(stage));
                messages.put(situation.chapter() + "|" + situation.name(), kind(failure) + " | " + text(failure, stage));
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
            page.append("| ").append(key[1]).append(" | ").append(each.getValue()).append(" |\n");
        }
        return page.toString();
    }
}
