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
 * Checks the number of matching requests and the times between them; from {@link FakePartnerCenter#verify} or
 * {@link FakeLogin#verify()}. Each check returns the matching requests, or throws an {@link AssertionError} that shows
 * the other requests, without secrets. It checks at once, unless {@link #await} is used. Immutable and thread-safe.
 *
 * @param <E> the type of a request: a {@link RecordedExchange} or a {@link TokenCall}
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
     * The requests to check.
     *
     * @param words the condition as text
     * @param test returns whether an entry matches
     * @param gap returns the time between two entries
     * @param others shows the other entries for a message
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

    /** Checks token requests, of one grant type unless that is null. */
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
            throw new IllegalArgumentException("verifyInOrder(..) needs at least one request.");
        }
        List<RecordedExchange> found = new ArrayList<>();
        List<RecordedExchange> rest = log.kept().entries();
        for (Request request : requests) {
            int next = 0;
            while (next < rest.size() && !rest.get(next).isOf(request)) {
                next++;
            }
            if (next == rest.size()) {
                throw new AssertionError("Expected in this order: " + requests + ". Number " + (found.size() + 1) + ", "
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
     * Makes the next check wait up to ten seconds; see {@link #await(Duration)}.
     *
     * @return another verification
     */
    public Verification<E> await() {
        return await(USUAL_WAIT);
    }

    /**
     * Makes the next check wait until enough requests have come, up to a time limit in real time. Then it checks the
     * requests so far. An interrupt ends the wait, and the interrupt flag stays set.
     *
     * @param atMost the time limit, at most ten minutes
     * @return another verification
     * @throws IllegalArgumentException if it is longer
     */
    public Verification<E> await(Duration atMost) {
        var unused = Journal.waiting(atMost);
        return new Verification<>(log, subject, atMost);
    }

    /**
     * Asserts that exactly one request came.
     *
     * @return the request
     * @throws AssertionError if none or more came, or so much that not all of it was kept
     */
    public E once() {
        return times(1).get(0);
    }

    /**
     * Asserts that exactly this number of requests came.
     *
     * @param count the exact number, at least 1; use {@link #never()} for none
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
     * Asserts that at least this number of requests came.
     *
     * @param count the number, at least 1
     * @return all kept ones, oldest first
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
     * Asserts that no request has come so far.
     *
     * @throws AssertionError if one came, or so much that not all of it was kept
     * @throws IllegalStateException after {@link #await}, because there is nothing to wait for; await the last expected
     *     request instead
     */
    public void never() {
        if (patience != null) {
            throw new IllegalStateException(
                    "never() cannot wait. Wait for the last expected request, then call never() without await(..).");
        }
        Log.Kept<E> kept = log.kept();
        List<E> came = subject.of(kept.entries());
        if (!came.isEmpty()) {
            throw failed("none", kept, came, "");
        }
        var unused = all(kept, came);
    }

    /**
     * Asserts the pauses between requests: the second came at least this time after the response to the first, the
     * third at least the next duration after the response to the second, and so on. If calls run in parallel, add a
     * condition on the {@code MS-CorrelationId}.
     *
     * @param gaps the shortest pauses, at least one, by the clock of delays: a {@link VirtualClock} or real time
     * @return all of them, oldest first, at least one more than there are gaps
     * @throws AssertionError if one came sooner, or did not come, or so much came that not all of it was kept
     * @throws IllegalArgumentException if there is no gap
     */
    public List<E> gapsAtLeast(Duration... gaps) {
        if (gaps.length == 0) {
            throw new IllegalArgumentException("gapsAtLeast(..) needs at least one duration.");
        }
        Log.Kept<E> kept = settled(gaps.length + 1);
        List<E> came = subject.of(kept.entries());
        String wanted = "at least " + (gaps.length + 1) + ", with pauses of at least " + List.of(gaps);
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
                    "The count must be at least 1, not " + count + ". To expect no request, use never().");
        }
        return count;
    }

    /** Waits, if asked, until this many requests came or the time is over. Returns the log at that time. */
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
        StringBuilder text = new StringBuilder("Expected '" + subject.words + "': " + wanted + ", but "
                + (came.isEmpty() ? "none" : came.size()) + " came"
                + (patience == null ? "" : " within " + patience) + "." + why);
        if (!kept.isAll()) {
            text.append(" Only the latest " + kept.entries().size() + " of " + kept.total()
                    + " are kept; to keep more, set FakePartnerCenter.Builder.journalLimit.");
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
