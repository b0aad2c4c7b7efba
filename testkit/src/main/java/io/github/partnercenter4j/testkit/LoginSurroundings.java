package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.entra.Surroundings;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;

/** Shows a fake to its login. Thread-safe. */
final class LoginSurroundings implements Surroundings {

    private final FakePartnerCenter fake;
    private final Seed seed;
    private final InstantSource clock;

    LoginSurroundings(FakePartnerCenter fake, Seed seed, InstantSource clock) {
        this.fake = fake;
        this.seed = seed;
        this.clock = clock;
    }

    @Override
    public URI api() {
        return fake.url();
    }

    @Override
    public URI authority() {
        return fake.cloud().authority();
    }

    @Override
    public String home() {
        return fake.tenant();
    }

    @Override
    public SplittableRandom random(String purpose) {
        return seed.stream(purpose);
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public void accessToken(String value, Kind kind, String tenant, Instant expiresAt) {
        TokenIdentity.Kind known = switch (kind) {
            case USER -> TokenIdentity.Kind.USER;
            case USER_WITHOUT_MFA -> TokenIdentity.Kind.USER_WITHOUT_MFA;
            case APP -> TokenIdentity.Kind.APP;
            case OTHER_AUDIENCE -> TokenIdentity.Kind.OTHER_AUDIENCE;
        };
        fake.tokens().register(value, new TokenIdentity(known, tenant, expiresAt));
    }
}
