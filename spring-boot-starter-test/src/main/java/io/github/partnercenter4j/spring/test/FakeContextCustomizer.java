package io.github.partnercenter4j.spring.test;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.HttpSettings;
import io.github.partnercenter4j.spring.PartnerTokensCustomizer;
import io.github.partnercenter4j.spring.test.ConfiguredPartners.ConfiguredPartner;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import java.net.ProxySelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Puts a fake behind the application of a test, before its beans are created. Equal for equal annotations: Spring then
 * uses one context, and so one fake, for their tests.
 *
 * @param inMemory whether the application calls the fake in memory
 */
record FakeContextCustomizer(boolean inMemory) implements ContextCustomizer {

    /** The property with the seed of the fake; also a system property. */
    static final String SEED = "partnercenter4j.seed";

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
        ConfigurableEnvironment environment = context.getEnvironment();
        FakePartnerCenter fake = newFake(environment);
        FakeBeans beans = new FakeBeans(context);
        beans.add(fake);
        List<ConfiguredPartner> configured = ConfiguredPartners.of(environment, fake.tenant());
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("fakePartnerCenter", apps(environment, fake, configured)));
        // For any other tenant, the start of the application fails and names the property.
        List<ConfiguredPartner> partners = configured.stream()
                .filter(partner -> isTenant(fake, partner.tenant()))
                .toList();
        Map<String, FakeTenant> tenants = new LinkedHashMap<>();
        partners.forEach(partner -> tenants.put(partner.name(), fake.tenant(partner.tenant())));
        tenants.forEach((partner, tenant) -> beans.add(FakeTenant.class, tenant, partner));
        RefreshTokenStore store = RefreshTokenStore.inMemory();
        if (inMemory) {
            beans.prefer(SupportProfileGateway.class, fake.gateway());
            beans.prefer(HttpSettings.class, HttpSettings.defaults());
        } else {
            beans.prefer(Cloud.class, fake.cloud());
            beans.prefer(HttpSettings.class, trusting(fake));
            beans.add(PartnerTokensCustomizer.class, signInAt(fake, store));
        }
        beans.prefer(RefreshTokenStore.class, store);
        beans.replaceTokens(tenants, inMemory);
        beans.add(ContextFake.class, new ContextFake(fake, partners, inMemory ? null : store));
    }

    private static FakePartnerCenter newFake(Environment environment) {
        FakePartnerCenter.Builder builder = FakePartnerCenter.builder().https();
        Long seed = environment.getProperty(SEED, Long.class);
        return (seed == null ? builder : builder.seed(seed)).build();
    }

    private static boolean isTenant(FakePartnerCenter fake, String tenant) {
        try {
            fake.tenant(tenant);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    /** Trusts the fake, and uses no proxy. */
    private static HttpSettings trusting(FakePartnerCenter fake) {
        return HttpSettings.builder()
                .sslContext(fake.sslContext())
                .proxy(ProxySelector.of(null))
                .build();
    }

    /**
     * Takes back what the application's customizers may have set. It comes last, because Spring orders singletons without
     * a definition after other beans of the same order.
     */
    private static PartnerTokensCustomizer signInAt(FakePartnerCenter fake, RefreshTokenStore store) {
        return (partner, app) ->
                app.refreshTokens(store).clientId(fake.login().clientId()).http(trusting(fake));
    }

    /** Returns the properties of the partners, with the fake's app and store in place of their own. */
    private static Map<String, Object> apps(
            Environment environment, FakePartnerCenter fake, List<ConfiguredPartner> partners) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (ConfiguredPartner partner : partners) {
            properties.put(partner.property("tenant"), partner.tenant());
            properties.put(partner.property("client-id"), fake.login().clientId());
            properties.put(partner.property("client-secret"), fake.login().clientSecret());
            Stream.of("certificate-bundle", "refresh-tokens", "refresh-token-store")
                    .map(partner::property)
                    .filter(environment::containsProperty)
                    .forEach(own -> properties.put(own, ""));
        }
        return properties;
    }
}
