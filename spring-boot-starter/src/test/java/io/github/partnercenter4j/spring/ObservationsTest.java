package io.github.partnercenter4j.spring;

import static io.github.partnercenter4j.spring.Contexts.TENANT;
import static io.github.partnercenter4j.spring.Contexts.application;
import static io.github.partnercenter4j.spring.Contexts.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@PartnerCenterFake
class ObservationsTest {

    private static ApplicationContextRunner withObservations(FakePartnerCenter fake) {
        return application()
                .withConfiguration(AutoConfigurations.of(PartnerCenterObservationAutoConfiguration.class))
                .withPropertyValues(
                        "partnercenter.partners.contoso.tenant=" + TENANT,
                        "partnercenter.partners.fabrikam.tenant=" + Contexts.OTHER_TENANT)
                .withBean(
                        "contoso",
                        AccessTokenProvider.class,
                        () -> AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                .withBean(
                        "fabrikam",
                        AccessTokenProvider.class,
                        () -> AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                .withBean(SupportProfileGateway.class, fake::gateway);
    }

    @Test
    void call_withARegistry_isObservedUnderThePartnersName(FakePartnerCenter fake) {
        List<String> observed = new ArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                observed.add(context.getName() + " "
                        + context.getLowCardinalityKeyValue("partner").getValue());
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        withObservations(fake)
                .withBean(ObservationRegistry.class, () -> registry)
                .run(context -> {
                    Partners partners = context.getBean(Partners.class);
                    partners.get("contoso").supportProfile().get();
                    partners.get("fabrikam").supportProfile().get();
                });

        assertThat(observed)
                .contains("partnercenter.call contoso", "partnercenter.attempt contoso", "partnercenter.call fabrikam");
    }

    @Test
    void observations_ofTheApplication_replaceOurs() {
        PartnerCenterCustomizer own = (partner, client) -> {};
        application()
                .withConfiguration(AutoConfigurations.of(PartnerCenterObservationAutoConfiguration.class))
                .withPropertyValues(single())
                .withBean(ObservationRegistry.class, ObservationRegistry::create)
                .withBean("partnerCenterObservations", PartnerCenterCustomizer.class, () -> own)
                .run(context -> assertThat(context.getBean(PartnerCenterCustomizer.class))
                        .isSameAs(own));
    }

    @Test
    void call_withoutARegistry_isMade(FakePartnerCenter fake) {
        withObservations(fake).run(context -> {
            assertThat(context).doesNotHaveBean(PartnerCenterCustomizer.class);
            context.getBean(Partners.class).get("contoso").supportProfile().get();
        });
    }

    @Test
    void call_withoutTheAdapter_isMade(FakePartnerCenter fake) {
        withObservations(fake)
                .withClassLoader(new FilteredClassLoader(
                        "io.github.partnercenter4j.micrometer", "io.github.partnercenter4j.apache"))
                .withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> assertThat(context).doesNotHaveBean(PartnerCenterCustomizer.class));
    }
}
