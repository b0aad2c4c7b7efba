package io.github.partnercenter4j.examples.launch;

import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.time.Duration;

/** Asks for a token by MSAL4J, for a JVM that has no transport; see {@code ModulePathLaunchTest}. */
public final class LaunchOverMsal {

    private LaunchOverMsal() {}

    /** Prints how long a token lives that a stored refresh token was exchanged for. */
    public static void main(String[] args) {
        RefreshTokenStore store = RefreshTokenStore.inMemory();
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(fake.cloud())
                        .tenant(fake.tenant())
                        .clientId(fake.login().clientId())
                        .clientSecret(fake.login()::clientSecret)
                        .refreshTokens(store)
                        .sslContext(fake.sslContext())
                        .build()) {
            store.save(fake.tenant(), RefreshToken.confidential(fake.login().issueRefreshToken()));
            System.out.println(tokens.accessToken(TokenRequest.of(Duration.ofSeconds(10), Runnable::run))
                    .join()
                    .expiresIn());
        }
    }
}
