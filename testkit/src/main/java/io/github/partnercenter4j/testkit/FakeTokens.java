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
import org.jspecify.annotations.Nullable;

/**
 * Issues the tokens of a fake: valid ones, and one of each kind that the service refuses. Every call returns a new
 * token, except {@link #lasting()}. Tokens are generated from the fake's seed. A valid token lives an hour by the fake's
 * clock, and stays valid after {@link FakePartnerCenter#reset()}. A fake knows the latest five thousand tokens, including
 * those of its login; an older one is refused like an unknown token. Thread-safe.
 */
public final class FakeTokens {

    private static final Duration LIFE = Duration.ofHours(1);

    private final SplittableRandom random;
    private final InstantSource clock;
    private final String tenant;
    /** The tokens of all tenants; shared by all issuers. */
    private final IssuedTokens issued;

    // Guarded by this.
    private @Nullable AccessToken lasting;

    FakeTokens(Seed seed, InstantSource clock, String tenant, IssuedTokens issued) {
        this(seed.stream("tokens"), clock, tenant, issued);
    }

    private FakeTokens(SplittableRandom random, InstantSource clock, String tenant, IssuedTokens issued) {
        this.random = random;
        this.clock = clock;
        this.tenant = tenant;
        this.issued = issued;
    }

    /** Returns an issuer for another tenant, with its own random generator. */
    FakeTokens of(String tenant, Seed seed) {
        return new FakeTokens(seed.stream("tokens " + tenant), clock, tenant, issued);
    }

    /** {@return a new App+User token for this issuer's tenant} The support profile accepts this kind. */
    public AccessToken appPlusUser() {
        return issue(Kind.USER);
    }

    /**
     * Issues an App+User token for another tenant. Use {@link FakeTenant#tokens()} for the other kinds.
     *
     * @param tenant the id of the partner tenant, any GUID, or a domain name
     * @return a new token
     * @throws IllegalArgumentException if the tenant is neither
     */
    public AccessToken appPlusUser(String tenant) {
        return issue(Kind.USER, tenantKey(tenant), clock.instant().plus(LIFE));
    }

    /** {@return a new app-only token, which the service refuses with 403} */
    public AccessToken appOnly() {
        return issue(Kind.APP);
    }

    /** {@return a new App+User token that has expired, which the service refuses with 401} */
    public AccessToken expired() {
        return issue(Kind.USER, tenant, Instant.MIN);
    }

    /** {@return a new token for another API, which the service refuses with 401 and code 900420} */
    public AccessToken wrongAudience() {
        return issue(Kind.OTHER_AUDIENCE);
    }

    /**
     * {@return a new App+User token of a user whose role allows reads but no writes} The service refuses a write with
     * 403 and code 900150.
     */
    public AccessToken withoutRole() {
        return issue(Kind.USER_WITHOUT_ROLE);
    }

    /**
     * {@return a new App+User token of a user who signed in without multi-factor authentication} The service refuses it
     * with 401, code 900421 and the header {@code isMfaCompliant: false}, unless {@link Behaviour#MFA_ENFORCED} is off.
     */
    public AccessToken withoutMfa() {
        return issue(Kind.USER_WITHOUT_MFA);
    }

    /**
     * Revokes all existing tokens of this issuer's tenant, of every kind, including those of the login. They are
     * refused with 401 like unknown tokens, and no longer belong to the tenant. Later tokens are valid, and so are
     * those of {@link #lasting()}. For refresh tokens, use {@link FakeLogin#revokeRefreshTokens}.
     */
    public void revokeAll() {
        issued.revoke(tenant);
    }

    /**
     * {@return an App+User token that does not expire, always the same} For example for a shell or a browser, which
     * cannot renew it.
     */
    public synchronized AccessToken lasting() {
        // Only one for each tenant, because it is kept until the fake ends.
        AccessToken token = lasting;
        if (token == null) {
            token = issue(Kind.USER, tenant, Instant.MAX);
            lasting = token;
        }
        return token;
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
