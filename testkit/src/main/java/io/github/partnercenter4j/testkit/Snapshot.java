package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.service.Service;

/** What a fake stored at one moment; see {@link FakePartnerCenter#snapshot()}. Immutable. */
public final class Snapshot {

    private final Service.State state;

    Snapshot(Service.State state) {
        this.state = state;
    }

    Service.State state() {
        return state;
    }

    /** Shows how many tenants it remembers. */
    @Override
    public String toString() {
        return "Snapshot[" + state.profiles().size() + " tenants]";
    }
}
