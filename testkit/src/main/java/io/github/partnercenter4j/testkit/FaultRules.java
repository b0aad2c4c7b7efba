package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.http.HttpFault;
import io.github.partnercenter4j.testkit.service.Seed;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import io.github.partnercenter4j.testkit.visit.FaultChooser;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the fault of an exchange: queued faults first, then the rules in the order of their definition. The first
 * rule that applies decides, and later rules do not see the exchange. Thread-safe.
 */
final class FaultRules implements FaultChooser {

    /** The stages of an in-memory exchange, which counts as its own connection; null is the request. */
    private static final List<HttpFault.@Nullable At> STAGES =
            Arrays.asList(HttpFault.At.CONNECTION, HttpFault.At.HANDSHAKE, null);

    private final Seed seed;
    private final InstantSource clock;
    private final int limit;
    private final FaultQueue queue = new FaultQueue();
    private final FaultQueue loginQueue = new FaultQueue();
    private final Map<String, FaultQueue> queues = new ConcurrentHashMap<>();
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();

    // Guarded by this. How many rules each tenant, or "" for everybody, has had since they were cleared.
    private final Map<String, Integer> places = new HashMap<>();
    private int defined;

    /** Has no faults yet. Each rule will keep this number of exchanges. */
    FaultRules(Seed seed, InstantSource clock, int limit) {
        this.seed = seed;
        this.clock = clock;
        this.limit = limit;
    }

    FaultQueue queue() {
        return queue;
    }

    /** Returns the queue for token requests. */
    FaultQueue loginQueue() {
        return loginQueue;
    }

    List<FaultRule> rules() {
        return List.copyOf(rules);
    }

    /** Returns the queue for requests of one tenant. It comes after the queue for all requests. */
    FaultQueue queue(String tenant) {
        return queues.computeIfAbsent(tenant, key -> new FaultQueue());
    }

    private @Nullable Fault queued(@Nullable Fault ofAll, @Nullable String tenant) {
        FaultQueue own = ofAll != null || tenant == null ? null : queues.get(tenant);
        return own == null ? ofAll : own.takeForRequest();
    }

    /**
     * Adds a rule. It has its own random numbers, so that they do not depend on the traffic of other rules, or on the
     * rules of another tenant, whose test may run in parallel.
     */
    synchronized FaultRule add(FaultRule.Builder builder, List<Fault> turns) {
        String owner = builder.owner();
        int place = places.merge(owner == null ? "" : owner, 1, Integer::sum) - 1;
        SplittableRandom random = seed.stream("fault rule " + (owner == null ? "" : owner + " ") + place);
        FaultRule rule = new FaultRule(++defined, builder, turns, random, clock, limit);
        rules.add(rule);
        return rule;
    }

    /** Removes one rule. Its place is not used again, so that no later rule gets the random numbers of another one. */
    void remove(FaultRule rule) {
        rules.remove(rule);
    }

    @Override
    public FaultChoice forConnection() {
        return forConnection(HttpFault.At.CONNECTION);
    }

    @Override
    public FaultChoice forHandshake() {
        return forConnection(HttpFault.At.HANDSHAKE);
    }

    @Override
    public FaultChoice forToken() {
        Fault queued = loginQueue.takeForRequest();
        return queued == null ? FaultChoice.NOTHING : FaultChoice.of(queued);
    }

    private FaultChoice forConnection(HttpFault.At stage) {
        Fault queued = queue.takeForConnection(stage);
        return queued == null ? choose(stage, null, null, null) : FaultChoice.of(queued);
    }

    @Override
    public @Nullable FaultChoice forHead(ServiceRequest head, @Nullable String tenant, boolean bodyWanted) {
        Fault queued = queued(queue.takeForRequest(), tenant);
        if (queued != null) {
            return FaultChoice.of(queued);
        }
        for (FaultRule rule : rules) {
            if (bodyWanted && rule.waitsForBody(head, tenant)) {
                return null;
            }
        }
        return choose(null, head, tenant, null);
    }

    @Override
    public FaultChoice forBody(ServiceRequest head, @Nullable String tenant, byte[] body) {
        return choose(null, head, tenant, body);
    }

    @Override
    public FaultChoice forExchange(ServiceRequest head, @Nullable String tenant, byte @Nullable [] body) {
        Fault queued = queued(queue.take(), tenant);
        if (queued != null) {
            return FaultChoice.of(queued);
        }
        for (HttpFault.At stage : STAGES) {
            FaultChoice choice = choose(stage, head, tenant, body);
            if (!choice.equals(FaultChoice.NOTHING)) {
                return choice;
            }
        }
        return FaultChoice.NOTHING;
    }

    private FaultChoice choose(
            HttpFault.@Nullable At stage,
            @Nullable ServiceRequest head,
            @Nullable String tenant,
            byte @Nullable [] body) {
        for (FaultRule rule : rules) {
            FaultChoice choice = rule.offer(stage, head, tenant, body);
            if (choice != null) {
                return choice;
            }
        }
        return FaultChoice.NOTHING;
    }

    /**
     * Asserts that all faults were used.
     *
     * @param owner the tenant of the faults, or null for all faults
     */
    void requireAllUsed(@Nullable String owner, Journal journal) {
        StringBuilder unused = new StringBuilder();
        for (FaultRule rule : rules) {
            if (rule.isEnabled() && rule.hits() == 0 && isOf(owner, rule.owner())) {
                unused.append("\n  ").append(rule);
            }
        }
        for (Fault fault : left(owner)) {
            unused.append("\n  next(").append(fault).append(')');
        }
        for (Fault fault : owner == null ? loginQueue.left() : List.<Fault>of()) {
            unused.append("\n  login().next(").append(fault).append(')');
        }
        if (unused.length() > 0) {
            throw new AssertionError("These faults were never played:" + unused
                    + "\nNo matching request came, or an earlier fault was played instead. " + journal);
        }
    }

    /** Returns the queued faults that are left: of one tenant, or all if that is null. */
    List<Fault> left(@Nullable String owner) {
        List<Fault> left = new ArrayList<>(owner == null ? queue.left() : List.of());
        queues.forEach((tenant, own) -> left.addAll(isOf(owner, tenant) ? own.left() : List.of()));
        return left;
    }

    private static boolean isOf(@Nullable String owner, @Nullable String tenant) {
        return owner == null || owner.equals(tenant);
    }

    /** Shows the rules of one tenant, or all if that is null, one line for each. */
    String show(@Nullable String owner) {
        StringBuilder text = new StringBuilder();
        for (FaultRule rule : rules) {
            if (isOf(owner, rule.owner())) {
                text.append("\n  ").append(rule);
            }
        }
        return text.toString();
    }

    synchronized void clear(String tenant) {
        queues.remove(tenant);
        rules.removeIf(rule -> tenant.equals(rule.owner()));
        places.remove(tenant);
    }

    synchronized void clear() {
        queue.clear();
        queues.clear();
        rules.clear();
        places.clear();
    }
}
