package consumer;

import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.nio.file.Path;
import java.util.List;

/** Signs in, reads and updates over both transports, and says which versions it did it with. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        var store = RefreshTokenStore.inMemory();
        try (var fake = FakePartnerCenter.create();
                var retrofit = RetrofitSupportProfileGateway.create(fake.cloud());
                var apache = ApacheSupportProfileGateway.create(fake.cloud());
                var tokens = MsalAccessTokenProvider.builder(fake.cloud())
                        .tenant(fake.tenant())
                        .clientId(fake.login().clientId())
                        .clientSecret(fake.login()::clientSecret)
                        .refreshTokens(store)
                        .sslContext(fake.sslContext())
                        .build()) {
            store.save(
                    fake.tenant(), RefreshToken.confidential(fake.login().issueRefreshToken()));
            for (SupportProfileGateway gateway : List.of(retrofit, apache)) {
                update(gateway, tokens, gateway.getClass().getSimpleName());
            }
            System.out.println("signed in, read and updated by "
                    + jarOf(okhttp3.OkHttpClient.class) + ", "
                    + jarOf(kotlin.Unit.class) + ", "
                    + jarOf(org.apache.hc.client5.http.classic.HttpClient.class) + ", "
                    + jarOf(org.apache.hc.core5.http.HttpResponse.class) + ", "
                    + jarOf(ConfidentialClientApplication.class));
        }
    }

    private static void update(SupportProfileGateway gateway, MsalAccessTokenProvider tokens, String website) {
        try (var partnerCenter =
                PartnerCenter.builder().gateway(gateway).tokens(tokens).build()) {
            var support = partnerCenter.profiles().supportProfile();
            support.update(support.get().withWebsite(website));
            if (!website.equals(support.get().website())) {
                throw new IllegalStateException("not updated");
            }
        }
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .getFileName();
    }
}
