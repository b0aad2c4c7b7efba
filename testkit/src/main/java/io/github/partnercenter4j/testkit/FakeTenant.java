package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.testkit.service.Service;
import java.util.List;
import java.util.Objects;

/**
 * One partner tenant's part of a {@link FakePartnerCenter}, so that tests may share a fake and not meet: each takes a
 * tenant of its own, and asks for profile, faults and journal here. A request belongs to the tenant whose token it brings;
 * one without a token of the fake belongs to nobody. Thread-safe.
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

    /**
     * Returns the tenant's id.
     *
     * @return a GUID in lower case
     */
    public String id() {
        return id;
    }

    /**
     * Returns the fake that this is a tenant of.
     *
     * @return the fake
     */
    public FakePartnerCenter fake() {
        return fake;
    }

    /**
     * Returns the issuer of this tenant's tokens, made from the fake's seed and the tenant's id.
     *
     * @return the issuer, always the same
     */
    public FakeTokens tokens() {
        return tokens;
    }

    /**
     * Returns what is stored for the tenant.
     *
     * @return the profile, the documented example until another is stored
     */
    public SupportProfile profile() {
        return state.profile(id);
    }

    /**
     * Stores a profile for the tenant; see {@link FakePartnerCenter#setProfile}.
     *
     * @param profile the profile
     * @throws IllegalArgumentException if an unknown member is no JSON or a known one in truth
     */
    public void setProfile(SupportProfile profile) {
        state.setProfile(id, Objects.requireNonNull(profile, "profile"));
    }

    /**
     * Returns what happened with this tenant's tokens, through both doors.
     *
     * @return the tenant's journal, always the same
     */
    public Journal journal() {
        return journal;
    }

    /**
     * Begins to verify which of this tenant's requests came; see {@link FakePartnerCenter#verify}. Other than there, what the
     * tenant's journal was cleared of did not come, and other tenants' exchanges take no room from this one's.
     *
     * @param request which requests
     * @return the verification, which checks nothing yet
     */
    public Verification<RecordedExchange> verify(Request request) {
        return Verification.of(journal.log(), request, false);
    }

    /**
     * Makes sure that this tenant's requests came in an order; see {@link FakePartnerCenter#verifyInOrder}.
     *
     * @param requests which requests, at least one, in their order
     * @return the exchanges, one for each
     * @throws AssertionError if they did not; it says which was missing
     * @throws IllegalArgumentException if there is nothing to verify
     */
    public List<RecordedExchange> verifyInOrder(Request... requests) {
        return Verification.inOrder(journal.log(), List.of(requests));
    }

    /**
     * Judges how this tenant's clients behaved so far; see {@link FakePartnerCenter#conduct}.
     *
     * @return what they did that a client should not do, to the API and, with this tenant's id, to the login
     */
    public Conduct conduct() {
        return Conduct.of(
                journal.exchanges(),
                fake.tokenCalls().stream()
                        .filter(call -> call.tenant().equalsIgnoreCase(id))
                        .toList());
    }

    /** Drops this tenant's rules, and the faults that are queued for it; its profile and journal stay. */
    public void clearFaults() {
        faults.clear(id);
    }

    /**
     * Queues faults for this tenant's requests, each played to one, first come first served, and before any rule.
     *
     * @param more the faults, in their order
     * @throws IllegalArgumentException if one befalls a connection, when nobody knows yet whose it is;
     *     {@link FakePartnerCenter#next} takes those
     */
    public void next(Fault... more) {
        faults.queue(id).addForRequests("a tenant's", more);
    }

    /**
     * Begins the definition of a rule that is for this tenant's requests only; see {@link FakePartnerCenter#when}.
     *
     * @param request which requests
     * @return the definition, without effect until {@link FaultRule.Builder#play} or {@link FaultRule.Builder#inTurn}
     */
    public FaultRule.Builder when(Request request) {
        return new FaultRule.Builder(faults, request.tenant(id), id);
    }

    /**
     * Makes sure that a test met the faults it asked this tenant for.
     *
     * @throws AssertionError if a rule of this tenant that is enabled never played, or one of its queued faults is left
     */
    public void requireAllRulesUsed() {
        faults.requireAllUsed(id, journal);
    }

    /**
     * Returns how many of the tenant's updates took effect, whatever was answered.
     *
     * @return the number
     */
    public int writesApplied() {
        return state.writesApplied(id);
    }

    /** Begins again for this tenant: the documented profile, an empty journal, no faults and rules. Tokens stay good. */
    public void reset() {
        faults.clear(id);
        state.reset(id);
        journal.clear();
    }

    /**
     * Says what {@link FakePartnerCenter#report()} says, of this tenant alone.
     *
     * @return the lines
     */
    public String report() {
        return fake.report(id, id, writesApplied(), journal);
    }

    @Override
    public String toString() {
        return "FakeTenant[" + id + "]";
    }
}
