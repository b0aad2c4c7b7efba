package io.github.partnercenter4j.examples.service;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.UpdateRoute;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.spring.PartnerCenterCustomizer;
import io.github.partnercenter4j.spring.PartnerTokensCustomizer;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows beans of an application in docs/spring-boot.md. They are compiled and not used. */
@Configuration(proxyBeanMethods = false)
abstract class SupportBeans {

    // region spring-boot-qualifier
    @Bean
    SupportProfileOperations contosoSupport(@Qualifier("contoso") PartnerCenter contoso) {
        return contoso.profiles().supportProfile();
    }
    // endregion

    // region spring-boot-customizers
    @Bean
    PartnerCenterCustomizer updateRoute() {
        return (partner, client) -> client.updateRoute(UpdateRoute.DOCUMENTED);
    }

    @Bean
    PartnerTokensCustomizer workloadIdentity() {
        return (partner, app) -> app.clientAssertion(Path.of("/var/run/secrets/azure/tokens/azure-identity-token"));
    }
    // endregion

    // region spring-boot-tokens
    @Bean
    @Qualifier("fabrikam")
    AccessTokenProvider fabrikamTokens() {
        return AccessTokenProvider.of(() -> AccessToken.of(readFromYourVault()));
    }
    // endregion

    abstract String readFromYourVault();
}
