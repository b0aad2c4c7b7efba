package io.github.partnercenter4j.examples.launch;

import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.time.Duration;

/** Gets a token with MSAL4J. {@code ModulePathLaunchTest} runs this in a JVM without a transport. */
public final class LaunchOverMsal {

    private LaunchOverMsal() {}

    /** Exchanges a stored refresh token for an access token, and prints the lifetime of that. */
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
