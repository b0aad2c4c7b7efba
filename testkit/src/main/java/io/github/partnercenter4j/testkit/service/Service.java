package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.model.Link;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.behaviour.Throttle;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpFault;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The service itself, without a transport: it stores one profile for each partner tenant and makes the response to a
 * request. It has no sockets and no threads, and gets the clock and the seed. Thread-safe; a write is atomic.
 */
public final class Service {

    /** The profile of Microsoft's documentation, which every tenant starts with. */
    private static final SupportProfile DOCUMENTED = completed(SupportProfile.builder()
            .email("email@sample.com")
            .telephone("4255555555")
            .website("www.microsoft.com")
            .build());

    private final Gatekeeper gatekeeper;
    private final Envelope envelope;
    private final Set<Behaviour> behaviours;
    private final RequestCheck check;
    private final Replays replays;
    private final Map<String, SupportProfile> profiles = new HashMap<>();
    private final Map<String, Integer> writes = new HashMap<>();
    private volatile @Nullable Throttling throttling;

    /**
     * Creates a service.
     *
     * @param seed the seed of all random values
     * @param clock the clock for the expiry of tokens and responses
     * @param behaviours the behaviours that are on
     * @param tokens the known tokens
     * @param replayLifetime how long the response to an update is kept
     */
    public Service(
            Seed seed, InstantSource clock, Set<Behaviour> behaviours, IssuedTokens tokens, Duration replayLifetime) {
        this.envelope = new Envelope(seed, clock, behaviours);
        this.behaviours = behaviours;
        this.check = new RequestCheck(behaviours);
        this.gatekeeper = new Gatekeeper(tokens, behaviours, check, clock, envelope.appId());
        this.replays = new Replays(clock, replayLifetime);
    }

    /**
     * A request after the check of its head.
     *
     * @param request the head
     * @param identity the identity of its token, or null
     * @param refusal the final response, or null if the body is needed
     * @param remarks the remarks about the head
     * @param ruling the decision of the throttle, or null if there is none
     */
    public record Admission(
            ServiceRequest request,
            @Nullable TokenIdentity identity,
            @Nullable HttpAnswer refusal,
            List<String> remarks,
            Throttling.@Nullable Ruling ruling) {

        /** Returns how much too early the request came, before the end of a requested wait. */
        public Duration tooEarly() {
            return ruling == null ? Duration.ZERO : ruling.tooEarly();
        }

        /** Takes back the count of the head, because the request was not complete. */
        public void takeBack() {
            if (ruling != null) {
                ruling.takeBack().run();
            }
        }

        /** Returns the tenant of the token, or null. */
        @Nullable
        public String tenant() {
            return identity == null ? null : identity.tenant();
        }
    }

    /** Checks the head of a request, and counts it if there is a throttle. Changes nothing else. */
    public Admission admit(ServiceRequest request) {
        TokenIdentity identity = gatekeeper.identify(request);
        List<String> remarks = check.remarks(request);
        Throttling counting = throttling;
        Throttling.Ruling ruling = counting == null || identity == null
                ? null
                : counting.rule(identity.tenant(), request.method().equals("PUT"));
        if (ruling != null && ruling.refusal() != null) {
            return new Admission(request, identity, ruling.refusal(), remarks, ruling);
        }
        Verdict refusal = gatekeeper.refuse(request, identity);
        HttpAnswer sealed = refusal == null ? null : envelope.seal(request, identity, refusal);
        return new Admission(request, identity, sealed, remarks, ruling);
    }

    /**
     * The result of a request.
     *
     * @param answer the answer
     * @param written whether a profile was replaced
     * @param replayed whether it is the response to an earlier request with the same id
     * @param remarks the remarks about the body
     */
    public record Outcome(HttpAnswer answer, boolean written, boolean replayed, List<String> remarks) {}

    /** The decision about an accepted request. */
    private record Result(Verdict verdict, boolean written, boolean replayed, List<String> remarks) {

        static Result nothing(Verdict verdict) {
            return new Result(verdict, false, false, List.of());
        }
    }

    /** Handles a request and returns its response. A refused request stays refused. */
    public Outcome answer(Admission admission, byte[] body) {
        TokenIdentity identity = admission.identity();
        HttpAnswer refusal = admission.refusal();
        if (refusal != null || identity == null) {
            return new Outcome(Objects.requireNonNull(refusal, "refusal"), false, false, List.of());
        }
        ServiceRequest request = admission.request();
        String tenant = identity.tenant();
        Result result = request.method().equals("PUT")
                ? write(tenant, request, body)
                : Result.nothing(Verdict.profile(ProfileJson.answer(profile(tenant))));
        return new Outcome(
                envelope.seal(request, identity, result.verdict), result.written, result.replayed, result.remarks);
    }

    private Result write(String tenant, ServiceRequest request, byte[] body) {
        if (body.length > 0
                && request.headers().first("Content-Type") == null
                && behaviours.contains(Behaviour.MEDIA_TYPES_CHECKED)) {
            return Result.nothing(Verdict.empty(415));
        }
        try {
            if (JsonReader.read(body) instanceof ObjectValue sent) {
                return write(tenant, sent, key(tenant, request), body);
            }
        } catch (JsonException malformed) {
            // The same response as for other bodies without a profile.
        } catch (ProfileJson.WrongTypeException wrong) {
            return Result.nothing(
                    Verdict.fault(400, 2000, "The request parameter is invalid: " + wrong.getMessage() + "."));
        }
        return Result.nothing(Verdict.fault(400, 800002, "The request input is invalid."));
    }

