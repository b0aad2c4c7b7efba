package io.github.partnercenter4j.spring;

import static io.github.partnercenter4j.spring.Contexts.CLIENT;
import static io.github.partnercenter4j.spring.Contexts.OTHER_TENANT;
import static io.github.partnercenter4j.spring.Contexts.TENANT;
import static io.github.partnercenter4j.spring.Contexts.application;
import static io.github.partnercenter4j.spring.Contexts.partner;
import static io.github.partnercenter4j.spring.Contexts.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What an application changes by beans of its own. */
@PartnerCenterFake
class CustomizationTest {

    private static final String FABRIKAM = "partnercenter.partners.fabrikam";

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        final List<String> calls = new ArrayList<>();

        @Bean
        @Order(2)
        PartnerCenterCustomizer second() {
            return (partner, client) -> calls.add("second " + partner);
        }

        @Bean
        @Order(1)
        PartnerCenterCustomizer first() {
            return (partner, client) -> calls.add("first " + partner);
        }

        @Bean
        PartnerTokensCustomizer tokens() {
            return (partner, app) -> {
                calls.add("tokens " + partner);
                if (partner.equals("fabrikam")) {
                    app.clientAssertion(() -> "an assertion of the platform");
                }
            };
        }
    }

    @Test
    void customizers_areCalledForEachPartner_inTheirOrder() {
        application()
                .withPropertyValues(partner("contoso", TENANT))
                .withPropertyValues(FABRIKAM + ".tenant=" + OTHER_TENANT, FABRIKAM + ".client-id=" + CLIENT)
                .withUserConfiguration(Customizers.class)
                .run(context -> {
                    assertThat(context).as("an assertion in place of a secret").hasNotFailed();
                    assertThat(context.getBean(Customizers.class).calls)
                            .containsExactly(
                                    "tokens contoso",
                                    "first contoso",
                                    "second contoso",
                                    "tokens fabrikam",
                                    "first fabrikam",
                                    "second fabrikam");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnTokens {

        @Bean
        @Qualifier("fabrikam")
        AccessTokenProvider vault() {
            return AccessTokenProvider.of(() -> {
                throw new IllegalStateException("not called");
            });
        }
    }

    @Test
    void tokensOfTheApplication_replaceTheSignIn_ofThePartnerOfTheirQualifier() {
        application()
                .withPropertyValues(partner("contoso", TENANT))
                .withPropertyValues(FABRIKAM + ".tenant=" + OTHER_TENANT)
                .withUserConfiguration(OwnTokens.class)
                .run(context -> {
                    Partners partners = context.getBean(Partners.class);
                    assertThat(partners.get("fabrikam").tokens()).isSameAs(context.getBean("vault"));
                    assertThat(partners.get("contoso").tokens()).isInstanceOf(MsalAccessTokenProvider.class);
                });
    }

    @Test
    void tokensOfTheParentContext_areThoseOfThePartner() {
        AccessTokenProvider own = request -> CompletableFuture.completedFuture(AccessToken.of("own"));
        new ApplicationContextRunner()
                .withBean("tokens", AccessTokenProvider.class, () -> own)
                .run(parent -> application()
                        .withParent(parent)
                        .withPropertyValues("partnercenter.tenant=" + TENANT)
                        .run(context -> assertThat(context.getBean(Partners.class)
                                        .get("default")
                                        .tokens())
                                .isSameAs(own)));
    }

    @Test
    void onlyTokensOfTheApplication_areThoseOfThePartnerWithoutAName() {
        application()
                .withPropertyValues("partnercenter.tenant=" + TENANT)
                .withUserConfiguration(OwnTokens.class)
                .run(context -> assertThat(
                                context.getBean(Partners.class).get("default").tokens())
                        .isSameAs(context.getBean("vault")));
    }

    @Test
    void stores_areChosenByPartner() {
        RefreshTokenStore vault = RefreshTokenStore.inMemory();
        application()
                .withPropertyValues(partner("contoso", TENANT))
                .withPropertyValues("partnercenter.partners.contoso.refresh-token-store=vault")
                .withBean("vault", RefreshTokenStore.class, () -> vault)
                .run(context -> assertThat(context).hasNotFailed());
        application()
                .withPropertyValues(partner("contoso", TENANT))
                .withBean("vault", RefreshTokenStore.class, () -> vault)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("name one in refresh-token-store of each partner"));
    }

    @Test
    void listenersOfTheApplication_getTheCallsOfEachPartner(FakePartnerCenter fake) {
        List<CallListener.CallEnd> ends = new ArrayList<>();
        application()
                .withPropertyValues(single())
                .withPropertyValues("partnercenter.application-name=Contoso Portal")
                .withBean(SupportProfileGateway.class, fake::gateway)
                .withBean(
                        AccessTokenProvider.class,
                        () -> AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                .withBean(CallListener.class, () -> new CallListener() {
                    @Override
                    public void callEnded(CallEnd end) {
                        ends.add(end);
                    }
                })
                .run(context -> {
                    context.getBean(Partners.class)
                            .get("default")
                            .supportProfile()
                            .get();
                    assertThat(ends).hasSize(1);
                    assertThat(fake.journal().last().requestHeader("MS-PartnerCenter-Application"))
                            .isEqualTo("Contoso Portal");
                });
    }
}
