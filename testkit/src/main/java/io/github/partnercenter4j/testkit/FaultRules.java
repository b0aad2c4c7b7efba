package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.http.Trouble;
import io.github.partnercenter4j.testkit.service.Seed;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import io.github.partnercenter4j.testkit.visit.Mischief;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what befalls an exchange: what is queued comes first, then the rules, in the order of their definition. The
 * first that is due decides, and those behind it do not see the exchange. Thread-safe.
 */
final class FaultRules implements Mischief {

    /** The stages at which an exchange that is its own connection may be met by a fault; null is the request itself. */
    private static final List<Trouble.@Nullable At> STAGES =
            Arrays.asList(Trouble.At.CONNECTION, Trouble.At.HANDSHAKE, null);

    private final Seed seed;
    private final InstantSource clock;
    private final int limit;
    private final FaultQueue queue = new FaultQueue();
    private final FaultQueue loginQueue = new FaultQueue();
    private final Map<String, FaultQueue> queues = new ConcurrentHashMap<>();
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();

    // Guarded by this.
    private int defined;

    /** Chooses nothing yet; each rule will remember so many exchanges. */
    FaultRules(Seed seed, InstantSource clock, int limit) {
        this.seed = seed;
        this.clock = clock;
        this.limit = limit;
    }

    FaultQueue queue() {
        return queue;
    }

    /** Returns the queue that requests for tokens are played from. */
    FaultQueue loginQueue() {
        return loginQueue;
    }

    List<FaultRule> rules() {
        return List.copyOf(rules);
    }

    /** Returns the queue that only one tenant's requests are played from, after everybody's. */
    FaultQueue queue(String tenant) {
        return queues.computeIfAbsent(tenant, key -> new FaultQueue());
    }

    private @Nullable Fault takeOf(@Nullable String tenant) {
        FaultQueue own = tenant == null ? null : queues.get(tenant);
        return own == null ? null : own.takeForRequest();
    }

    /** Adds a rule, with chance of its own: what one rule draws is not to depend on the others' traffic. */
    synchronized FaultRule add(FaultRule.Builder builder, List<Fault> turns) {
        String owner = builder.owner();
        SplittableRandom random = seed.stream("fault rule " + (owner == null ? "" : owner + " ") + count(owner));
        FaultRule rule = new FaultRule(++defined, builder, turns, random, clock, limit);
        rules.add(rule);
        return rule;
    }

    /** How many rules one tenant has, or everybody: parallel tests' rules are not to shift each other's chance. */
    private int count(@Nullable String owner) {
        int count = 0;
        for (FaultRule rule : rules) {
            count += Objects.equals(rule.owner(), owner) ? 1 : 0;
        }
        return count;
    }

    @Override
    public Play forConnection() {
        return forConnection(Trouble.At.CONNECTION);
    }

    @Override
    public Play forHandshake() {
        return forConnection(Trouble.At.HANDSHAKE);
    }

    @Override
    public Play forToken() {
        Fault queued = loginQueue.takeForRequest();
        return queued == null ? Play.NOTHING : Play.of(queued);
    }

    private Play forConnection(Trouble.At stage) {
        Fault queued = queue.takeForConnection(stage);
        return queued == null ? choose(stage, null, null, null) : Play.of(queued);
    }

    @Override
    public @Nullable Play forHead(ServiceRequest head, @Nullable String tenant, boolean bodyWanted) {
        Fault queued = queue.takeForRequest();
        if (queued == null) {
            queued = takeOf(tenant);
        }
        if (queued != null) {
            return Play.of(queued);
        }
        for (FaultRule rule : rules) {
            if (bodyWanted && rule.waitsForBody(head, tenant)) {
                return null;
            }
        }
        return choose(null, head, tenant, null);
    }

    @Override
    public Play forBody(ServiceRequest head, @Nullable String tenant, byte[] body) {
        return choose(null, head, tenant, body);
    }

    @Override
    public Play forExchange(ServiceRequest head, @Nullable String tenant, byte @Nullable [] body) {
        Fault queued = queue.take();
        if (queued == null) {
            queued = takeOf(tenant);
        }
        if (queued != null) {
            return Play.of(queued);
        }
        for (Trouble.At stage : STAGES) {
            Play play = choose(stage, head, tenant, body);
            if (!play.equals(Play.NOTHING)) {
                return play;
            }
        }
        return Play.NOTHING;
    }

    private Play choose(
            Trouble.@Nullable At stage,
            @Nullable ServiceRequest head,
            @Nullable String tenant,
            byte @Nullable [] body) {
        for (FaultRule rule : rules) {
            Play play = rule.offer(stage, head, tenant, body);
            if (play != null) {
                return play;
            }
        }
        return Play.NOTHING;
    }

    /**
     * Makes sure that nothing is left unplayed.
     *
     * @param owner a tenant, or null for everybody's and all tenants'
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
            throw new AssertionError("These faults were asked for and never played:" + unused
                    + "\nNothing they are for came, or something before them took it. " + journal);
        }
    }

    /** Returns the queued faults that are left: of one tenant, or everybody's and all tenants'. */
    List<Fault> left(@Nullable String owner) {
        List<Fault> left = new ArrayList<>(owner == null ? queue.left() : List.of());
        queues.forEach((tenant, own) -> left.addAll(isOf(owner, tenant) ? own.left() : List.of()));
        return left;
    }

    private static boolean isOf(@Nullable String owner, @Nullable String tenant) {
        return owner == null || owner.equals(tenant);
    }

    /** Shows the rules, a line for each; of everybody, or of one tenant. */
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
    }

    synchronized void clear() {
        queue.clear();
        queues.clear();
        rules.clear();
    }
}
