package io.github.partnercenter4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.spring.Partner;
import io.github.partnercenter4j.spring.Partners;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.context.ApplicationContext;

/** Starts applications whose properties are those of a deployment, with a fake behind them. */
class ApplicationPropertiesTest {

    private static final String TENANT = "3d2a4f8e-6b1c-4c55-9e0a-2f7d8b9c0a11";

    private final FakedApplication application = new FakedApplication(false);

    /** Checks that a partner's calls come to its tenant of the fake. */
    private static void checkCall(ApplicationContext context, String partner) {
        BeanFactory beans = context.getAutowireCapableBeanFactory();
        FakeTenant tenant = BeanFactoryAnnotationUtils.qualifiedBeanOfType(beans, FakeTenant.class, partner);
        PartnerCenter client = BeanFactoryAnnotationUtils.qualifiedBeanOfType(beans, PartnerCenter.class, partner);

        client.profiles().supportProfile().get();

        assertThat(tenant.journal().total()).isOne();
    }

    @Test
    void partners_withoutSecretsInTests_signInAtTheFake() {
        application
                .with("partnercenter.partners.contoso.tenant=" + TENANT)
                .with("partnercenter.partners.contoso.client-id=${CONTOSO_CLIENT_ID}")
                .with("partnercenter.partners.contoso.client-secret=${CONTOSO_CLIENT_SECRET}")
                .with("partnercenter.partners.fabrikam.tenant=${FABRIKAM_TENANT}")
                .with("partnercenter.partners.fabrikam.client-secret=")
                .run(context -> {
                    assertThat(context.getBean(Partners.class).names()).containsExactly("contoso", "fabrikam");
                    checkCall(context, "contoso");
                    checkCall(context, "fabrikam");
                    assertThat(context.getBean(FakePartnerCenter.class)
                                    .tenant(TENANT)
                                    .journal()
                                    .total())
                            .isOne();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contoso", "contoso_eu", "contoso-eu", "contoso2"})
    void partner_withAnySpelling_keepsItsName(String name) {
        application
                .with("partnercenter.partners." + name + ".clientId=an-id")
                .with("partnercenter.partners." + name + ".tenant=contoso.onmicrosoft.com")
                .run(context -> {
                    assertThat(context.getBean(Partners.class).names()).containsExactly(name);
                    checkCall(context, name);
                });
    }

    @Test
    void partner_withoutAName_isTheDefault() {
        application
                .with("partnercenter.tenant=" + TENANT)
                .with("partnercenter.client-id=${CLIENT_ID}")
                .with("partnercenter.client-secret=${CLIENT_SECRET}")
                .run(context -> {
                    assertThat(context.getBean(Partners.class).get("default").tenant())
                            .isEqualTo(TENANT);
                    checkCall(context, "default");
                    assertThat(context.getBean(FakeTenant.class).id()).isEqualTo(TENANT);
                });
    }

    @Test
    void application_withoutAPartner_getsTheFakesDefaultTenant() {
        application.run(context -> {
            context.getBean(PartnerCenter.class).profiles().supportProfile().edit(profile -> profile.withEmail("it"));

            assertThat(context.getBean(FakePartnerCenter.class).profile().email())
                    .isEqualTo("it");
        });
    }

    @Test
    void credentialsAndStores_thatTestsDoNotHave_areNotRead() {
        application
                .with("partnercenter.cloud=china")
                .with("partnercenter.ssl-bundle=corporate")
                .with("partnercenter.proxy=http://proxy.contoso.example:3128")
                .with("partnercenter.refresh-tokens=/nowhere/refresh-tokens")
                .with("partnercenter.partners.contoso.tenant=" + TENANT)
                .with("partnercenter.partners.contoso.client-id=an-id")
                .with("partnercenter.partners.contoso.certificate-bundle=contoso")
                .with("partnercenter.partners.contoso.refresh-tokens=/nowhere/contoso")
                .with("partnercenter.partners.fabrikam.client-id=an-id")
                .with("partnercenter.partners.fabrikam.certificateBundle=fabrikam")
                .with("partnercenter.partners.fabrikam.refreshTokenStore=vault")
                .run(context -> {
                    checkCall(context, "contoso");
                    checkCall(context, "fabrikam");
                });
    }

    @Test
    void certificate_ofTheOnlyPartner_isNotRead() {
        application
                .with("partnercenter.certificate-bundle=contoso")
                .with("partnercenter.refresh-tokens=/nowhere/refresh-tokens")
                .run(context -> checkCall(context, "default"));
    }

    @Test
    void seed_ofTheEnvironment_isThatOfTheFake() {
        application
                .with("partnercenter4j.seed=42")
                .run(context -> assertThat(
                                context.getBean(FakePartnerCenter.class).seed())
                        .isEqualTo(42));
    }

    @Test
    void start_thatFails_closesTheFake() {
        assertThatThrownBy(() -> application.with("partnercenter.timeout=-1s").run(context -> {}))
                .hasStackTraceContaining("partnercenter.timeout");

        assertThatThrownBy(application.fake()::url).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tenant_thatIsNone_endsTheStart_asItDoesWithoutAFake() {
        assertThatThrownBy(() -> application
                        .with("partnercenter.partners.contoso.tenant=common")
                        .run(context -> {}))
                .hasStackTraceContaining("partnercenter.partners.contoso.tenant");
    }

    @Test
    void partners_ofOneTenant_shareIt() {
        application
                .with("partnercenter.partners.reader.tenant=" + TENANT)
                .with("partnercenter.partners.writer.tenant=" + TENANT)
                .run(context -> {
                    Partner writer = context.getBean(Partners.class).get("writer");
                    writer.supportProfile().edit(profile -> profile.withEmail("it"));

                    assertThat(context.getBean(Partners.class)
                                    .get("reader")
                                    .supportProfile()
                                    .get()
                                    .email())
                            .isEqualTo("it");
                });
    }
}
