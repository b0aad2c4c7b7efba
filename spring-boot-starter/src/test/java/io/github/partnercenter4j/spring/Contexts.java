package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;

/** Applications for tests. */
final class Contexts {

    static final String TENANT = "7a6ea5f1-3f0e-4d6f-9f0c-1a2b3c4d5e6f";
    static final String OTHER_TENANT = "9b8c7d6e-5f4a-4b3c-8d2e-1f0a9b8c7d6e";
    static final String CLIENT = "8c1f2e3d-4b5a-4697-8899-aabbccddeeff";
    static final String SECRET = "a-secret-of-nobody";

    private Contexts() {}

    /** Returns an application with one transport and a store, without any partner. */
    static ApplicationContextRunner application() {
        return twoTransports()
                .withClassLoader(new FilteredClassLoader(ApacheSupportProfileGateway.class))
                .withBean("store", RefreshTokenStore.class, RefreshTokenStore::inMemory);
    }

    /** Returns an application with two transports, without a store and a partner. */
    static ApplicationContextRunner twoTransports() {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(SslAutoConfiguration.class, PartnerCenterAutoConfiguration.class));
    }

    /** Returns a web application with two transports and everything of ours, without a store and a partner. */
    static WebApplicationContextRunner webApplication() {
        return new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        WebMvcAutoConfiguration.class,
                        HttpMessageConvertersAutoConfiguration.class,
                        JacksonAutoConfiguration.class,
                        SslAutoConfiguration.class,
                        PartnerCenterAutoConfiguration.class,
                        PartnerCenterConsentAutoConfiguration.class,
                        PartnerCenterProblemDetailsAutoConfiguration.class));
    }

    static FilteredClassLoader withoutTransports() {
        return new FilteredClassLoader(RetrofitSupportProfileGateway.class, ApacheSupportProfileGateway.class);
    }

    /** Returns the properties of a deployment whose Partner Center and login service are the fake. */
    static String[] at(FakePartnerCenter fake) {
        return new String[] {
            "partnercenter.custom-cloud.api=" + fake.cloud().apiBase(),
            "partnercenter.custom-cloud.authority=" + fake.cloud().authority(),
            "partnercenter.custom-cloud.scope=" + fake.cloud().scope(),
            "partnercenter.ssl-bundle=fake",
            "spring.ssl.bundle.pem.fake.truststore.certificate=" + fake.caPem()
        };
    }

    /** Returns the properties of a single partner with the app of the fake's login. */
    static String[] singleAt(FakePartnerCenter fake) {
        return new String[] {
            "partnercenter.tenant=" + TENANT,
            "partnercenter.client-id=" + fake.login().clientId(),
            "partnercenter.client-secret=" + fake.login().clientSecret()
        };
    }

    /** Returns a store with the consent of a tenant. */
    static RefreshTokenStore consented(FakePartnerCenter fake, String tenant) {
        RefreshTokenStore store = RefreshTokenStore.inMemory();
        store.save(tenant, RefreshToken.confidential(fake.login().issueRefreshToken(tenant)));
        return store;
    }

    /** Returns the properties of a single partner without a name. */
    static String[] single() {
        return new String[] {
            "partnercenter.tenant=" + TENANT,
            "partnercenter.client-id=" + CLIENT,
            "partnercenter.client-secret=" + SECRET
        };
    }

    /** Returns the properties of a partner with a name. */
    static String[] partner(String name, String tenant) {
        String prefix = "partnercenter.partners." + name;
        return new String[] {
            prefix + ".tenant=" + tenant, prefix + ".client-id=" + CLIENT, prefix + ".client-secret=" + SECRET
        };
    }
}
