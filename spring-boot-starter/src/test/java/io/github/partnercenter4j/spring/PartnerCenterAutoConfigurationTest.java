package io.github.partnercenter4j.spring;

import static io.github.partnercenter4j.spring.Contexts.OTHER_TENANT;
import static io.github.partnercenter4j.spring.Contexts.TENANT;
import static io.github.partnercenter4j.spring.Contexts.application;
import static io.github.partnercenter4j.spring.Contexts.partner;
import static io.github.partnercenter4j.spring.Contexts.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which beans there are, and which of them the application may define itself. */
class PartnerCenterAutoConfigurationTest {

    /** Injects as an application does. */
    record Injected(PartnerCenter contoso, PartnerCenter fabrikam) {

        @Configuration(proxyBeanMethods = false)
        static class Beans {
            @Bean
            Injected injected(@Qualifier("contoso") PartnerCenter one, @Qualifier("fabrikam") PartnerCenter two) {
                return new Injected(one, two);
            }
        }
    }

    private static ApplicationContextRunner contosoAndFabrikam() {
        return application()
                .withPropertyValues(partner("contoso", TENANT))
                .withPropertyValues(partner("fabrikam", OTHER_TENANT));
    }

    @Test
    void singlePartner_needsNoName() {
        application().withPropertyValues(single()).run(context -> {
            assertThat(context).hasSingleBean(PartnerCenter.class).hasSingleBean(SupportProfileGateway.class);
            Partners partners = context.getBean(Partners.class);
            assertThat(partners.names()).containsExactly("default");
            assertThat(partners.get("default").client()).isSameAs(context.getBean(PartnerCenter.class));
            assertThat(partners.get("default").tenant()).isEqualTo(TENANT);
            assertThat(partners.get("default").tokens()).isInstanceOf(MsalAccessTokenProvider.class);
            assertThat(context.getBean(SupportProfileGateway.class)).isInstanceOf(RetrofitSupportProfileGateway.class);
            assertThat(context.getBean(Cloud.class)).isEqualTo(Cloud.GLOBAL);
        });
    }

    @Test
    void partners_areInjectedByQualifier_andFoundByName() {
        contosoAndFabrikam().withUserConfiguration(Injected.Beans.class).run(context -> {
            Partners partners = context.getBean(Partners.class);
            Injected injected = context.getBean(Injected.class);
            assertThat(partners.names()).containsExactly("contoso", "fabrikam");
            assertThat(injected.contoso()).isSameAs(partners.get("contoso").client());
            assertThat(injected.fabrikam()).isSameAs(partners.get("fabrikam").client());
            assertThat(partners.find("nobody")).isEmpty();
            assertThatThrownBy(() -> partners.get("nobody"))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("No partner is named \"nobody\": the names are contoso, fabrikam.");
        });
    }

    @Test
    void clientOfTheApplication_isInjectedWithoutAQualifier_andThoseOfThePartnersStay() {
        contosoAndFabrikam()
                .withUserConfiguration(Injected.Beans.class)
                .withBean(
                        "own",
                        PartnerCenter.class,
                        () -> PartnerCenter.builder()
                                .gateway(RetrofitSupportProfileGateway.create(Cloud.GLOBAL))
                                .tokens(AccessTokenProvider.of(() -> {
                                    throw new IllegalStateException("not called");
                                }))
                                .build())
                .run(context -> {
                    assertThat(context.getBean(PartnerCenter.class)).isSameAs(context.getBean("own"));
                    assertThat(context.getBean(Injected.class).contoso())
                            .isSameAs(context.getBean(Partners.class)
                                    .get("contoso")
                                    .client());
                });
    }

    @Test
    void choices_thatAreEmpty_countAsUnset() {
        application()
                .withPropertyValues(partner("contoso", TENANT))
                .withPropertyValues(
                        "partnercenter.partners.contoso.certificate-bundle=",
                        "partnercenter.partners.contoso.refresh-tokens=",
                        "partnercenter.partners.contoso.refresh-token-store=")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void beansOfTheApplication_replaceOurs() {
        Cloud cloud = Cloud.US_GOVERNMENT;
        SupportProfileGateway gateway = RetrofitSupportProfileGateway.create(cloud);
        application()
                .withPropertyValues(single())
                .withPropertyValues("partnercenter.refresh-tokens=missing-folder/tokens")
                .withBean(Cloud.class, () -> cloud)
                .withBean(SupportProfileGateway.class, () -> gateway)
                .run(context -> {
                    assertThat(context.getBean(Cloud.class)).isSameAs(cloud);
                    assertThat(context.getBean(SupportProfileGateway.class)).isSameAs(gateway);
                    assertThat(context.getBean(RefreshTokenStore.class)).isSameAs(context.getBean("store"));
                });
    }
}
