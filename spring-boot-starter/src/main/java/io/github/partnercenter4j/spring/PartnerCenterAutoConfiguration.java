package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.HttpSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Configures the partners of {@code partnercenter.*}: one gateway for all, and a client and tokens for each. The start
 * opens no connection and requests no token.
 *
 * <p>It does not define a {@link Cloud}, {@link HttpSettings}, {@link SupportProfileGateway} or
 * {@link RefreshTokenStore} if the application defines one. The {@link PartnerCenter} beans of the partners are
 * fallbacks: if the application defines one, that is injected where there is no qualifier.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@EnableConfigurationProperties(PartnerCenterProperties.class)
@Import(PartnerBeans.class)
public class PartnerCenterAutoConfiguration {

    /** Creates the configuration. */
    public PartnerCenterAutoConfiguration() {}

    @Bean(Network.CLOUD)
    @ConditionalOnMissingBean
    Cloud partnerCenterCloud(PartnerCenterProperties properties) {
        return Network.cloud(properties);
    }

    @Bean
    @ConditionalOnMissingBean
    HttpSettings partnerCenterHttpSettings(PartnerCenterProperties properties, ObjectProvider<SslBundles> bundles) {
        return Network.settings(properties, bundles.getIfAvailable());
    }

    @Bean(Network.GATEWAY)
    @ConditionalOnMissingBean
    SupportProfileGateway partnerCenterGateway(
            PartnerCenterProperties properties, Cloud cloud, HttpSettings http, Environment environment) {
        return Network.gateway(properties, cloud, http, virtualThreads(environment));
    }

    /** Does as Boot was told. If it was told nothing, the gateway does as it does elsewhere. */
    private static @Nullable Boolean virtualThreads(Environment environment) {
        return environment.containsProperty("spring.threads.virtual.enabled")
                ? Threading.VIRTUAL.isActive(environment)
                : null;
    }

    @Bean(SignIns.COMMON_FILE)
    @ConditionalOnMissingBean
    @Conditional(HasRefreshTokens.class)
    RefreshTokenStore partnerCenterRefreshTokens(PartnerCenterProperties properties) {
        String property = "partnercenter.refresh-tokens";
        return SignIns.file(property, Checked.present(property, properties.refreshTokens()));
    }

    /**
     * Unlike {@code @ConditionalOnProperty}, it takes a property source that has a {@code Path}, as tests do, and counts
     * an empty value as unset.
     */
    static final class HasRefreshTokens implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Binder.get(context.getEnvironment())
                    .bind("partnercenter.refresh-tokens", Path.class)
                    .map(file -> !file.toString().isBlank())
                    .orElse(false);
        }
    }

    /** Creates the partners. Their gateway is a parameter, so that the context closes the partners first. */
    @Bean(name = PartnerBeans.PARTNERS, destroyMethod = "close")
    Partners partnerCenterPartners(
            PartnerCenterProperties properties,
            Cloud cloud,
            HttpSettings http,
            SupportProfileGateway gateway,
            ObjectProvider<SslBundles> bundles,
            ListableBeanFactory beans) {
        SignIns signIns = new SignIns(properties, cloud, http, bundles.getIfAvailable(), beans);
        return new PartnerFactory(properties, gateway, signIns, beans).createAll();
    }
}
