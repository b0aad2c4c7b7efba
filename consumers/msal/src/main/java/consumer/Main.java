package consumer;

import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.nio.file.Path;

/** Exchanges a refresh token at the fake's login, and reads and updates the profile with what it got. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        var store = RefreshTokenStore.inMemory();
        try (var fake = FakePartnerCenter.create();
                var gateway = ApacheSupportProfileGateway.create(fake.cloud());
                var tokens = MsalAccessTokenProvider.builder(fake.cloud())
                        .tenant(fake.tenant())
                        .clientId(fake.login().clientId())
                        .clientSecret(fake.login()::clientSecret)
                        .refreshTokens(store)
                        .sslContext(fake.sslContext())
                        .build();
                var partnerCenter =
                        PartnerCenter.builder().gateway(gateway).tokens(tokens).build()) {
            store.save(
                    fake.tenant(), RefreshToken.confidential(fake.login().issueRefreshToken()));
            var support = partnerCenter.profiles().supportProfile();
            support.update(support.get().withTelephone("4255550100"));
            if (!"4255550100".equals(support.get().telephone())
                    || fake.login().tokenRequests().size() != 1) {
                throw new IllegalStateException("not updated, or not by one token");
            }
            System.out.println("signed in, read and updated by " + jarOf(ConfidentialClientApplication.class));
        }
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .getFileName();
    }
}
