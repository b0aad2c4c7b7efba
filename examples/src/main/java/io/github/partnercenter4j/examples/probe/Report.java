package io.github.partnercenter4j.examples.probe;

import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report of a probe: Markdown to read, and JSON, which the fake reads. It is made from the questions, the verdicts and
 * {@link Redacted} answers alone.
 *
 * @param cloud the name of the cloud
 * @param date the day
 * @param wrote whether questions were asked that could change the profile
 * @param result what was found
 */
public record Report(String cloud, LocalDate date, boolean wrote, Probe.Result result) {

    /** What the JSON begins with. The fake checks it. */
    public static final String JSON_BEGIN = "{\"report\": \"partnercenter4j-probe\", \"version\": 1,";

    /** What the Markdown begins with. */
    public static final String MARKDOWN_BEGIN = "# How far the fake is from the service\n";

    /** Returns the JSON, with each question on a line of its own, so that two reports can be compared. */
    public String json() {
        StringBuilder json = new StringBuilder(JSON_BEGIN)
                .append(" \"cloud\": ")
                .append(JsonText.write(cloud))
                .append(", \"date\": ")
                .append(JsonText.write(date.toString()))
                .append(", \"wrote\": ")
                .append(wrote)
                .append(", \"requests\": ")
                .append(result.sent())
                .append(", \"end\": ")
                .append(JsonText.write(result.end()))
                .append(", \"questions\": [\n");
        List<String> lines = new ArrayList<>();
        for (Row row : result.rows()) {
            lines.add(JsonText.write(members(row)));
        }
        return json.append(String.join(",\n", lines)).append("\n]}\n").toString();
    }

    private Map<String, @Nullable Object> members(Row row) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("id", row.question().id());
        members.put("question", row.question().text());
        members.put("fake", row.fake().verdict());
        members.put("service", row.service().verdict());
        members.put("agrees", row.agrees());
        Behaviour decides = row.question().decides();
        if (decides != null) {
            members.put("behaviour", decides.name());
            members.put("on", result.on(row));
        }
        String undecided = result.undecided(row);
        if (undecided != null) {
            members.put("why", undecided);
        } else if (!row.service().why().isEmpty()) {
            members.put("why", row.service().why());
        }
        if (row.service().like() != null) {
            members.put("exchangeOf", row.service().like());
        }
        List<Object> exchanges = new ArrayList<>();
        for (Answer.Exchange exchange : row.service().exchanges()) {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            shown.put("sent", exchange.sent());
            shown.put("answer", exchange.answer());
            exchanges.add(shown);
        }
        if (!exchanges.isEmpty()) {
            members.put("exchanges", exchanges);
        }
        return members;
    }

    /** Returns the Markdown. */
    public String markdown() {
        StringBuilder page = new StringBuilder(MARKDOWN_BEGIN);
        page.append("\nCloud ")
                .append(cloud)
                .append(", ")
                .append(date)
                .append(", ")
                .append(result.sent())
                .append(" requests to the service, ")
                .append(wrote ? "updates included" : "reads only")
                .append(". The service did the same as the fake ")
                .append(result.count(true))
                .append(" times, something else ")
                .append(result.count(false))
                .append(" times; ")
                .append(result.open())
                .append(" questions are open.\n");
        if (result.end() != null) {
            page.append("\nIt ended before time: ").append(result.end()).append(".\n");
        }
        page.append("\n| question | the fake | the service | agree |\n|---|---|---|---|\n");
        for (Row row : result.rows()) {
            page.append("| ")
                    .append(cell(row.question().text()))
                    .append(" (`")
                    .append(row.question().id())
                    .append("`) | ")
                    .append(cell(shown(row.fake())))
                    .append(" | ")
                    .append(cell(ofService(row)))
                    .append(" | ")
                    .append(row.agrees() == null ? "" : row.agrees() ? "yes" : "**no**")
                    .append(" |\n");
        }
        page.append("\n## The exchanges\n\nTokens, ids and texts are left out: `<...>` stands for them.\n");
        for (Row row : result.rows()) {
            exchanges(page, row);
        }
        return page.toString();
    }

    private static void exchanges(StringBuilder page, Row row) {
        List<Answer.Exchange> exchanges = row.service().exchanges();
        if (exchanges.isEmpty()) {
            return;
        }
        page.append("\n### ").append(row.question().id()).append("\n\n```text\n");
        for (Answer.Exchange exchange : exchanges) {
            exchange.sent()
                    .forEach(line -> page.append("> ").append(oneLine(line)).append('\n'));
            exchange.answer()
                    .forEach(line -> page.append("< ").append(oneLine(line)).append('\n'));
        }
        page.append("```\n");
    }

    private String ofService(Row row) {
        String undecided = result.undecided(row);
        return shown(row.service()) + (undecided == null ? "" : " (" + undecided + ")");
    }

    private static String shown(Answer answer) {
        return answer.verdict() == null ? "(" + answer.why() + ")" : answer.verdict();
    }

    private static String cell(String text) {
        return oneLine(text).replace("|", "\\|").replace("<", "\\<");
    }

    private static String oneLine(String line) {
        return line.replaceAll("[\\r\\n]", " ");
    }
}
