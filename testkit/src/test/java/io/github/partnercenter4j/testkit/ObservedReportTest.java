package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fake by a report of what the service was seen to do; the examples' {@code ProbeTest} has reports of the probe itself. */
class ObservedReportTest {

    @TempDir
    private Path folder;

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("report.json"), json);
    }

    private Path report(String questions) throws IOException {
        return file("{\"report\": \"partnercenter4j-probe\", \"version\": 1, \"questions\": [" + questions + "]}");
    }

    private static String question(String id, String behaviour, String on) {
        return "{\"id\": \"" + id + "\", \"behaviour\": \"" + behaviour + "\", \"on\": " + on + "}";
    }

    @Test
    void report_setsItsBehavioursAndThePresetSetsTheOthers() throws IOException {
        Path report = report(question("a", "BYTE_ORDER_MARK", "false") + "," + question("b", "EMAIL_CHECKED", "true")
                + "," + question("c", "REPLAY", "null") + ", {\"id\": \"d\"}");

        try (FakePartnerCenter fake = FakePartnerCenter.builder()
                .observed(report)
                .preset(Preset.STRICT)
                .build()) {
            assertThat(fake.behaviours())
                    .contains(Behaviour.EMAIL_CHECKED, Behaviour.REPLAY, Behaviour.IDS_REQUIRED)
                    .doesNotContain(Behaviour.BYTE_ORDER_MARK);
        }
    }

    @Test
    void behaviour_setBeforeOrAfterTheReport_overridesIt() throws IOException {
        Path report = report(question("a", "BYTE_ORDER_MARK", "false") + "," + question("b", "CHARSET", "false"));

        try (FakePartnerCenter fake = FakePartnerCenter.builder()
                .behaviour(Behaviour.BYTE_ORDER_MARK, true)
                .observed(report)
                .behaviour(Behaviour.CHARSET, true)
                .build()) {
            assertThat(fake.behaviours()).contains(Behaviour.BYTE_ORDER_MARK, Behaviour.CHARSET);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "nonsense | is not a report of the command probe: name the JSON file that it wrote.",
                "[] | is not a report of the command probe: name the JSON file that it wrote.",
                "{\"report\": \"another\", \"version\": 1} | is not a report of the command probe: name the JSON file",
                "{\"report\": \"partnercenter4j-probe\", \"version\": 2, \"questions\": []}"
                        + " | has version 2, but this fake reads version 1: run the command probe of the fake's version.",
                "{\"report\": \"partnercenter4j-probe\", \"questions\": []} | has version none, but this fake reads version 1",
                "{\"report\": \"partnercenter4j-probe\", \"version\": 1} | is broken: it has no questions; run the command",
                "{\"report\": \"partnercenter4j-probe\", \"version\": 1, \"questions\": [1]} | is broken: a question is no object",
                "{\"report\": \"partnercenter4j-probe\", \"version\": 1, \"questions\": [{}]} | is broken: a question has no id"
            })
    void file_notAReportOfThisVersion_isRefusedInOneSentence(String json, String sentence) throws IOException {
        assertRefused(file(json), sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TELEPATHY | true | has a question that this fake does not know, q-1, about TELEPATHY: run the command probe",
                "REPLAY | 1 | is broken: question q-1 has an \"on\" that is neither true, false nor null; run the command"
            })
    void question_unknownOrInvalid_isNamed(String behaviour, String on, String sentence) throws IOException {
        assertRefused(report(question("q-1", behaviour, on)), sentence);
    }

    @Test
    void behaviour_setByTwoQuestions_isRefused() throws IOException {
        assertRefused(
                report(question("a", "REPLAY", "true") + "," + question("b", "REPLAY", "false")),
                "two questions decide REPLAY");
    }

    @Test
    void file_missing_isNamed() {
        assertRefused(folder.resolve("none.json"), "cannot be read (NoSuchFileException): name the JSON file");
    }

    private static void assertRefused(Path report, String sentence) {
        FakePartnerCenter.Builder builder = FakePartnerCenter.builder();

        assertThatThrownBy(() -> builder.observed(report))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(report.toString())
                .hasMessageContaining(sentence)
                .hasMessageEndingWith(".");
    }
}
