package io.github.partnercenter4j.examples.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a question to one peer.
 *
 * @param verdict the verdict, or null if there is none
 * @param why why there is none
 * @param exchanges what was sent and what was heard, to show
 * @param like the question that had the same exchange before, or null
 */
record Answer(
        @Nullable String verdict,
        String why,
        List<Exchange> exchanges,
        @Nullable String like) {

    /**
     * An exchange as a report shows it.
     *
     * @param sent the lines of the template
     * @param answer the lines of the answer
     */
    record Exchange(List<String> sent, List<String> answer) {}

    Answer {
        exchanges = List.copyOf(exchanges);
    }

    static Answer none(String why) {
        return new Answer(null, why, List.of(), null);
    }
}
