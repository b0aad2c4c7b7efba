package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.micrometer.ObservedCalls;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Observes the calls of each partner, if the application has an {@link ObservationRegistry}, as with Actuator. */
@AutoConfiguration(
        before = PartnerCenterAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass({ObservedCalls.class, ObservationRegistry.class})
@ConditionalOnBean(ObservationRegistry.class)
class PartnerCenterObservationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "partnerCenterObservations")
    PartnerCenterCustomizer partnerCenterObservations(ObservationRegistry registry) {
        return (partner, client) -> client.listener(ObservedCalls.create(registry, partner));
    }
}
