package io.github.partnercenter4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.HttpSettings;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.spring.PartnerTokensCustomizer;
import io.github.partnercenter4j.spring.Partners;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Profile;
import org.springframework.core.type.AnnotationMetadata;

/** Starts applications that define the beans themselves for which the fake has others. */
class ApplicationBeansTest {

    private static void checkCall(ApplicationContext context) {
        context.getBean(PartnerCenter.class).profiles().supportProfile().get();

        assertThat(context.getBean(FakePartnerCenter.class).journal().total()).isOne();
    }

    private static final class Vault implements RefreshTokenStore {

        @Override
        public RefreshToken load(String tenant) {
            throw new AssertionError("the vault was read");
        }

        @Override
        public void save(String tenant, RefreshToken token) {
            throw new AssertionError("the vault was written");
        }
    }

    /** A vault and a cloud that a test must never reach. */
    @Configuration(proxyBeanMethods = false)
    static class Deployment {

        @Bean
        @Primary
        RefreshTokenStore vault() {
            return new Vault();
        }

        @Bean
        @Primary
        Cloud cloud() {
            return Cloud.GLOBAL;
        }

        @Bean
        @Primary
        HttpSettings http() {
            return HttpSettings.defaults();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void storeAndCloud_ofTheApplication_areNotUsed(boolean inMemory) {
        new FakedApplication(inMemory).with(Deployment.class).run(ApplicationBeansTest::checkCall);
    }

    /** A vault, an app and a network that a test must never reach, set for each partner. */
    @Configuration(proxyBeanMethods = false)
    static class CustomizedDeployment {

        @Bean
        PartnerTokensCustomizer tokens() {
            return (partner, app) -> app.refreshTokens(new Vault())
                    .clientId("8c1f2e3d-4b5a-4697-8899-aabbccddeeff")
                    .http(HttpSettings.defaults())
                    .proxy(ProxySelector.of(InetSocketAddress.createUnresolved("proxy.invalid", 3128)));
        }
    }

    @Test
    void storeAndNetwork_ofACustomizer_areNotUsed() {
        new FakedApplication(false).with(CustomizedDeployment.class).run(ApplicationBeansTest::checkCall);
    }

    /** The credential of a deployment. An app has only one, and that of the fake is a secret. */
    @Configuration(proxyBeanMethods = false)
    @Profile("deployed")
    static class WorkloadIdentity {

        @Bean
        PartnerTokensCustomizer workloadIdentity() {
            return (partner, app) -> app.clientAssertion(() -> "an assertion of the platform");
        }
    }

    @Test
    void credential_ofACustomizer_needsAProfileThatTheTestDoesNotHave() {
        FakedApplication application = new FakedApplication(false).with(WorkloadIdentity.class);

        application.run(ApplicationBeansTest::checkCall);
        assertThatThrownBy(() ->
                        application.with("spring.profiles.active=deployed").run(context -> {}))
                .hasStackTraceContaining("client-secret is refused");
    }

    /** A transport of the application's own. It takes the cloud and the settings as the starter's do. */
    @Configuration(proxyBeanMethods = false)
    static class OwnTransport {

        @Bean
        SupportProfileGateway gateway(Cloud cloud, HttpSettings http) {
            return RetrofitSupportProfileGateway.builder(cloud).http(http).build();
        }
    }

    @Test
    void gateway_ofTheApplication_callsTheFake() {
        new FakedApplication(false).with(OwnTransport.class).run(context -> {
            assertThat(context.getBeansOfType(SupportProfileGateway.class)).containsOnlyKeys("gateway");
            checkCall(context);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class UnreachableTransport {

        @Bean
        @Primary
        SupportProfileGateway gateway() {
            return new SupportProfileGateway() {
                @Override
                public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
                    throw new AssertionError("it was called");
                }

                @Override
                public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
                    throw new AssertionError("it was called");
                }

                @Override
                public void close() {}
            };
        }
    }

    @Test
    void gateway_ofTheApplication_isNotUsedInMemory() {
        new FakedApplication(true).with(UnreachableTransport.class).run(ApplicationBeansTest::checkCall);
    }

    /** Tokens of another service of the company, which the fake does not know. */
    @Configuration(proxyBeanMethods = false)
    static class OwnTokens {

        @Bean
        @Qualifier("contoso")
        AccessTokenProvider broker() {
            return AccessTokenProvider.fixed(AccessToken.of("unknown"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tokens_ofTheApplication_areReplaced(boolean inMemory) {
        new FakedApplication(inMemory)
                .with("partnercenter.partners.contoso.tenant=3d2a4f8e-6b1c-4c55-9e0a-2f7d8b9c0a11")
                .with(OwnTokens.class)
                .run(context -> {
                    checkCall(context);
                    assertThat(context.getBean(FakePartnerCenter.class).login().tokenRequests())
                            .isEmpty();
                });
    }

    /** A singleton without a definition, as the tokens of a test's own may be. */
    @Configuration(proxyBeanMethods = false)
    @Import(OwnSingleton.Registrar.class)
    static class OwnSingleton {

        static class Registrar implements ImportBeanDefinitionRegistrar {
            @Override
            public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
                ((SingletonBeanRegistry) registry)
                        .registerSingleton("contoso", AccessTokenProvider.fixed(AccessToken.of("unknown")));
            }
        }
    }

    @Test
    void tokens_thatAreASingletonOfTheTest_stay() {
        new FakedApplication(true)
                .with("partnercenter.partners.contoso.tenant=3d2a4f8e-6b1c-4c55-9e0a-2f7d8b9c0a11")
                .with(OwnSingleton.class)
                .run(context -> assertThat(
                                context.getBean(Partners.class).get("contoso").tokens())
                        .isSameAs(context.getBean("contoso")));
    }

    @Configuration(proxyBeanMethods = false)
    static class OnlyTokens {

        @Bean
        AccessTokenProvider broker() {
            return AccessTokenProvider.fixed(AccessToken.of("unknown"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tokens_ofTheOnlyPartner_areReplaced(boolean inMemory) {
        new FakedApplication(inMemory).with(OnlyTokens.class).run(ApplicationBeansTest::checkCall);
    }

    @Configuration(proxyBeanMethods = false)
    static class CallsAtItsStart {

        @Bean
        InitializingBean reader(PartnerCenter client) {
            return () -> client.profiles().supportProfile().get();
        }
    }

    @Test
    void call_duringTheStart_isAnswered() {
        new FakedApplication(false)
                .with(CallsAtItsStart.class)
                .run(context -> assertThat(context.getBean(FakePartnerCenter.class)
                                .journal()
                                .total())
                        .isOne());
    }
}
