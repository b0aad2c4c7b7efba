package io.github.partnercenter4j.spring;

import static io.github.partnercenter4j.spring.Contexts.OTHER_TENANT;
import static io.github.partnercenter4j.spring.Contexts.TENANT;
import static io.github.partnercenter4j.spring.Contexts.application;
import static io.github.partnercenter4j.spring.Contexts.partner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.TlsFault;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@PartnerCenterFake
class PartnerHealthTest {

    private static final Duration STALE_AFTER = Duration.ofMinutes(5);

    private final LastCall calls = new LastCall();

    /** Makes a call that gets these answers. */
    private void call(FakePartnerCenter fake, Fault... answers) {
        fake.next(answers);
        try (PartnerCenter client = PartnerCenter.builder()
                .gateway(fake.gateway())
                .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                .retryPolicy(RetryPolicy.none())
                .listener(calls)
                .build()) {
            client.profiles().supportProfile().get();
        } catch (PartnerCenterException failure) {
            assertThat(answers).as("answers that fail").isNotEmpty();
        }
    }

    /** Returns the health some time after now. */
    private Health healthAfter(Duration later) {
        Instant then = Instant.now().plus(later);
        return new PartnerHealth(calls, () -> null, STALE_AFTER, () -> then).health();
    }

    private Status statusAfter(Duration later) {
        return healthAfter(later).getStatus();
    }

    @Test
    void health_beforeTheFirstCall_isUnknown() {
        assertThat(statusAfter(Duration.ZERO)).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void health_afterACall_isUpAndTellsItsId(FakePartnerCenter fake) {
        call(fake);

        assertThat(statusAfter(STALE_AFTER.multipliedBy(2))).isEqualTo(Status.UP);
        assertThat(healthAfter(Duration.ZERO).getDetails())
                .containsEntry("requestId", fake.journal().last().requestHeader("MS-RequestId"))
                .containsEntry("attempts", 1)
                .containsKey("at");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 408})
    void health_afterAFailureThatMayPass_isDown_andUnknownIfThatIsOld(int status, FakePartnerCenter fake) {
        call(fake, Fault.answer(status));

        assertThat(statusAfter(Duration.ZERO)).isEqualTo(Status.DOWN);
        assertThat(statusAfter(STALE_AFTER.minusSeconds(60))).isEqualTo(Status.DOWN);
        assertThat(statusAfter(STALE_AFTER.plusSeconds(1))).isEqualTo(Status.UNKNOWN);
        assertThat(healthAfter(STALE_AFTER.plusSeconds(1)).getDetails()).containsKeys("category", "requestId", "at");
    }

    static Stream<Fault> answersOfAProxy() {
        return Stream.of(
                Fault.answer(200).header("Content-Type", "text/html").body("<html>sign in</html>"),
                Fault.answer(302).header("Location", "https://proxy.example/"));
    }

    @ParameterizedTest
    @MethodSource("answersOfAProxy")
    void health_afterAnAnswerOfAProxy_isDown_andUnknownIfThatIsOld(Fault answer, FakePartnerCenter fake) {
        call(fake, answer);

        assertThat(statusAfter(Duration.ZERO)).isEqualTo(Status.DOWN);
        assertThat(statusAfter(STALE_AFTER.plusSeconds(1))).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void health_withoutAConsent_staysDown_andIsUnknownIfTheConsentCameOnAnotherNode() {
        withHealth().run(context -> {
            Partner contoso = context.getBean(Partners.class).get("contoso");
            HealthIndicator health = (HealthIndicator)
                    context.getBean("partnerCenterHealthContributor", CompositeHealthContributor.class)
                            .getContributor("contoso");
            assertThatThrownBy(() -> contoso.supportProfile().get()).isInstanceOf(AuthenticationException.class);
            Instant failed = contoso.lastCall().ended().at();
            RefreshToken token = RefreshToken.confidential("a-token-of-nobody");
            RefreshTokenStore store = context.getBean(RefreshTokenStore.class);

            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(new PartnerHealth(contoso.lastCall(), contoso::tokenIssued, STALE_AFTER, () -> Instant.MAX)
                            .health()
                            .getStatus())
                    .isEqualTo(Status.DOWN);

            store.save(TENANT, token.withIssuedAt(failed.minusSeconds(1)));
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);

            store.save(TENANT, token.withIssuedAt(failed.plusSeconds(1)));
            assertThat(health.health().getStatus()).isEqualTo(Status.UNKNOWN);
        });
    }

    @Test
    void health_afterAFailureThatNeedsAPerson_staysDown(FakePartnerCenter fake) {
        call(fake, Fault.answer(401), Fault.answer(401));
        fake.clearFaults();

        assertThat(statusAfter(STALE_AFTER.multipliedBy(100))).isEqualTo(Status.DOWN);
        assertThat(healthAfter(Duration.ZERO).getDetails().get("reason")).hasToString("TOKEN_REJECTED");

        call(fake);
        assertThat(statusAfter(Duration.ZERO)).isEqualTo(Status.UP);
    }

