package io.github.partnercenter4j.spring;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Adds {@code /actuator/health/partnerCenter}, with a component for each partner. */
@AutoConfiguration(after = PartnerCenterAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Partners.class)
@ConditionalOnEnabledHealthIndicator("partnercenter")
@EnableConfigurationProperties(PartnerCenterHealthProperties.class)
class PartnerCenterHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "partnerCenterHealthContributor")
    CompositeHealthContributor partnerCenterHealthContributor(
            Partners partners, PartnerCenterHealthProperties properties) {
        Map<String, HealthIndicator> components = new LinkedHashMap<>();
        for (String name : partners.names()) {
            Partner partner = partners.get(name);
            PartnerHealth health = new PartnerHealth(
                    partner.lastCall(), partner::tokenIssued, properties.staleAfter(), InstantSource.system());
            components.put(name, health::health);
        }
        return CompositeHealthContributor.fromMap(components);
    }
}
