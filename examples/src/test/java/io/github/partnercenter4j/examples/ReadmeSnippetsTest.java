package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.CallOptions;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.HttpSettings;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.FaultRule;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake.Scope;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFakeExtension;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the code in the README. {@link ReadmeTest} checks that the README contains the same code. */
class ReadmeSnippetsTest {

    private final List<String> printed = new ArrayList<>();

    private void print(Object text) {
        printed.add(String.valueOf(text));
    }

    private void callSite(Cloud cloud, AccessTokenProvider tokens) {
        // region call-site
        try (PartnerCenter partnerCenter = PartnerCenter.builder()
                .ownedGateway(RetrofitSupportProfileGateway.create(cloud)) // Cloud.GLOBAL, CHINA, ...
                .tokens(tokens)
                .build()) {

            SupportProfileOperations support = partnerCenter.profiles().supportProfile();

            SupportProfile current = support.get();
            SupportProfile updated = support.update(current.withTelephone("4255550100"));
            print(updated.telephone());
            support.edit(profile -> profile.withWebsite("www.contoso.com")); // get, change, put
            support.getAsync()
                    .thenAccept(profile -> print(profile.telephone()))
                    .join(); // close() ends what is in flight
        }
        // endregion
    }

    private void more(SupportProfileOperations support, SupportProfile profile) {
        // region more
        CallOptions options = CallOptions.builder()
                .timeout(Duration.ofSeconds(5))
                .validateMfa(true) // ask the service to judge the token's multi-factor authentication
                .build();
        SupportProfileReply reply = support.with(options).updateReply(profile);
        print(reply.metadata().mfaCompliant() + ", request id "
                + reply.metadata().requestId());
        // endregion
    }

    private SupportProfileGateway configured(Cloud cloud, ProxySelector proxy, SSLContext trust) {
        // region builder
        SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(cloud)
                .proxy(proxy)
                .sslContext(trust)
                .connectTimeout(Duration.ofSeconds(2))
                .maxConnections(16)
                .build(); // or .client(yourOkHttpClient) to borrow one; Apache borrows a connectionManager
        // endregion
        return gateway;
    }

    private static AccessTokenProvider tokens() {
        // region tokens
        AccessTokenProvider tokens = AccessTokenProvider.of(() -> AccessToken.of(readFromYourVault()));
        // endregion
        return tokens;
    }

    private PartnerCenter realService() {
        // region real-service
        PartnerCenter partnerCenter = PartnerCenter.builder()
                .ownedGateway(RetrofitSupportProfileGateway.create(Cloud.GLOBAL)) // or CHINA, US_GOVERNMENT, GERMANY
                .tokens(AccessTokenProvider.of(() -> AccessToken.of(readFromYourVault())))
                .build();
        // endregion
        return partnerCenter;
    }

    private void signIn(SupportProfileGateway gateway, HttpSettings http, String tenant, String clientId, Path file)
            throws Exception {
        // region sign-in
        try (MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(gateway.cloud())
                        .tenant(tenant)
                        .clientId(clientId)
                        .clientSecret(() -> readSecretFromYourVault()) // asked each time; or certificate(..)
                        .refreshTokens(RefreshTokenStore.file(file)) // or two methods of yours, on your vault
                        .http(http) // proxy and trust, as for the gateway; leave it out if there is nothing to set
                        .build();
                PartnerCenter partnerCenter =
                        PartnerCenter.builder().gateway(gateway).tokens(tokens).build()) {
            tokens.consent(page -> open(page)).get(); // once, by a person; omit it in the runs that follow
            print(partnerCenter.profiles().supportProfile().get().website());
        }
        // endregion
    }

    private MsalAccessTokenProvider tokensOf(FakePartnerCenter fake) {
        // region fake-login
        RefreshTokenStore store = RefreshTokenStore.inMemory();
        store.save(fake.tenant(), RefreshToken.confidential(fake.login().issueRefreshToken()));
        MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(fake.cloud())
                .tenant(fake.tenant())
                .clientId(fake.login().clientId())
                .clientSecret(fake.login()::clientSecret)
                .refreshTokens(store)
                .sslContext(fake.sslContext())
                .build();
        // endregion
        return tokens;
    }

