package io.github.partnercenter4j.examples.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records what really happened: what callers did and were told, what was sent, and which tokens were given. */
final class Journal implements ListenerRecorder {

    private static final Duration NAP = Duration.ofMillis(700);

    final Map<String, CallRecord> calls = new LinkedHashMap<>();
    final List<SentRequest> sent = new ArrayList<>();

    /**
     * A token that the token source gave.
     *
     * @param forgotten whether the client was told to forget its token after it asked for this one
     */
    record Grant(String token, long askedNanos, long givenNanos, boolean forgotten) {}

    final List<Grant> grants = new ArrayList<>();

    /** Broken promises that were found during the run. */
    final List<String> faults = new ArrayList<>();

    /** What went wrong, by name. See {@link Plan#calm}. */
    final Set<String> troubles = new LinkedHashSet<>();

    private final List<Line> story = new ArrayList<>();
    private final Scheduler time;
    private int orders;

    Journal(Scheduler time) {
        this.time = time;
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public long sinceNanos() {
        return time.turn().sinceNanos;
    }

    @Override
    public int nextOrder() {
        return orders++;
    }

    @Override
    public @Nullable CallRecord hear(String correlationId, ListenerEvent what) {
        CallRecord call = calls.get(correlationId);
        if (call == null) {
            fault("a listener heard of an unknown call");
            return null;
        }
        call.heard.add(what);
        if (what.kind() == ListenerEvent.Kind.RETRY) {
            tell("    " + call.who() + " tries again in " + what.delay().toMillis() + " ms");
        }
        doneFor(call, true, "to be heard");
        return call;
    }

    @Override
    public void nap(@Nullable CallRecord call) {
        CallRecord owner = call != null ? call : time.turn().owner();
        if (owner == null) {
            time.sleep(NAP);
        } else {
            owner.nap(time, NAP);
        }
    }

    private record Line(long millis, String text) {}

    void tell(String line) {
        story.add(new Line(time.millis(), line));
    }

    /** Returns the lines with their times. Almost no world is told, so they are formatted here. */
    List<String> story() {
        return story.stream()
                .map(line -> String.format(Locale.ROOT, "%9.3f s  %s", line.millis() / 1000.0, line.text()))
                .toList();
    }

    void fault(String promise) {
        tell("*** " + promise);
        faults.add(promise);
    }

    /**
     * Records that the owner's code is about to run, or that the client does something for this call. It is a fault if
     * another caller's code has run in this turn: that code may be slow, and nobody else may wait for it.
     */
    void doneFor(CallRecord call, boolean hisCode, String what) {
        Turn turn = time.turn();
        if (!turn.isFreeFor(call.root)) {
            fault(call.who() + " waited for another caller's code: " + what);
        }
        if (hisCode) {
            turn.belongsTo(call.root);
        }
    }
}