    @Test
    void health_afterALoginThatLastsInFailing_staysDown(FakePartnerCenter fake) {
        AuthenticationException unavailable = AuthenticationException.of(
                AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "The proxy requires credentials.", null);

        callWithout(unavailable, fake);
        assertThat(statusAfter(STALE_AFTER.plusSeconds(1))).isEqualTo(Status.UNKNOWN);

        callWithout(unavailable.notRetryable(), fake);
        assertThat(statusAfter(Duration.ZERO)).isEqualTo(Status.DOWN);
        assertThat(statusAfter(STALE_AFTER.multipliedBy(100))).isEqualTo(Status.DOWN);
    }

    /** Makes a call whose token request fails. */
    private void callWithout(AuthenticationException token, FakePartnerCenter fake) {
        try (PartnerCenter client = PartnerCenter.builder()
                .gateway(fake.gateway())
                .tokens(request -> CompletableFuture.failedFuture(token))
                .retryPolicy(RetryPolicy.none())
                .listener(calls)
                .build()) {
            assertThatThrownBy(() -> client.profiles().supportProfile().get())
                    .isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    void health_afterAProxyThatRequiresCredentials_staysDown() {
        try (PartnerCenter client = PartnerCenter.builder()
                .gateway(new BehindAProxy())
                .tokens(AccessTokenProvider.fixed(AccessToken.of("a-token-of-nobody")))
                .listener(calls)
                .build()) {
            assertThatThrownBy(() -> client.profiles().supportProfile().get()).isInstanceOf(TransportException.class);
        }

        assertThat(statusAfter(STALE_AFTER.multipliedBy(100))).isEqualTo(Status.DOWN);
    }

    private static final class BehindAProxy implements SupportProfileGateway {

        @Override
        public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
            return CompletableFuture.failedFuture(TransportException.proxyCredentials(context));
        }

        @Override
        public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
            return fetch(context);
        }

        @Override
        public void close() {}
    }

    @Test
    void health_afterACertificateThatIsNotTrusted_staysDown(FakePartnerCenter fake) {
        call(fake, Fault.tls(TlsFault.WRONG_HOST));

        assertThat(healthAfter(STALE_AFTER.multipliedBy(100)))
                .returns(Status.DOWN, Health::getStatus)
                .satisfies(health -> assertThat(health.getDetails()).containsEntry("category", ErrorCategory.TLS));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 429})
    void health_afterARefusalOfOneCall_isUp(int status, FakePartnerCenter fake) {
        call(fake, Fault.answer(status));

        assertThat(statusAfter(Duration.ZERO)).isEqualTo(Status.UP);
    }

    private static ApplicationContextRunner withHealth() {
        return application()
                .withConfiguration(AutoConfigurations.of(PartnerCenterHealthAutoConfiguration.class))
                .withPropertyValues(partner("contoso", TENANT))
                .withPropertyValues(partner("fabrikam", OTHER_TENANT));
    }

    @Test
    void health_afterACallThatSaysNothingOfTheService_staysAsItWas(FakePartnerCenter fake) {
        call(fake, Fault.answer(403));
        try (PartnerCenter client = PartnerCenter.builder()
                .gateway(fake.gateway())
                .tokens(request -> new CompletableFuture<>())
                .listener(calls)
                .build()) {
            client.profiles().supportProfile().getAsync().cancel(true);
        }
        try (PartnerCenter client = PartnerCenter.builder()
                .gateway(fake.gateway())
                .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                .listener(calls)
                .build()) {
            assertThatThrownBy(() -> client.profiles().supportProfile().edit(profile -> {
                        throw new IllegalArgumentException("the application's own fault");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        assertThat(statusAfter(Duration.ZERO)).isEqualTo(Status.DOWN);
    }

    @Test
    void contributor_always_hasAComponentForEachPartner() {
        withHealth().run(context -> {
            CompositeHealthContributor health =
                    context.getBean("partnerCenterHealthContributor", CompositeHealthContributor.class);
            assertThat(health.stream()).extracting(entry -> entry.name()).containsExactly("contoso", "fabrikam");
            assertThat(((HealthIndicator) health.getContributor("contoso"))
                            .health()
                            .getStatus())
                    .isEqualTo(Status.UNKNOWN);
        });
    }

    @Test
    void contributor_ifDisabled_isNotThere() {
        withHealth()
                .withPropertyValues("management.health.partnercenter.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("partnerCenterHealthContributor"));
        withHealth()
                .withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("partnerCenterHealthContributor"));
    }

    @Test
    void contributor_ofTheApplication_replacesOurs() {
        CompositeHealthContributor own = CompositeHealthContributor.fromMap(Map.of());
        withHealth()
                .withBean("partnerCenterHealthContributor", CompositeHealthContributor.class, () -> own)
                .run(context -> assertThat(context.getBean("partnerCenterHealthContributor"))
                        .isSameAs(own));
    }

    @Test
    void contributor_withoutAnyPartner_isEmpty() {
        application()
                .withConfiguration(AutoConfigurations.of(PartnerCenterHealthAutoConfiguration.class))
                .withBean(
                        PartnerCenter.class,
                        () -> PartnerCenter.builder()
                                .gateway(RetrofitSupportProfileGateway.create(Cloud.GLOBAL))
                                .tokens(AccessTokenProvider.of(() -> null))
                                .build())
                .run(context -> assertThat(context).hasNotFailed());
    }
}
