package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.UpdateRoute;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a world. The random numbers of a caller depend only on the seed and on that caller. So other callers
 * behave the same if parts of the plan are removed. Immutable.
 *
 * @param seed the seed of all random numbers
 * @param service the service
 * @param gateway the gateway
 * @param client how the clients are built
 * @param jolts what happens to the clocks and to the machine
 * @param trouble how often something goes wrong, in percent
 * @param callers the callers
 * @param calm the names of exchanges and token requests that must not go wrong
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

    /** The kinds of ETags that the service returns. */
    enum Etags {
        NONE,
        WEAK,
        STRONG
    }

    /** The paths on which the service accepts updates. */
    enum Routes {
        BOTH,
        DOCUMENTED,
        SDK
    }

    /**
     * The service.
     *
     * @param etags which ETags it returns; with strong ones, it checks {@code If-Match}
     * @param replays whether it answers a repeated request id without writing again
     * @param stamps whether it adds a member of its own to what it stores
     * @param routes the paths on which it accepts updates
     * @param refusesTokens whether it refuses every other token, so that it may refuse a call twice
     */
    record ServicePlan(Etags etags, boolean replays, boolean stamps, Routes routes, boolean refusesTokens) {}

    /**
     * The gateway.
     *
     * @param places how many exchanges it runs at the same time
     * @param sharesBudget whether its clients share one retry budget
     * @param onCallers whether a blocking caller's exchange runs on the caller's thread
     * @param closesAt when it is closed, or null for never
     * @param reports whether it reports the progress of an exchange
     */
    record GatewayPlan(
            int places,
            boolean sharesBudget,
            boolean onCallers,
            @Nullable Duration closesAt,
            boolean reports) {}

    /** The kinds of executors that the application lends. */
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

    /** How listeners behave. */
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
     * @param tenants the number of tenants; each has a client of its own
     * @param reconciles whether a read settles writes of unknown outcome
     * @param attempts how many attempts an exchange may have
     * @param attemptTimeout how long an attempt may take
     * @param tokenTimeout how long a token request may take
     * @param route the route of updates
     * @param lent the executor on which the application's callbacks run
     * @param manners how the listener behaves
     * @param source the kind of token source
     * @param sameAgain whether the source mostly returns the same token again, with a short lifetime
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
     * A change of the clocks. If the machine sleeps and its monotonic clock stops, only the wall clock jumps. So a
     * change of the wall clock covers that case.
     *
     * @param at when, after the start of the world
     * @param sleeps true if the machine sleeps and both clocks go on; false if the wall clock is set
     * @param by how long the machine sleeps, or how far the wall clock is set forward or, if negative, back
     */
    record Jolt(Duration at, boolean sleeps, Duration by) {
        @Override
        public String toString() {
            return sleeps ? "the machine sleeps for " + by : "the wall clock is set by " + by;
        }
    }

    /** What a caller does. */
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
     * @param number the number of the caller; its random numbers and its texts depend on it
     * @param tenant the number of the tenant whose client it uses
     * @param wish what it does
     * @param blocking whether it makes a blocking call on a thread of its own
     * @param at when, after the start of the world
     * @param timeout how long its call may take
     * @param strikesAfter how long after the call's start it cancels its future or is interrupted, or null for never
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

        /** Returns the name under which its troubles are recorded. The name does not depend on the tenant. */
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

    /** Returns this plan without one of the things that go wrong. */
    Plan calming(String name) {
        SortedSet<String> more = new TreeSet<>(calm);
        more.add(name);
        return new Plan(seed, service, gateway, client, jolts, trouble, callers, more);
    }

    /** Returns random numbers that depend only on the seed, on who asks, and on the count of that one's requests. */
    static Random luck(long seed, long who, long turn) {
        long mixed = seed * 0x9E3779B97F4A7C15L + who * 0xBF58476D1CE4E5B9L + turn * 0x94D049BB133111EBL;
        return new Random(mixed ^ (mixed >>> 29));
    }
}
