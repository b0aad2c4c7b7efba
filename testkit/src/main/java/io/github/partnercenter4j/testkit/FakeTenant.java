package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.testkit.service.Service;
import java.util.List;
import java.util.Objects;

/**
 * One partner tenant of a {@link FakePartnerCenter}. Tests that share a fake use separate tenants, each with its own
 * profile, faults and journal. A request belongs to the tenant of its token; without a token of the fake, it belongs to
 * no tenant. Thread-safe.
 */
public final class FakeTenant {

    private final FakePartnerCenter fake;
    private final String id;
    private final FakeTokens tokens;
    private final Service state;
    private final FaultRules faults;
    private final Journal journal;

    FakeTenant(
            FakePartnerCenter fake, String id, FakeTokens tokens, Service state, FaultRules faults, Journal journal) {
        this.fake = fake;
        this.id = id;
        this.tokens = tokens;
        this.state = state;
        this.faults = faults;
        this.journal = journal;
    }

    /** {@return the tenant's id, a GUID in lower case} */
    public String id() {
        return id;
    }

    /** {@return the fake of this tenant} */
    public FakePartnerCenter fake() {
        return fake;
    }

    /**
     * {@return the issuer of this tenant's tokens, always the same} They are generated from the fake's seed and the
     * tenant's id.
     */
    public FakeTokens tokens() {
        return tokens;
    }

    /** {@return the stored profile of the tenant; the documented example until another one is stored} */
    public SupportProfile profile() {
        return state.profile(id);
    }

    /**
     * Stores a profile for the tenant; see {@link FakePartnerCenter#setProfile}.
     *
     * @param profile the profile
     * @throws IllegalArgumentException if an unknown member is not JSON, or has the name of a known member
     */
    public void setProfile(SupportProfile profile) {
        state.setProfile(id, Objects.requireNonNull(profile, "profile"));
    }

    /** {@return the journal of the exchanges with this tenant's tokens, in memory and over HTTP; always the same} */
    public Journal journal() {
        return journal;
    }

    /**
     * Starts a verification of this tenant's requests; see {@link FakePartnerCenter#verify}. There are two differences:
     * requests that were cleared from the tenant's journal do not count, and exchanges of other tenants do not use up
     * the limit of the journal.
     *
     * @param request the requests
     * @return the verification, without any check yet
     */
    public Verification<RecordedExchange> verify(Request request) {
        return Verification.of(journal.log(), request, false);
    }

    /**
     * Asserts that this tenant's requests came in this order; see {@link FakePartnerCenter#verifyInOrder}.
     *
     * @param requests the requests in order, at least one
     * @return the exchanges, one for each
     * @throws AssertionError if they did not; the message names the missing one
     * @throws IllegalArgumentException if there is nothing to verify
     */
    public List<RecordedExchange> verifyInOrder(Request... requests) {
        return Verification.inOrder(journal.log(), List.of(requests));
    }

    /**
     * {@return the violations of this tenant's clients so far: in requests to the API and, with this tenant's id or
     * domain name, to the login} See {@link FakePartnerCenter#conduct}.
     */
    public Conduct conduct() {
        return Conduct.of(
                journal.exchanges(),
                fake.tokenCalls().stream()
                        .filter(call -> TokenConduct.tenantOf(call).equals(id))
                        .toList());
    }

    /** Removes this tenant's rules and queued faults. Its profile and journal stay. */
    public void clearFaults() {
        faults.clear(id);
    }

    /**
     * Queues faults for this tenant's requests. Each fault applies to one request, in order and before all rules.
     *
     * @param more the faults, in order
     * @throws IllegalArgumentException if one is a fault of a connection, whose tenant is not known yet; use
     *     {@link FakePartnerCenter#next} for it
     */
    public void next(Fault... more) {
        faults.queue(id).addForRequests("a tenant's", more);
    }

    /**
     * Starts the definition of a rule for this tenant's requests only; see {@link FakePartnerCenter#when}.
     *
     * @param request the requests
     * @return the definition; it has no effect before {@link FaultRule.Builder#play} or
     *     {@link FaultRule.Builder#inTurn}
     */
    public FaultRule.Builder when(Request request) {
        return new FaultRule.Builder(faults, request.tenant(id), id);
    }

    /**
     * Asserts that all faults of this tenant were used.
     *
     * @throws AssertionError if an enabled rule of this tenant was never used, or one of its queued faults is left
     */
    public void requireAllRulesUsed() {
        faults.requireAllUsed(id, journal);
    }

    /** {@return how many updates of this tenant were stored, whatever their responses were} */
    public int writesApplied() {
        return state.writesApplied(id);
    }

    /** Resets this tenant: the documented profile, an empty journal, no faults and rules. Tokens stay valid. */
    public void reset() {
        faults.clear(id);
        state.reset(id);
        journal.clear();
    }

    /** {@return a report like {@link FakePartnerCenter#report()}, for this tenant only} */
    public String report() {
        return fake.report(id, id, writesApplied(), journal);
    }

    @Override
    public String toString() {
        return "FakeTenant[" + id + "]";
    }
}