    @Test
    void fakeLogin_withStoredRefreshToken_issuesTokens() {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                MsalAccessTokenProvider tokens = tokensOf(fake);
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(fake.gateway())
                        .tokens(tokens)
                        .build()) {
            assertThat(partnerCenter.profiles().supportProfile().get()).isEqualTo(fake.profile());
            assertThat(fake.login().tokenRequests("refresh_token")).hasSize(1);
        }
    }

    private static String readFromYourVault() {
        return "a-token-nobody-issued";
    }

    private final FakePartnerCenter signedInTo =
            FakePartnerCenter.builder().https().build();

    private String readSecretFromYourVault() {
        return signedInTo.login().clientSecret();
    }

    private void open(URI page) {
        HttpClient.newBuilder()
                .sslContext(signedInTo.sslContext())
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()
                .sendAsync(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding());
    }

    private void failures(SupportProfileOperations support, SupportProfile profile) {
        // region failures
        try {
            support.update(profile);
        } catch (ServiceException answer) { // every status except 2xx and 401
            print(answer.status() + " " + answer.code().orElse("-") + " "
                    + answer.description().orElse(""));
        } catch (PartnerCenterException failure) { // everything else; a 401 is an AuthenticationException
            print(failure.category() + ", write: " + failure.writeOutcome() + ", id: " + failure.requestId());
        }
        // endregion
    }

    private PartnerCenter patient(SupportProfileGateway gateway, AccessTokenProvider tokens) {
        // region retries
        PartnerCenter partnerCenter = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(tokens)
                .timeout(Duration.ofMinutes(2)) // the whole call; one attempt has attemptTimeout(..), 20 s
                .retryPolicy(RetryPolicy.builder().maxAttempts(5).build()) // or RetryPolicy.none()
                .build();
        // endregion
        return partnerCenter;
    }

    private void throttled(SupportProfileOperations support, SupportProfile profile) {
        // region throttling
        try {
            support.update(profile);
        } catch (ServiceException answer) {
            if (answer.category() == ErrorCategory.THROTTLED) {
                print("again in " + answer.retryAfter().orElse(Duration.ofMinutes(1)));
            }
        }
        // endregion
    }

    @Test
    void retries_502IsRetried_longRetryAfterEndsCall() {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PartnerCenter partnerCenter = patient(fake.gateway(), fixed(fake))) {
            SupportProfileOperations support = partnerCenter.profiles().supportProfile();
            fake.next(Fault.answer(502));
            support.update(fake.profile().withTelephone("1"));
            fake.next(Fault.answer(429).header("Retry-After", "3600"));

            throttled(support, fake.profile());

            assertThat(fake.writesApplied()).isEqualTo(1);
            assertThat(fake.journal().requests("PUT")).hasSize(3);
            assertThat(printed).containsExactly("again in PT1H");
        }
    }

    private static AccessTokenProvider fixed(FakePartnerCenter fake) {
        return AccessTokenProvider.fixed(fake.tokens().appPlusUser());
    }

    @Test
    void callSite_readsAndChangesProfile() {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            callSite(fake.cloud(), AccessTokenProvider.fixed(fake.tokens().appPlusUser()));

            assertThat(fake.profile().telephone()).isEqualTo("4255550100");
            assertThat(fake.profile().website()).isEqualTo("www.contoso.com");
            assertThat(printed).containsExactly("4255550100", "4255550100");
        }
    }

    @Test
    void callOptions_validateMfa_replyHasResult() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway =
                        configured(fake.cloud(), ProxySelector.getDefault(), SSLContext.getDefault());
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                        .build()) {
            more(partnerCenter.profiles().supportProfile(), fake.profile());

            assertThat(printed).hasSize(1);
            assertThat(printed.get(0)).startsWith("true, request id ");
        }
    }

    @Test
    void signIn_withConsent_savesRefreshToken(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("tokens");
        try (SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(signedInTo.cloud())
                .sslContext(signedInTo.sslContext())
                .build()) {
            signIn(
                    gateway,
                    HttpSettings.builder().sslContext(signedInTo.sslContext()).build(),
                    signedInTo.tenant(),
                    signedInTo.login().clientId(),
                    file);

            assertThat(printed).containsExactly("www.microsoft.com");
            assertThat(RefreshTokenStore.file(file).load(signedInTo.tenant())).isNotNull();
        }
    }

    @Test
    void realService_build_sendsNoRequest() {
        try (PartnerCenter partnerCenter = realService()) {
            assertThat(partnerCenter.profiles().supportProfile()).isNotNull();
        }
    }

    @AfterEach
    void close() {
        signedInTo.close();
    }

    @Test
    void failures_arePrinted() {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(fake.gateway())
                        .tokens(tokens())
                        .build()) {
            SupportProfileOperations support = partnerCenter.profiles().supportProfile();
            fake.next(Fault.answer(429).header("Retry-After", "3600"));

            failures(support, fake.profile());
            failures(support, fake.profile());

            assertThat(printed.get(0)).isEqualTo("429 - ");
            assertThat(printed.get(1)).startsWith("AUTHENTICATION, write: Optional[NOT_APPLIED], id: ");
        }
    }

    @Test
    void edit_responseIsLost_isSentTwiceAndAppliedOnce() {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(fake.gateway())
                        .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                        .build()) {
            SupportProfileOperations support = partnerCenter.profiles().supportProfile();
            // region rules
            FaultRule lost =
                    fake.when(Request.put()).times(1).play(Fault.drop(Fault.Point.AFTER_COMMIT)); // the answer is lost
            fake.when(Request.get().header("X-Locale", "sv-SE"))
                    .probability(0.1) // by chance; builder().seed(N) makes the same choices in each run
                    .delay(Duration.ofMillis(50), Duration.ofSeconds(1))
                    .inTurn(Fault.answer(503), Fault.reset(Fault.Point.BEFORE_COMMIT));

            support.edit(profile -> profile.withTelephone("4255550100")); // sent twice, applied once

            assertThat(lost.hits()).isEqualTo(1);
            // endregion
            assertThat(fake.journal().requests("PUT")).hasSize(2);
            assertThat(fake.writesApplied()).isEqualTo(1);
            assertThat(fake.profile().telephone()).isEqualTo("4255550100");
        }
    }

    static class OverYourTransport {

        // region own-transport
        @RegisterExtension
        static final PartnerCenterFakeExtension FAKES = PartnerCenterFakeExtension.of(FakePartnerCenter::builder)
                .scope(Scope.SHARED) // one port for all; each test has a tenant of its own
                .gateway((cloud, trust) -> ApacheSupportProfileGateway.builder(cloud)
                        .sslContext(trust)
                        .build());
        // endregion

        @Test
        void extension_withOwnTransport_sendsOverHttp(FakeTenant tenant, SupportProfileOperations support) {
            assertThat(support.get().website()).isNotNull();
            assertThat(tenant.journal().last().door()).isEqualTo(RecordedExchange.Door.HTTP);
        }
    }

    @Nested
    class TheTransportSnippetRuns extends OverYourTransport {}
}
