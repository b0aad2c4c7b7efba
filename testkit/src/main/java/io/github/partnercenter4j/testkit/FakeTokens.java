package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.service.IssuedTokens;
import io.github.partnercenter4j.testkit.service.Seed;
import io.github.partnercenter4j.testkit.service.TenantId;
import io.github.partnercenter4j.testkit.service.TokenIdentity;
import io.github.partnercenter4j.testkit.service.TokenIdentity.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.SplittableRandom;

/**
 * Issues the tokens that the fake knows: good ones, and one of each kind that the service refuses. Every call gives a new
 * token, opaque and made from the fake's seed. A good token lives an hour by the fake's clock, and outlives
 * {@link FakePartnerCenter#reset()}, as a client's token would. A fake knows the latest five thousand tokens, those of its
 * login included; an older one is refused like a stranger's. Thread-safe.
 */
public final class FakeTokens {

    private static final Duration LIFE = Duration.ofHours(1);

    private final SplittableRandom random;
    private final InstantSource clock;
    private final String tenant;
    /** Shared by the issuers of all tenants. */
    private final IssuedTokens issued;

    FakeTokens(Seed seed, InstantSource clock, String tenant, IssuedTokens issued) {
        this(seed.stream("tokens"), clock, tenant, issued);
    }

    private FakeTokens(SplittableRandom random, InstantSource clock, String tenant, IssuedTokens issued) {
        this.random = random;
        this.clock = clock;
        this.tenant = tenant;
        this.issued = issued;
    }

    /** Returns an issuer for another tenant, with chance of its own, whose tokens are as good. */
    FakeTokens of(String tenant, Seed seed) {
        return new FakeTokens(seed.stream("tokens " + tenant), clock, tenant, issued);
    }

    /**
     * Issues an App+User token for this issuer's tenant, the kind that the support profile takes.
     *
     * @return a new token
     */
    public AccessToken appPlusUser() {
        return issue(Kind.USER);
    }

    /**
     * Issues an App+User token for another tenant. Its tokens of the other kinds come from
     * {@link FakeTenant#tokens()}.
     *
     * @param tenant the partner tenant's id, any GUID
     * @return a new token
     * @throws IllegalArgumentException if the tenant is no GUID
     */
    public AccessToken appPlusUser(String tenant) {
        return issue(Kind.USER, tenantKey(tenant), clock.instant().plus(LIFE));
    }

    /**
     * Issues an app's own token, which the service refuses with 403.
     *
     * @return a new token
     */
    public AccessToken appOnly() {
        return issue(Kind.APP);
    }

    /**
     * Issues an App+User token that has expired, which the service refuses with 401.
     *
     * @return a new token
     */
    public AccessToken expired() {
        return issue(Kind.USER, tenant, Instant.MIN);
    }

    /**
     * Issues a token for another API, which the service refuses with 401 and code 900420.
     *
     * @return a new token
     */
    public AccessToken wrongAudience() {
        return issue(Kind.OTHER_AUDIENCE);
    }

    /**
     * Issues an App+User token of a user whose role may read but not write: the service refuses the write with 403 and
     * code 900150.
     *
     * @return a new token
     */
    public AccessToken withoutRole() {
        return issue(Kind.USER_WITHOUT_ROLE);
    }

    /**
     * Issues an App+User token of a user who signed in without a second factor, which the service refuses with 401, code
     * 900421 and the header {@code isMfaCompliant: false}, unless {@link Behaviour#MFA_ENFORCED} is off.
     *
     * @return a new token
     */
    public AccessToken withoutMfa() {
        return issue(Kind.USER_WITHOUT_MFA);
    }

    /**
     * Revokes the tokens that this issuer's tenant has so far, of every kind, those of the login included: they are refused
     * with 401 like a stranger's, and no longer known to be the tenant's. Later ones are good, and so are those of
     * {@link #lasting()}. {@link FakeLogin#revokeRefreshTokens} is for refresh tokens.
     */
    public void revokeAll() {
        issued.revoke(tenant);
    }

    /**
     * Issues an App+User token for this issuer's tenant that does not expire, for those who cannot ask for another: a shell, a
     * browser.
     *
     * @return a new token
     */
    public AccessToken lasting() {
        return issue(Kind.USER, tenant, Instant.MAX);
    }

    /** Returns the spelling of a tenant's id that the fake compares by. */
    static String tenantKey(String tenant) {
        return TenantId.of(tenant);
    }

    private AccessToken issue(Kind kind) {
        return issue(kind, tenant, clock.instant().plus(LIFE));
    }

    private synchronized AccessToken issue(Kind kind, String tenant, Instant expiresAt) {
        // Secrets.OWN knows it by its looks.
        String value = "0.T" + Seed.base64(random, 48, Base64.getUrlEncoder());
        issued.add(value, new TokenIdentity(kind, tenant, expiresAt));
        return AccessToken.of(value);
    }

    @Override
    public String toString() {
        return "FakeTokens";
    }
}
