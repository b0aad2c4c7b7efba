package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.msal.ClientCertificate;
import io.github.partnercenter4j.msal.ConsentException;
import io.github.partnercenter4j.msal.CredentialSource;
import io.github.partnercenter4j.msal.HostedConsent;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.msal.SignInOptions;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.port.support.HttpSettings;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the code in the sign-in guide. {@link ReadmeTest} checks that the guide contains the same code. */
class SignInSnippetsTest {

    private final FakePartnerCenter fake = FakePartnerCenter.create();
    private final HttpSettings http =
            HttpSettings.builder().sslContext(fake.sslContext()).build();
    private final RefreshTokenStore store = RefreshTokenStore.inMemory();
    private final Map<String, String> session = new ConcurrentHashMap<>();

    private String readSecretFromYourVault() {
        return fake.login().clientSecret();
    }

    private HostedConsent consent(Cloud cloud, String clientId, Set<String> customers, HttpSettings http) {
        // region hosted-consent
        HostedConsent consent = MsalAccessTokenProvider.builder(cloud)
                .clientId(clientId)
                .clientSecret(() -> readSecretFromYourVault())
                .refreshTokens(store) // on your vault, for all nodes
                .http(http) // proxy and trust; leave it out if there is nothing to set
                .hostedConsent(URI.create("https://portal.example/connected"))
                .onlyFor(customers::contains);
        // endregion
        return consent;
    }

    private URI connect(HostedConsent consent, String tenant) {
        // region hosted-connect
        HostedConsent.Started started = consent.begin(tenant); // sends no request
        session.put("consent", started.pending()); // a session on the server: the value is secret
        return started.page(); // redirect the browser to this address
        // endregion
    }

    private String connected(HostedConsent consent, @Nullable String query) {
        // region hosted-connected
        String pending = session.remove("consent"); // before it is used: a callback counts once
        try {
            return "Connected: " + consent.complete(query, pending).tenant();
        } catch (ConsentException refused) {
            return refused.getMessage(); // without secrets; reason() tells the cases apart
        }
        // endregion
    }

    private HostedConsent.Started again(HostedConsent consent, String tenant) {
        // region fresh-second-factor
        HostedConsent.Started started =
                consent.begin(tenant, SignInOptions.defaults().withFreshSecondFactor());
        // endregion
        return started;
    }

    @Test
    void partner_connects_providerReadsProfile() throws Exception {
        try (fake) {
            String clientId = fake.login().clientId();
            HostedConsent consent = consent(fake.cloud(), clientId, Set.of(fake.tenant()), http);
            String query = SignInBrowser.callback(fake, connect(consent, fake.tenant()));

            assertThat(connected(consent, query)).isEqualTo("Connected: " + fake.tenant());
            assertThat(connected(consent, query)).startsWith("This session has started no consent");

            try (MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(fake.cloud())
                            .tenant(fake.tenant())
                            .clientId(clientId)
                            .clientSecret(fake.login()::clientSecret)
                            .refreshTokens(store)
                            .sslContext(fake.sslContext())
                            .build();
                    PartnerCenter partnerCenter = PartnerCenter.builder()
                            .gateway(fake.gateway())
                            .tokens(tokens)
                            .build()) {
                assertThat(partnerCenter.profiles().supportProfile().get()).isEqualTo(fake.profile());
            }
            assertThat(again(consent, fake.tenant()).page().getQuery()).contains("prompt=login");
        }
    }

    private static MsalAccessTokenProvider onKubernetes(
            Cloud cloud, String tenant, Map<String, String> environment, Path volume, HttpSettings http) {
        // region kubernetes
        MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(cloud)
                .tenant(tenant)
                .clientId(environment.get("AZURE_CLIENT_ID"))
                .clientAssertion(Path.of(environment.get("AZURE_FEDERATED_TOKEN_FILE"))) // read for each request
                .refreshTokens(RefreshTokenStore.file(volume.resolve("refresh-tokens")))
                .http(http) // proxy and trust; leave it out if there is nothing to set
                .build();
        // endregion
        return tokens;
    }

