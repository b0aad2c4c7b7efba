package io.github.partnercenter4j.examples.probe;

import static io.github.partnercenter4j.examples.probe.Question.ask;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What is asked, in this order: first what changes nothing. */
public final class Questions {

    /** The id of the first question. Without a good answer to it, no other makes sense. */
    static final String FIRST = "read";

    /** The good answer. */
    static final String PROFILE = "200 profile";

    private Questions() {}

    /** Their answer comes by itself, if at all: nothing is sent to be throttled. */
    private static final List<Question> PASSIVE = List.of(
            ask("throttled", "How does the service throttle?"),
            ask("throttled-retry-after", "Which form has Retry-After then?")
                    .readBy(heard ->
                            Redacted.retryAfter(heard.header("Retry-After")).replaceAll("[<>]", "")),
            ask("throttled-ids", "Does such an answer have the ids of the request?")
                    .readBy(Verdicts::echo));

    /** All questions. */
    public static final List<Question> ALL = Stream.of(ReadQuestions.ALL, WriteQuestions.ALL, PASSIVE)
            .flatMap(List::stream)
            .toList();

    /** Returns what a run would ask, as lines to read. */
    public static String show(boolean write, int budget, Duration pace) {
        StringBuilder text = new StringBuilder("Each request has these headers, unless its line says otherwise: "
                + String.join("; ", Ask.read().headers()) + "\n");
        int requests = 0;
        for (Question question : ALL) {
            boolean isAsked = write || !question.writes();
            requests += isAsked ? question.asks().size() : 0;
            text.append(question.id())
                    .append(": ")
                    .append(question.text())
                    .append(question.writes() ? " (with --write only)" : "")
                    .append('\n');
            if (question.isPassive()) {
                text.append("    nothing is sent\n");
            }
            for (Ask ask : question.asks()) {
                text.append("    ").append(ask.brief()).append('\n');
            }
        }
        for (Credential credential : Credential.values()) {
            if (credential.variable() != null) {
                text.append(credential.placeholder())
                        .append(": its question is asked if ")
                        .append(credential.variable())
                        .append(" has one\n");
            }
        }
        text.append("Nothing was sent. A run ")
                .append(write ? "with --write" : "without --write")
                .append(" would send up to ")
                .append(Math.min(requests, budget))
                .append(" requests in about ")
                .append(Math.min(requests, budget) * pace.toMillis() / 1000)
                .append(" s")
                .append(write ? ", and read and put back the profile as it was" : ", and change nothing")
                .append(".\n");
        return text.toString();
    }
}