    /** Atomic: of two requests with the same id at once, one is stored, and the other gets the same response. */
    private synchronized Result write(String tenant, ObjectValue sent, Replays.@Nullable Key key, byte[] body)
            throws ProfileJson.WrongTypeException {
        Replays.Kept kept = key == null ? null : replays.find(key);
        if (kept != null && kept.isFor(body)) {
            return new Result(kept.verdict(), false, true, List.of());
        }
        if (kept != null && behaviours.contains(Behaviour.OTHER_BODY_REFUSED)) {
            return Result.nothing(Verdict.empty(409));
        }
        SupportProfile stored = profile(tenant);
        SupportProfile replaced = ProfileJson.replace(stored, sent);
        List<String> remarks = check.remarks(sent, stored);
        Verdict refusal = check.refuse(remarks, replaced);
        if (refusal != null) {
            return new Result(refusal, false, false, remarks);
        }
        profiles.put(tenant, replaced);
        writes.merge(tenant, 1, Integer::sum);
        Verdict verdict = Verdict.profile(ProfileJson.answer(replaced));
        if (key != null) {
            replays.keep(key, body, verdict);
        }
        return new Result(verdict, true, false, remarks);
    }

    /** Returns the key to recognise a repeated request, or null if it cannot be recognised. */
    private Replays.@Nullable Key key(String tenant, ServiceRequest request) {
        String requestId = request.headers().guid("MS-RequestId");
        ResourcePath path = Routes.resource(request);
        return requestId == null || path == null || !behaviours.contains(Behaviour.REPLAY)
                ? null
                : new Replays.Key(tenant, path, requestId.toLowerCase(Locale.ROOT));
    }

    /** Returns a fault adapted to this request, or null. */
    @Nullable
    public HttpFault seal(@Nullable HttpFault httpFault, Admission admission) {
        return httpFault == null
                ? null
                : httpFault.withServiceHeaders(answer -> envelope.seal(admission.request(), answer));
    }

    /** Returns the stored profile of a tenant. */
    public synchronized SupportProfile profile(String tenant) {
        return profiles.getOrDefault(tenant, DOCUMENTED);
    }

    /**
     * Stores a profile for a tenant. This does not count as a write.
     *
     * @throws IllegalArgumentException if an unknown member is no JSON, or a known one in truth
     */
    public void setProfile(String tenant, SupportProfile profile) {
        SupportProfile completed = completed(profile);
        // Checks that the profile can be written later.
        ProfileJson.answer(completed);
        synchronized (this) {
            profiles.put(tenant, completed);
        }
    }

    /** Returns the throttle. */
    public Throttle throttle() {
        Throttling counting = throttling;
        return counting == null ? Throttle.none() : counting.limit();
    }

    /** Sets the throttle. Counting starts again for each tenant; null removes it. */
    public void throttle(@Nullable Throttling counting) {
        throttling = counting;
    }

    /** Returns how many writes were stored. */
    public synchronized int writesApplied() {
        int all = 0;
        for (int count : writes.values()) {
            all += count;
        }
        return all;
    }

    /** Returns how many writes of a tenant were stored. */
    public synchronized int writesApplied(String tenant) {
        return writes.getOrDefault(tenant, 0);
    }

    /** Resets one tenant. */
    public synchronized void reset(String tenant) {
        profiles.remove(tenant);
        writes.remove(tenant);
        replays.forget(tenant);
    }

    /**
     * The stored state at one moment.
     *
     * @param profiles by tenant
     * @param writes the number of writes, by tenant
     */
    public record State(Map<String, SupportProfile> profiles, Map<String, Integer> writes) {

        /** Copies both. */
        public State {
            profiles = Map.copyOf(profiles);
            writes = Map.copyOf(writes);
        }
    }

    public synchronized State state() {
        return new State(profiles, writes);
    }

    public synchronized void restore(State state) {
        profiles.clear();
        profiles.putAll(state.profiles());
        writes.clear();
        writes.putAll(state.writes());
        // Responses after that moment are no longer valid.
        replays.clear();
    }

    /** Returns the names of the changed texts of a tenant's profile, without the texts. */
    public String changes(String tenant) {
        SupportProfile profile = profile(tenant);
        List<String> changed = new ArrayList<>();
        note(changed, "email", profile.email(), DOCUMENTED.email());
        note(changed, "telephone", profile.telephone(), DOCUMENTED.telephone());
        note(changed, "website", profile.website(), DOCUMENTED.website());
        note(changed, "profileType", profile.profileType(), DOCUMENTED.profileType());
        note(changed, "attributes", profile.attributes(), DOCUMENTED.attributes());
        note(changed, "unknown members", profile.unknownMembers(), DOCUMENTED.unknownMembers());
        return changed.isEmpty() ? "the documented profile" : "a profile that differs in " + String.join(", ", changed);
    }

    private static void note(List<String> changed, String name, @Nullable Object now, @Nullable Object first) {
        if (!Objects.equals(now, first)) {
            changed.add(name + (now == null ? " (none)" : ""));
        }
    }

    /** Resets everything: the documented profile for all tenants, ids from the start, and no throttle. */
    public synchronized void reset() {
        profiles.clear();
        writes.clear();
        replays.clear();
        throttling = null;
        envelope.reset();
    }

    /** Adds the members that the service adds to every profile. */
    private static SupportProfile completed(SupportProfile profile) {
        ProfileAttributes attributes = profile.attributes();
        String objectType = attributes.objectType();
        String profileType = profile.profileType();
        return profile.toBuilder()
                .profileType(profileType == null ? "support_profile" : profileType)
                .attributes(ProfileAttributes.of(
                        objectType == null ? "PartnerSupportProfile" : objectType,
                        attributes.etag(),
                        attributes.unknownMembers()))
                .links(Map.of("self", Link.of("/v1/profiles/support", "GET", List.of())))
                .build();
    }
}
