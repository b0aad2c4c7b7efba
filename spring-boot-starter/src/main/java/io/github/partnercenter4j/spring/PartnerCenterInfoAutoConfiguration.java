package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.model.Cloud;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds {@code partnerCenter} to {@code /actuator/info}: the version, the cloud and the names of the partners. */
@AutoConfiguration(after = PartnerCenterAutoConfiguration.class)
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
@ConditionalOnBean(Partners.class)
@ConditionalOnEnabledInfoContributor("partnercenter")
class PartnerCenterInfoAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "partnerCenterInfoContributor")
    InfoContributor partnerCenterInfoContributor(Partners partners, Cloud cloud) {
        Map<String, Object> facts = new LinkedHashMap<>();
        // Null if the classes are not in a jar, as in an IDE.
        String version = PartnerCenterInfoAutoConfiguration.class.getPackage().getImplementationVersion();
        if (version != null) {
            facts.put("version", version);
        }
        facts.put("cloud", cloud.name());
        facts.put("partners", partners.names());
        return info -> info.withDetail("partnerCenter", facts);
    }
}
