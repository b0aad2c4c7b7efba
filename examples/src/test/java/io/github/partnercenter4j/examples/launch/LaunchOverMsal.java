package io.github.partnercenter4j.examples.launch;

import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** Asks for a token by MSAL4J, for a JVM that has no transport; see {@code ModulePathLaunchTest}. */
public final class LaunchOverMsal {

    private LaunchOverMsal() {}

    /** Prints what the login service answers to a refresh token that it did not issue. */
    public static void main(String[] args) {
        RefreshTokenStore store = RefreshTokenStore.inMemory();
        store.save("contoso.example", RefreshToken.publicClient("not-issued"));
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(fake.cloud())
                        .tenant("contoso.example")
                        .clientId("11111111-2222-3333-4444-555555555555")
                        .publicClient()
                        .refreshTokens(store)
                        .sslContext(fake.sslContext())
                        .build()) {
            tokens.accessToken(TokenRequest.of(Duration.ofSeconds(10), Runnable::run))
                    .join();
        } catch (CompletionException refused) {
            System.out.println(refused.getCause().getMessage());
        }
    }
}
