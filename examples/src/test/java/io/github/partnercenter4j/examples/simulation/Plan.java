package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.UpdateRoute;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a world is made of. A plan with less in it tells the same story in fewer words, because the luck of each caller
 * depends on the seed and on nothing else. Immutable.
 *
 * @param seed what all luck comes from
 * @param service the service
 * @param gateway the way there
 * @param client how the clients are built
 * @param jolts what happens to the clocks, and to the machine
 * @param trouble how much goes wrong, in percent
 * @param callers who calls
 * @param calm exchanges and token requests, by name, of which nothing goes wrong after all
 */
record Plan(
        long seed,
        ServicePlan service,
        GatewayPlan gateway,
        ClientPlan client,
        List<Jolt> jolts,
        int trouble,
        List<CallerPlan> callers,
        SortedSet<String> calm) {

    /** The ETags of the service. */
    enum Etags {
        NONE,
        WEAK,
        STRONG
    }

    /** Which of the two paths of updates the service knows. */
    enum Routes {
        BOTH,
        DOCUMENTED,
        SDK
    }

    /**
     * The service.
     *
     * @param etags which ETags it gives; it heeds {@code If-Match}
     * @param replays whether it answers a repeated request id without writing again
     * @param stamps whether it adds a member of its own to what it stores
     * @param routes which paths it knows
     * @param refusesTokens whether it refuses every other token, so that a call may be refused twice
     */
    record ServicePlan(Etags etags, boolean replays, boolean stamps, Routes routes, boolean refusesTokens) {}

    /**
     * The gateway.
     *
     * @param places how many exchanges it runs at once
     * @param sharesBudget whether its clients spend from one budget
     * @param onCallers whether a blocking caller's exchange runs on the caller's thread
     * @param closesAt when it is closed, or null
     * @param reports whether it reports how far an exchange has come
     */
    record GatewayPlan(
            int places,
            boolean sharesBudget,
            boolean onCallers,
            @Nullable Duration closesAt,
            boolean reports) {}

    /** The executor that the application lends. */
    enum Lent {
        NONE,
        INLINE,
        ONE_THREAD,
        TWO_THREADS,
        MANY_THREADS,
        FULL,
        SHUT_DOWN_LATER,
        DROPS,
        SLOW_HAND
    }

    /** How those behave who listen. */
    enum Manners {
        POLITE,
        THROW,
        SLOW
    }

    /** Where tokens come from. */
    enum Source {
        PROVIDER,
        SUPPLIER
    }

    /**
     * The clients.
     *
     * @param tenants how many partners, each with a client of its own
     * @param reconciles whether unknown writes are settled by a read
     * @param attempts how many attempts an exchange may have
     * @param attemptTimeout how long an attempt may take
     * @param tokenTimeout how long a token request may take
     * @param route where updates are put to
     * @param lent where the application has its callbacks run
     * @param manners how the listener behaves
     * @param source where tokens come from
     * @param sameAgain whether the source seldom gives another token than the last, and none that lives long
     */
    record ClientPlan(
            int tenants,
            boolean reconciles,
            int attempts,
            Duration attemptTimeout,
            Duration tokenTimeout,
            UpdateRoute route,
            Lent lent,
            Manners manners,
            Source source,
            boolean sameAgain) {}

    /**
     * Something that happens to the clocks. A machine that sleeps while its monotonic clock stands still looks like one
     * whose wall clock is set on.
     *
     * @param at when, after the world's start
     * @param sleeps whether the machine sleeps and both clocks go on; else the wall clock is set
     * @param by how long it sleeps, or by how much the clock is set on, or back
     */
    record Jolt(Duration at, boolean sleeps, Duration by) {
        @Override
        public String toString() {
            return sleeps ? "the machine sleeps for " + by : "the wall clock is set by " + by;
        }
    }

    /** What a caller wants. */
    enum Wish {
        GET,
        UPDATE,
        EDIT,
        CLOSE,
        FORGET
    }

    /** What a caller's callback does. */
    enum Afterwards {
        NOTHING,
        CALLS_AGAIN,
        SLEEPS,
        THROWS
    }

    /**
     * One caller.
     *
     * @param number which one; its luck and its texts come from it
     * @param tenant whose client it uses
     * @param wish what it does
     * @param blocking whether it waits for its call on a thread of its own
     * @param at when, after the world's start
     * @param timeout how long its call may take
     * @param strikesAfter when it cancels its future, or is interrupted; or null
     * @param afterwards what its callback does
     */
    record CallerPlan(
            int number,
            int tenant,
            Wish wish,
            boolean blocking,
            Duration at,
            Duration timeout,
            @Nullable Duration strikesAfter,
            Afterwards afterwards) {

        /** Two callers of one partner are two partners' when it comes to their luck. */
        String name() {
            return "caller " + number;
        }
    }

    Plan with(ServicePlan other) {
        return new Plan(seed, other, gateway, client, jolts, trouble, callers, calm);
    }

    Plan with(GatewayPlan other) {
        return new Plan(seed, service, other, client, jolts, trouble, callers, calm);
    }

    Plan with(ClientPlan other) {
        return new Plan(seed, service, gateway, other, jolts, trouble, callers, calm);
    }

    Plan jolted(List<Jolt> others) {
        return new Plan(seed, service, gateway, client, List.copyOf(others), trouble, callers, calm);
    }

    Plan with(List<CallerPlan> others) {
        return new Plan(seed, service, gateway, client, jolts, trouble, List.copyOf(others), calm);
    }

    /** This plan, with one thing less that goes wrong. */
    Plan calming(String name) {
        SortedSet<String> more = new TreeSet<>(calm);
        more.add(name);
        return new Plan(seed, service, gateway, client, jolts, trouble, callers, more);
    }

    /** Luck that depends on the seed, on somebody, and on how often it was asked. */
    static Random luck(long seed, long who, long turn) {
        long mixed = seed * 0x9E3779B97F4A7C15L + who * 0xBF58476D1CE4E5B9L + turn * 0x94D049BB133111EBL;
        return new Random(mixed ^ (mixed >>> 29));
    }
}
