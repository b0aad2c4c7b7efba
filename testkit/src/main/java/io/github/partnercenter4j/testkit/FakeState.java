package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.model.Link;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The service itself, without a transport: one profile for each partner tenant, and what it answers to a request. Knows
 * no socket and no thread; time and chance come from outside. Thread-safe; a write is atomic.
 */
final class FakeState {

    /** The profile of Microsoft's documentation, which every tenant starts with. */
    private static final SupportProfile DOCUMENTED = completed(SupportProfile.builder()
            .email("email@sample.com")
            .telephone("4255555555")
            .website("www.microsoft.com")
            .build());

    private final Gatekeeper gatekeeper;
    private final Envelope envelope;
    private final Map<String, SupportProfile> profiles = new HashMap<>();
    private final Map<String, Integer> writes = new HashMap<>();

    FakeState(Gatekeeper gatekeeper, Envelope envelope) {
        this.gatekeeper = gatekeeper;
        this.envelope = envelope;
    }

    /**
     * A request that the service has seen the head of.
     *
     * @param request the head
     * @param identity whose token it brought, or null if nobody's
     * @param refusal the final answer, or null if the body is wanted
     */
    record Admission(
            ServiceRequest request,
            @Nullable TokenIdentity identity,
            @Nullable HttpAnswer refusal) {

        /** Returns the tenant whose token came, or null. */
        @Nullable
        String tenant() {
            return identity == null ? null : identity.tenant();
        }
    }

    /** Decides by its head whether a request is taken. Changes nothing. */
    Admission admit(ServiceRequest request) {
        TokenIdentity identity = gatekeeper.identify(request);
        Verdict refusal = gatekeeper.refuse(request, identity);
        return new Admission(request, identity, refusal == null ? null : envelope.seal(request, identity, refusal));
    }

    /**
     * What came of a request.
     *
     * @param answer the answer
     * @param written whether a profile was replaced
     */
    record Outcome(HttpAnswer answer, boolean written) {}

    /** Answers a request, and does what it asks. One that was refused stays refused. */
    Outcome answer(Admission admission, byte[] body) {
        TokenIdentity identity = admission.identity();
        HttpAnswer refusal = admission.refusal();
        if (refusal != null || identity == null) {
            return new Outcome(Objects.requireNonNull(refusal, "refusal"), false);
        }
        ServiceRequest request = admission.request();
        boolean isWrite = request.method().equals("PUT");
        Verdict verdict = isWrite
                ? write(identity.tenant(), request, body)
                : Verdict.profile(ProfileJson.answer(profile(identity.tenant())));
        return new Outcome(envelope.seal(request, identity, verdict), isWrite && verdict.status() == 200);
    }

    private Verdict write(String tenant, ServiceRequest request, byte[] body) {
        if (body.length > 0 && request.headers().first("Content-Type") == null) {
            return Verdict.empty(415);
        }
        try {
            if (JsonReader.read(body) instanceof ObjectValue sent) {
                return Verdict.profile(ProfileJson.answer(store(tenant, sent)));
            }
        } catch (JsonException malformed) {
            // Answered like the other bodies that hold no profile.
        } catch (ProfileJson.WrongTypeException wrong) {
            return Verdict.fault(400, 2000, "The request parameter is invalid: " + wrong.getMessage() + ".");
        }
        return Verdict.fault(400, 800002, "The request input is invalid.");
    }

    private synchronized SupportProfile store(String tenant, ObjectValue sent) throws ProfileJson.WrongTypeException {
        SupportProfile replaced = ProfileJson.replace(profile(tenant), sent);
        profiles.put(tenant, replaced);
        writes.merge(tenant, 1, Integer::sum);
        return replaced;
    }

    /** Returns what is stored for a tenant. */
    synchronized SupportProfile profile(String tenant) {
        return profiles.getOrDefault(tenant, DOCUMENTED);
    }

    /**
     * Stores a profile for a tenant, as if it had always been there.
     *
     * @throws IllegalArgumentException if an unknown member is no JSON, or a known one in truth
     */
    void setProfile(String tenant, SupportProfile profile) {
        SupportProfile completed = completed(profile);
        // It must be possible to answer it later.
        ProfileJson.answer(completed);
        synchronized (this) {
            profiles.put(tenant, completed);
        }
    }

    /** Returns how many writes took effect. */
    synchronized int writesApplied() {
        int all = 0;
        for (int count : writes.values()) {
            all += count;
        }
        return all;
    }

    /** Returns how many writes of a tenant took effect. */
    synchronized int writesApplied(String tenant) {
        return writes.getOrDefault(tenant, 0);
    }

    /** Begins again for one tenant. */
    synchronized void reset(String tenant) {
        profiles.remove(tenant);
        writes.remove(tenant);
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(profiles, writes);
    }

    synchronized void restore(Snapshot snapshot) {
        profiles.clear();
        profiles.putAll(snapshot.profiles());
        writes.clear();
        writes.putAll(snapshot.writes());
    }

    /** Names the texts in which a tenant's profile is another than at the start; shows none of them. */
    String changes(String tenant) {
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

    /** Begins again: the documented profile for all, and the ids from the first. */
    synchronized void reset() {
        profiles.clear();
        writes.clear();
        envelope.reset();
    }

    /** Adds what the service puts into every profile. */
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
