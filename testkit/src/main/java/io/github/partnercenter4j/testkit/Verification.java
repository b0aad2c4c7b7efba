package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.service.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks how often requests came to the fake, and how far apart: got from {@link FakePartnerCenter#verify} or
 * {@link FakeLogin#verify()}. Each check returns what came, for a closer look, or fails with an {@link AssertionError} that
 * says what came instead, without anything secret. Looks at once unless told to wait. Immutable and thread-safe.
 *
 * @param <E> what came: a {@link RecordedExchange} or a {@link TokenCall}
 */
public final class Verification<E> {

    private static final Duration USUAL_WAIT = Duration.ofSeconds(10);

    private final Log<E> log;
    private final Subject<E> subject;
    private final @Nullable Duration patience;

    private Verification(Log<E> log, Subject<E> subject, @Nullable Duration patience) {
        this.log = log;
        this.subject = subject;
        this.patience = patience;
    }

    /**
     * What is looked for.
     *
     * @param words it in words
     * @param test tells whether an entry is it
     * @param gap the time between two entries
     * @param others shows, for a message, the entries that are not it
     */
    private record Subject<E>(
            String words, Predicate<E> test, BiFunction<E, E, Duration> gap, Function<List<E>, String> others) {

        List<E> of(List<E> entries) {
            return entries.stream().filter(test).toList();
        }
    }

    static Verification<RecordedExchange> of(Log<RecordedExchange> log, Request request, boolean bodies) {
        Objects.requireNonNull(request, "request");
        return new Verification<>(
                log,
                new Subject<>(
                        request.toString(),
                        exchange -> exchange.isOf(request),
                        RecordedExchange::gapTo,
                        entries -> NearMisses.of(request, entries, bodies)),
                null);
    }

    /** Looks for requests for tokens, of one grant type unless that is null. */
    static Verification<TokenCall> of(Log<TokenCall> log, @Nullable String grantType) {
        return new Verification<>(
                log,
                new Subject<>(
                        "request for tokens" + (grantType == null ? "" : " by " + Secrets.hide(grantType)),
                        call -> grantType == null || grantType.equals(call.grantType()),
                        TokenCall::gapTo,
                        entries -> lines(
                                "\nAmong these requests for tokens:",
                                entries.subList(Math.max(0, entries.size() - NearMisses.SHOWN), entries.size()))),
                null);
    }

    static List<RecordedExchange> inOrder(Log<RecordedExchange> log, List<Request> requests) {
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("Say which requests are to come in order: at least one.");
        }
        List<RecordedExchange> found = new ArrayList<>();
        List<RecordedExchange> rest = log.kept().entries();
        for (Request request : requests) {
            int next = 0;
            while (next < rest.size() && !rest.get(next).isOf(request)) {
                next++;
            }
            if (next == rest.size()) {
                throw new AssertionError("Wanted in this order: " + requests + ". Number " + (found.size() + 1) + ", "
                        + request + ", did not come"
                        + (found.isEmpty() ? "." : lines(" after these:", found))
                        + NearMisses.of(request, rest, false));
            }
            found.add(rest.get(next));
            rest = rest.subList(next + 1, rest.size());
        }
        return List.copyOf(found);
    }

    /**
     * Waits up to ten seconds for what is checked next, as {@link #await(Duration)} does.
     *
     * @return another verification
     */
    public Verification<E> await() {
        return await(USUAL_WAIT);
    }

    /**
     * Waits for what is checked next: until as many came as are wanted at least, but no longer than this, in real time
     * whatever the fake's clock is. It then checks what came by then. An interrupt ends the wait, and the thread stays
     * interrupted.
     *
     * @param atMost how long, at most ten minutes
     * @return another verification
     * @throws IllegalArgumentException if it is longer
     */
    public Verification<E> await(Duration atMost) {
        var unused = Journal.waiting(atMost);
        return new Verification<>(log, subject, atMost);
    }

    /**
     * Makes sure that exactly one came.
     *
     * @return the one
     * @throws AssertionError if none or more came, or so much that not all of it was kept
     */
    public E once() {
        return times(1).get(0);
    }

    /**
     * Makes sure that so many came.
     *
     * @param count how many, exactly and at least 1; {@link #never()} is for none
     * @return all of them, oldest first
     * @throws AssertionError if fewer or more came, or so much that not all of it was kept
     * @throws IllegalArgumentException if that is no number of times
     */
    public List<E> times(int count) {
        Log.Kept<E> kept = settled(positive(count));
        List<E> came = subject.of(kept.entries());
        if (came.size() != count) {
            throw failed("exactly " + count, kept, came, "");
        }
        return all(kept, came);
    }

    /**
     * Makes sure that so many came, or more.
     *
     * @param count how many, at least 1
     * @return all of them that were kept, oldest first
     * @throws AssertionError if fewer came
     * @throws IllegalArgumentException if that is no number of times
     */
    public List<E> atLeast(int count) {
        Log.Kept<E> kept = settled(positive(count));
        List<E> came = subject.of(kept.entries());
        if (came.size() < count) {
            throw failed("at least " + count, kept, came, "");
        }
        return came;
    }

    /**
     * Makes sure that none came so far.
     *
     * @throws AssertionError if one came, or so much that not all of it was kept
     * @throws IllegalStateException if this was told to wait: there is nothing to wait for, so await what comes last instead
     */
    public void never() {
        if (patience != null) {
            throw new IllegalStateException(
                    "never() looks at once. Await what comes last in the test, and then verify without await().");
        }
        Log.Kept<E> kept = log.kept();
        List<E> came = subject.of(kept.entries());
        if (!came.isEmpty()) {
            throw failed("none", kept, came, "");
        }
        var unused = all(kept, came);
    }

    /**
     * Makes sure that a client took its time: the second came no sooner than this after the first was answered, the third no
     * sooner than the next duration after the second was, and so on. Where calls run side by side, narrow the requests down
     * to one call's by its {@code MS-CorrelationId}.
     *
     * @param gaps the least times between them, at least one, by what faults are held back by: a {@link VirtualClock} or real
     *     time
     * @return all of them, oldest first, at least one more than there are gaps
     * @throws AssertionError if one came sooner, or did not come, or so much came that not all of it was kept
     * @throws IllegalArgumentException if there is no gap
     */
    public List<E> gapsAtLeast(Duration... gaps) {
        if (gaps.length == 0) {
            throw new IllegalArgumentException("Say how far apart they are to be: at least one duration.");
        }
        Log.Kept<E> kept = settled(gaps.length + 1);
        List<E> came = subject.of(kept.entries());
        String wanted = "at least " + (gaps.length + 1) + ", apart by no less than " + List.of(gaps);
        if (came.size() <= gaps.length) {
            throw failed(wanted, kept, came, "");
        }
        for (int i = 0; i < gaps.length; i++) {
            Duration gap = subject.gap.apply(came.get(i), came.get(i + 1));
            if (gap.compareTo(gaps[i]) < 0) {
                throw failed(
                        wanted,
                        kept,
                        came,
                        " Number " + (i + 2) + " came " + gap + " after number " + (i + 1) + " was answered.");
            }
        }
        return all(kept, came);
    }

    private static int positive(int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "A number of times is at least 1, not " + count + "; never() is for none.");
        }
        return count;
    }

    /** Returns what there is once so many came, or the time is over. */
    private Log.Kept<E> settled(int count) {
        Log.Kept<E> kept = log.kept();
        if (patience == null) {
            return kept;
        }
        long end = System.nanoTime() + Journal.waiting(patience);
        while (subject.of(kept.entries()).size() < count && log.awaitChange(kept, end - System.nanoTime())) {
            kept = log.kept();
        }
        return kept;
    }

    private List<E> all(Log.Kept<E> kept, List<E> came) {
        if (!kept.isAll()) {
            throw failed("all that came", kept, came, "");
        }
        return came;
    }

    private AssertionError failed(String wanted, Log.Kept<E> kept, List<E> came, String why) {
        StringBuilder text = new StringBuilder("Wanted of '" + subject.words + "': " + wanted + ", but "
                + (came.isEmpty() ? "none" : came.size()) + " came"
                + (patience == null ? "" : " within " + patience) + "." + why);
        if (!kept.isAll()) {
            text.append(" Only the latest " + kept.entries().size() + " of " + kept.total()
                    + " are kept to look at; FakePartnerCenter.Builder.journalLimit keeps more.");
        }
        text.append(came.isEmpty() ? "" : lines("\nThese came:", came));
        return new AssertionError(text.append(subject.others.apply(kept.entries())));
    }

    private static String lines(String title, List<?> entries) {
        StringBuilder text = new StringBuilder(title);
        for (Object entry : entries) {
            text.append("\n  ").append(entry);
        }
        return entries.isEmpty() ? "" : text.toString();
    }

    @Override
    public String toString() {
        return "Verification[" + subject.words + "]";
    }
}
