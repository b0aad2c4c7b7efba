package io.github.partnercenter4j.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a world is made of. A seed gives a plan; a plan with less in it tells the same story in fewer words, because each
 * caller's luck depends on the seed and on nothing else. Immutable.
 *
 * @param seed what all luck comes from
 * @param tenants how many partners, each with a client of its own
 * @param places how many exchanges the gateway runs at once
 * @param etags whether the service gives ETags and heeds {@code If-Match}
 * @param replays whether the service answers a repeated request id without writing again
 * @param reconciles whether the clients settle unknown writes by a read
 * @param retries how many attempts a call may make
 * @param attemptTimeout the clients' attempt timeout
 * @param oneRoute whether the documented route of updates is unknown to the service
 * @param refusesTokens whether the service refuses every other token, so that a call may be refused twice
 * @param callbacks where the application has its callbacks run
 * @param rudeListener whether what listens throws now and then
 * @param clockJumps whether the wall clock is set while calls are under way
 * @param trouble how much goes wrong, in percent
 * @param callers who calls
 */
record Plan(
        long seed,
        int tenants,
        int places,
        boolean etags,
        boolean replays,
        boolean reconciles,
        int retries,
        Duration attemptTimeout,
        boolean oneRoute,
        boolean refusesTokens,
        Callbacks callbacks,
        boolean rudeListener,
        boolean clockJumps,
        int trouble,
        List<CallerPlan> callers) {

    /** The executor that the application lends. */
    enum Callbacks {
        NONE,
        LATER,
        INLINE,
        FULL
    }

    /** What a caller wants. */
    enum Wish {
        GET,
        UPDATE,
        EDIT,
        CLOSE
    }

    /**
     * One caller.
     *
     * @param number which one; its luck and its texts come from it
     * @param tenant whose client it uses
     * @param wish what it does
     * @param at when, after the world's start
     * @param timeout how long its call may take
     * @param cancelAfter when it gives up, or null
     * @param callsAgain whether its callback reads the profile once more
     */
    record CallerPlan(
            int number,
            int tenant,
            Wish wish,
            Duration at,
            Duration timeout,
            @Nullable Duration cancelAfter,
            boolean callsAgain) {}

    static Plan of(long seed) {
        Random random = new Random(seed);
        int tenants = 1 + random.nextInt(3);
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 30 : 6);
        List<CallerPlan> callers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(100);
            Wish wish = kind < 20 ? Wish.GET : kind < 60 ? Wish.UPDATE : kind < 96 ? Wish.EDIT : Wish.CLOSE;
            callers.add(new CallerPlan(
                    i,
                    random.nextInt(tenants),
                    wish,
                    Duration.ofMillis(random.nextInt(random.nextBoolean() ? 200 : 20_000)),
                    random.nextInt(3) == 0 ? Duration.ofMillis(50 + random.nextInt(3000)) : Duration.ofSeconds(60),
                    random.nextInt(8) == 0 ? Duration.ofMillis(random.nextInt(3000)) : null,
                    random.nextInt(8) == 0));
        }
        return new Plan(
                seed,
                tenants,
                random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(8),
                random.nextInt(3) > 0,
                random.nextBoolean(),
                random.nextInt(4) > 0,
                1 + random.nextInt(4),
                random.nextBoolean() ? Duration.ofMillis(200 + random.nextInt(2000)) : Duration.ofSeconds(20),
                random.nextInt(6) == 0,
                random.nextInt(5) == 0,
                List.of(Callbacks.NONE, Callbacks.LATER, Callbacks.INLINE, Callbacks.FULL)
                        .get(random.nextInt(4)),
                random.nextInt(5) == 0,
                random.nextInt(5) == 0,
                random.nextInt(80),
                List.copyOf(callers));
    }

    Plan with(List<CallerPlan> others) {
        return new Plan(
                seed,
                tenants,
                places,
                etags,
                replays,
                reconciles,
                retries,
                attemptTimeout,
                oneRoute,
                refusesTokens,
                callbacks,
                rudeListener,
                clockJumps,
                trouble,
                others);
    }

    /** Luck that depends on the seed, on the caller, and on how often it was asked. */
    static Random luck(long seed, long caller, long turn) {
        long mixed = seed * 0x9E3779B97F4A7C15L + caller * 0xBF58476D1CE4E5B9L + turn * 0x94D049BB133111EBL;
        return new Random(mixed ^ (mixed >>> 29));
    }
}
