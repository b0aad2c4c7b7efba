package com.example.support;

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

/**
 * Shows beans of an application in docs/spring-boot.md. It is no {@code @Configuration}, so that {@link SupportService}
 * does not have them.
 */
abstract class SupportBeans {

    // region spring-boot-qualifier
    @Bean
    SupportProfileOperations contosoSupport(@Qualifier("contoso") PartnerCenter contoso) {
        return contoso.profiles().supportProfile();
    }
    // endregion

    static class Customizers {

        // region spring-boot-customizers
        @Bean
        PartnerCenterCustomizer updateRoute() {
            return (partner, client) -> client.updateRoute(UpdateRoute.DOCUMENTED);
        }

        @Bean
        PartnerTokensCustomizer workloadIdentity() {
            return (partner, app) -> {
                if (partner.equals("fabrikam")) { // leave out its client-secret
                    app.clientAssertion(Path.of("/var/run/secrets/azure/tokens/azure-identity-token"));
                }
            };
        }
        // endregion
    }

    // region spring-boot-tokens
    @Bean
    @Qualifier("fabrikam")
    AccessTokenProvider fabrikamTokens() {
        return AccessTokenProvider.of(() -> AccessToken.of(readFromYourVault()));
    }
    // endregion

    abstract String readFromYourVault();
}
