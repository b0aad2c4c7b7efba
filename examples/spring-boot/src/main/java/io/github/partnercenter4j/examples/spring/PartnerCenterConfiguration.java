package io.github.partnercenter4j.examples.spring;

import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.micrometer.observation.ObservationRegistry;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** All that ties partnercenter4j to Spring. Spring closes what is closeable, the clients before the gateway they share. */
@Configuration(proxyBeanMethods = false)
class PartnerCenterConfiguration {

    @Bean
    SSLContext partnerCenterTrust(PartnerCenterSettings settings, SslBundles bundles) throws NoSuchAlgorithmException {
        String bundle = settings.sslBundle();
        return bundle == null
                ? SSLContext.getDefault()
                : bundles.getBundle(bundle).createSslContext();
    }

    /** One pool of connections for all partners: a gateway knows no tokens but those it is handed. */
    @Bean
    SupportProfileGateway supportProfileGateway(PartnerCenterSettings settings, SSLContext partnerCenterTrust) {
        return RetrofitSupportProfileGateway.builder(settings.theCloud())
                .sslContext(partnerCenterTrust)
                .build();
    }

    /** Replace it by one on your vault: two methods. A file is for a single instance of this service. */
    @Bean
    RefreshTokenStore refreshTokenStore(PartnerCenterSettings settings) {
        return RefreshTokenStore.file(settings.refreshTokens());
    }

    @Bean
    Partners partners(
            PartnerCenterSettings settings,
            SupportProfileGateway gateway,
            RefreshTokenStore store,
            SSLContext partnerCenterTrust,
            ObservationRegistry observations) {
        return Partners.open(settings, gateway, store, partnerCenterTrust, observations);
    }

    /** {@code /actuator/health/partnerCenter}, with a component a partner. */
    @Bean
    CompositeHealthContributor partnerCenterHealthContributor(Partners partners) {
        return CompositeHealthContributor.fromMap(partners.byName(), PartnerHealth::new);
    }
}