    @Test
    void kubernetes_tokenFileChanges_isReadForEachRequest(@TempDir Path folder) throws Exception {
        try (fake) {
            Path token = folder.resolve("azure-identity-token");
            RefreshTokenStore.file(folder.resolve("refresh-tokens"))
                    .save(fake.tenant(), RefreshToken.confidential(fake.login().issueRefreshToken()));
            Map<String, String> environment =
                    Map.of("AZURE_CLIENT_ID", fake.login().clientId(), "AZURE_FEDERATED_TOKEN_FILE", token.toString());
            try (MsalAccessTokenProvider tokens =
                    onKubernetes(fake.cloud(), fake.tenant(), environment, folder, http)) {
                for (String content : List.of("token-of-the-first-hour", "token-of-the-second-hour")) {
                    fake.login().acceptAssertion(content);
                    Files.writeString(token, content);

                    assertThat(request(tokens).value()).isNotEmpty();
                }
            }
        }
    }

    private static AccessToken request(MsalAccessTokenProvider tokens) throws Exception {
        return tokens.accessToken(TokenRequest.of(Duration.ofSeconds(20), Runnable::run))
                .get(20, TimeUnit.SECONDS);
    }

    private static CredentialSource<String> assertionOf(ManagedIdentityApplication identity) {
        // region managed-identity
        CredentialSource<String> assertion = refused -> {
            ManagedIdentityParameters parameters = ManagedIdentityParameters.builder("api://AzureADTokenExchange")
                    .forceRefresh(refused) // otherwise MSAL4J returns its cached token
                    .build();
            try {
                return identity.acquireTokenForManagedIdentity(parameters)
                        .get(5, TimeUnit.SECONDS)
                        .accessToken();
            } catch (Exception failed) {
                throw new IllegalStateException("The managed identity has no token.", failed);
            }
        };
        // endregion
        return assertion;
    }

    /** Returns the managed identity with this client id, with the answers of an Azure machine. */
    private static ManagedIdentityApplication identity(String clientId, List<String> asked) {
        return ManagedIdentityApplication.builder(ManagedIdentityId.userAssignedClientId(clientId))
                .httpClient(request -> {
                    asked.add(request.url().toString());
                    return new IHttpResponse() {
                        @Override
                        public int statusCode() {
                            return 200;
                        }

                        @Override
                        public Map<String, List<String>> headers() {
                            return Map.of();
                        }

                        @Override
                        public String body() {
                            return "{\"access_token\":\"assertion-" + asked.size()
                                    + "\",\"expires_on\":\"4102444800\",\"resource\":\"api://AzureADTokenExchange\",\"token_type\":\"Bearer\"}";
                        }
                    };
                })
                .build();
    }

    @Test
    void managedIdentity_assertionRefused_isAskedAgain() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        store.save(fake.tenant(), RefreshToken.confidential(fake.login().issueRefreshToken()));
        try (fake;
                MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(fake.cloud())
                        .tenant(fake.tenant())
                        .clientId(fake.login().clientId())
                        .clientAssertionSource(
                                assertionOf(identity(UUID.randomUUID().toString(), asked)))
                        .refreshTokens(store)
                        .sslContext(fake.sslContext())
                        .build()) {
            fake.login().acceptAssertion("assertion-2"); // so the first assertion is refused

            assertThat(request(tokens).value()).isNotEmpty();
            assertThat(request(tokens).value()).isNotEmpty();

            assertThat(asked).hasSize(2).allSatisfy(url -> assertThat(url).contains("resource=api"));
            assertThat(fake.login().tokenRequests()).hasSize(3);
        }
    }

    private String freshSecret() {
        return fake.login().clientSecret();
    }

    private static String cachedSecret() {
        return "the secret of yesterday";
    }

    @Test
    void cachedSecret_refused_isReadAgain(@TempDir Path folder) throws Exception {
        Path keyFile = folder.resolve("key.pem");
        Path chainFile = folder.resolve("chain.pem");
        // region credential-sources
        CredentialSource<String> secret = refused -> refused ? freshSecret() : cachedSecret();
        CredentialSource<ClientCertificate> certificate =
                refused -> ClientCertificate.pem(keyFile, chainFile); // reads the files
        // endregion
        store.save(fake.tenant(), RefreshToken.confidential(fake.login().issueRefreshToken()));
        MsalAccessTokenProvider.Builder app = MsalAccessTokenProvider.builder(fake.cloud())
                .tenant(fake.tenant())
                .clientId(fake.login().clientId())
                .refreshTokens(store)
                .sslContext(fake.sslContext());
        try (fake;
                MsalAccessTokenProvider tokens = app.clientSecretSource(secret).build()) {
            assertThat(request(tokens).value()).isNotEmpty();
            assertThat(fake.login().tokenRequests()).hasSize(2);
        }
        assertThatThrownBy(() -> certificate.get(false)).hasMessageContaining(keyFile + " does not exist");
    }
}
