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

/** What happened, as those saw it who cannot be mistaken: the service, the way there, and the callers. */
final class Journal implements Hearing {

    private static final Duration NAP = Duration.ofMillis(700);

    final Map<String, Told> calls = new LinkedHashMap<>();
    final List<Sent> sent = new ArrayList<>();

    /**
     * A token that was given.
     *
     * @param forgotten whether the client had been told to forget since it asked
     */
    record Grant(String token, long askedNanos, long givenNanos, boolean forgotten) {}

    final List<Grant> grants = new ArrayList<>();

    /** Promises that were seen broken on the way. */
    final List<String> faults = new ArrayList<>();

    /** What went wrong, by name, see {@link Plan#calm}. */
    final Set<String> troubles = new LinkedHashSet<>();

    final List<String> story = new ArrayList<>();
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
    public @Nullable Told hear(String correlationId, Heard what) {
        Told call = calls.get(correlationId);
        if (call == null) {
            fault("a listener hears of nobody's call");
            return null;
        }
        call.heard.add(what);
        if (what.kind() == Heard.Kind.RETRY) {
            tell("    " + call.who() + " tries again in " + what.delay().toMillis() + " ms");
        }
        doneFor(call, true, "to be heard");
        return call;
    }

    @Override
    public void nap(@Nullable Told call) {
        Told owner = call != null ? call : time.turn().owner();
        if (owner == null) {
            time.sleep(NAP);
        } else {
            owner.nap(time, NAP);
        }
    }

    void tell(String line) {
        story.add(String.format(Locale.ROOT, "%9.3f s  %s", time.millis() / 1000.0, line));
    }

    void fault(String promise) {
        tell("*** " + promise);
        faults.add(promise);
    }

    /**
     * Somebody's own code is about to run, or something is done for them: nothing may be done for them after the code of
     * another has run, which may take its time.
     */
    void doneFor(Told call, boolean hisCode, String what) {
        Turn turn = time.turn();
        if (!turn.isFreeFor(call.root)) {
            fault(call.who() + " waits for other people's code: " + what);
        }
        if (hisCode) {
            turn.belongsTo(call.root);
        }
    }
}
