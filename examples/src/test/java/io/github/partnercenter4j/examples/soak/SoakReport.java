package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The results of a soak. Not thread-safe. */
final class SoakReport {

    private static final int MOST_SHOWN = 20;

    private final long seed;
    private final Map<String, Integer> endings = new TreeMap<>();
    private final Map<String, Integer> faults = new TreeMap<>();
    private final List<String> unexplained = new ArrayList<>();
    private int calls;
    private int writes;
    private int unknown;
    private int exchanges;
    private int faultyExchanges;
    private int tokenRequests;
    private int objections;
    private @Nullable Footprint early;
    private @Nullable Footprint late;
    private Duration took = Duration.ZERO;

    SoakReport(long seed) {
        this.seed = seed;
    }

    void call(CallResult call) {
        calls++;
        writes += call.wrote() == 0 ? 0 : 1;
        unknown += call.outcome() == WriteOutcome.UNKNOWN ? 1 : 0;
        endings.merge(call.ending(), 1, Integer::sum);
    }

    void exchange(@Nullable Fault fault) {
        exchanges++;
        if (fault != null) {
            faultyExchanges++;
            faults.merge(fault.toString(), 1, Integer::sum);
        }
    }

    void tokenRequest(@Nullable Fault fault) {
        tokenRequests++;
        if (fault != null) {
            faults.merge("token request: " + fault, 1, Integer::sum);
        }
    }

    void objections(List<String> more) {
        objections += more.size();
        more.stream()
                .limit(MOST_SHOWN - Math.min(MOST_SHOWN, unexplained.size()))
                .forEach(unexplained::add);
    }

    void early(Footprint footprint) {
        early = footprint;
    }

    void late(Footprint footprint) {
        late = footprint;
    }

    void took(Duration duration) {
        took = duration;
    }

    int calls() {
        return calls;
    }

    int tokenRequests() {
        return tokenRequests;
    }

    /** Returns the share of exchanges that had a fault. */
    double faultShare() {
        return exchanges == 0 ? 0 : (double) faultyExchanges / exchanges;
    }

    Map<String, Integer> endings() {
        return endings;
    }

    Footprint early() {
        return Objects.requireNonNull(early, "the soak did not warm up");
    }

    Footprint late() {
        return Objects.requireNonNull(late, "the soak has no end");
    }

    /** Returns the first twenty results that cannot be explained. */
    List<String> unexplained() {
        return unexplained;
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# Soak\n\n");
        text.append("Seed ").append(seed).append(", ").append(took.toSeconds()).append(" s, JDK ");
        text.append(Runtime.version().feature()).append(". ");
        text.append(String.format(
                Locale.ROOT,
                "%d calls, %d of them writes; %d exchanges, %.1f %% with a fault; %d token requests; "
                        + "%d writes unknown (%.1f %%); %d unexplained results.%n",
                calls,
                writes,
                exchanges,
                100 * faultShare(),
                tokenRequests,
                unknown,
                writes == 0 ? 0.0 : 100.0 * unknown / writes,
                objections));
        table(text, "Ending", endings);
        table(text, "Fault", faults);
        if (early != null && late != null) {
            text.append("\n| Held | early | late |\n|---|---|---|\n");
            row(text, "writes until then", early.calls(), late.calls());
            row(text, "connections", early.connections(), late.connections());
            row(text, "threads", early.threads(), late.threads());
            row(text, "threads of the client", early.ownThreads(), late.ownThreads());
            row(text, "file descriptors", early.files(), late.files());
            row(text, "objects of the client", early.objects(), late.objects());
            row(text, "objects of its libraries", early.objectsOfLibraries(), late.objectsOfLibraries());
            row(text, "live heap, KiB", early.bytes() / 1024, late.bytes() / 1024);
        }
        unexplained.forEach(one -> text.append("\nUnexplained: ").append(one).append('\n'));
        return text.toString();
    }

    private static void table(StringBuilder text, String what, Map<String, Integer> counts) {
        text.append("\n| ").append(what).append(" | count |\n|---|---|\n");
        counts.forEach((name, count) -> text.append("| ")
                .append(name.replace('\n', ' ').replace("\r", ""))
                .append(" | ")
                .append(count)
                .append(" |\n"));
    }

    private static void row(StringBuilder text, String what, long early, long late) {
        text.append("| ")
                .append(what)
                .append(" | ")
                .append(early)
                .append(" | ")
                .append(late)
                .append(" |\n");
    }
}
