package io.github.partnercenter4j.examples.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks one peer, and remembers what later questions need: the path of updates, an answer that throttles, and the answers to
 * reads, so that the same read is sent only once.
 */
final class Interview {

    static final int TOO_MANY_REQUESTS = 429;

    private final Peer peer;
    private final Pause before;
    private final Map<Ask, Known> reads = new HashMap<>();
    private @Nullable String updatePath;
    private @Nullable Heard throttled;
    private int sent;
    private boolean wrote;

    /** The answer to a read, and the question that it was sent for. */
    private record Known(String id, Heard heard) {}

    /** What happens before each request. */
    @FunctionalInterface
    interface Pause {
        void take(int sentBefore) throws InterruptedException;
    }

    Interview(Peer peer, Pause before) {
        this.peer = peer;
        this.before = before;
    }

    int sent() {
        return sent;
    }

    /** Returns whether a request was sent that could change the profile. */
    boolean wrote() {
        return wrote;
    }

    /** Returns the first answer with 429, after which nothing more may be asked, or null. */
    @Nullable
    Heard throttled() {
        return throttled;
    }

    /** Returns how many requests a question sends now. */
    int requests(Question question) {
        return known(question) == null ? question.asks().size() : 0;
    }

    private @Nullable Known known(Question question) {
        return question.asks().size() == 1 ? reads.get(question.asks().get(0)) : null;
    }

    Answer ask(Question question) throws InterruptedException {
        if (question.isPassive()) {
            return throttled == null
                    ? Answer.none("the service did not throttle")
                    : new Answer(read(question, List.of(throttled)), "", List.of(), null);
        }
        Known known = known(question);
        if (known != null) {
            return new Answer(read(question, List.of(known.heard)), "", List.of(), known.id);
        }
        for (Ask ask : question.asks()) {
            if (!peer.has(ask.credential())) {
                return Answer.none("needs " + ask.credential().variable());
            }
            if (ask.path().equals(Ask.UPDATE) && updatePath == null) {
                return Answer.none("needs a path that takes updates");
            }
        }
        return asked(question);
    }

    private Answer asked(Question question) throws InterruptedException {
        List<Heard> heard = new ArrayList<>();
        List<Answer.Exchange> exchanges = new ArrayList<>();
        Map<String, String> ids = new HashMap<>();
        for (Ask template : question.asks()) {
            Ask ask = template.path().equals(Ask.UPDATE) ? template.path(String.valueOf(updatePath)) : template;
            Heard answer = send(ask, ids);
            heard.add(answer);
            exchanges.add(new Answer.Exchange(ask.lines(), Redacted.lines(answer)));
            if (answer.status() == TOO_MANY_REQUESTS) {
                throttled = answer;
                return new Answer(null, "the service throttled", exchanges, null);
            }
        }
        if (!question.writes() && question.asks().size() == 1) {
            reads.put(question.asks().get(0), new Known(question.id(), heard.get(0)));
        }
        return new Answer(read(question, heard), "", exchanges, null);
    }

    private static String read(Question question, List<Heard> heard) {
        try {
            return question.reading().apply(heard);
        } catch (RuntimeException unexpected) {
            // A service may send anything. One strange answer must not cost the report.
            return "not understood";
        }
    }

    private Heard send(Ask ask, Map<String, String> ids) throws InterruptedException {
        before.take(sent);
        sent++;
        wrote |= !ask.isHarmless();
        Heard heard = peer.send(ask, ids);
        if (updatePath == null
                && heard.status() == 200
                && ask.method().equals("PUT")
                && ask.path().startsWith(Ask.READ_PATH)) {
            updatePath = ask.path();
        }
        return heard;
    }
}
