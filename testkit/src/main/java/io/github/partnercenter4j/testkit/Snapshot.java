package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.model.SupportProfile;
import java.util.Map;

/** What a fake stored at one moment; see {@link FakePartnerCenter#snapshot()}. Immutable. */
public final class Snapshot {

    private final Map<String, SupportProfile> profiles;
    private final Map<String, Integer> writes;

    Snapshot(Map<String, SupportProfile> profiles, Map<String, Integer> writes) {
        this.profiles = Map.copyOf(profiles);
        this.writes = Map.copyOf(writes);
    }

    Map<String, SupportProfile> profiles() {
        return profiles;
    }

    Map<String, Integer> writes() {
        return writes;
    }

    /** Shows how many tenants it remembers. */
    @Override
    public String toString() {
        return "Snapshot[" + profiles.size() + " tenants]";
    }
}
