package io.github.partnercenter4j.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.spring.Partners;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.ConfigurableApplicationContext;

/** Checks that the service sends no request before its first call. */
@Tag("full")
@PartnerCenterFake
class StartUpTest {

    private static final String SECRET = "a-secret-of-nobody";

    /** The tenants in {@code application.yml}. */
    private static final List<String> TENANTS =
            List.of("3d2a4f8e-6b1c-4c55-9e0a-2f7d8b9c0a11", "5e6f7a8b-9c0d-4e1f-a2b3-c4d5e6f7a8b9");

    @TempDir
    private Path folder;

    /** Returns the arguments of the service. Consents are stored, so that any call would reach the fake. */
    private String[] arguments(FakePartnerCenter fake, String... more) {
        Path file = folder.resolve("refresh-tokens");
        RefreshTokenStore store = RefreshTokenStore.file(file);
        for (String tenant : TENANTS) {
            store.save(tenant, RefreshToken.confidential(fake.login().issueRefreshToken(tenant)));
        }
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--CONTOSO_CLIENT_SECRET=" + SECRET,
                "--FABRIKAM_CLIENT_SECRET=" + SECRET,
                "--partnercenter.refresh-tokens=" + file,
                "--partnercenter.custom-cloud.api=" + fake.cloud().apiBase(),
                "--partnercenter.custom-cloud.authority=" + fake.cloud().authority(),
                "--partnercenter.custom-cloud.scope=" + fake.cloud().scope(),
                "--partnercenter.ssl-bundle=fake",
                "--spring.ssl.bundle.pem.fake.truststore.certificate=" + fake.caPem()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void startAndProbe_callNobody(FakePartnerCenter fake) {
        try (ConfigurableApplicationContext service =
                SpringApplication.run(SupportProfilesApplication.class, arguments(fake))) {
            assertThat(service.getBean(Partners.class).names()).containsExactly("contoso", "fabrikam");
            CompositeHealthContributor health = (CompositeHealthContributor)
                    service.getBean(HealthContributorRegistry.class).getContributor("partnerCenter");
            assertThat(health.stream()
                            .map(entry -> ((HealthIndicator) entry.contributor())
                                    .health()
                                    .getStatus()))
                    .containsExactly(Status.UNKNOWN, Status.UNKNOWN);
            assertThat(fake.connections()).isZero();
        }
    }

    @Test
    void settings_thatMakeNoSense_endTheStart_withoutTheSecretInTheirMessage(FakePartnerCenter fake) {
        assertThatThrownBy(() -> SpringApplication.run(
                        SupportProfilesApplication.class,
                        arguments(fake, "--partnercenter.partners.contoso.tenant=common")))
                .hasStackTraceContaining("partnercenter.partners.contoso.tenant is refused")
                .extracting(Throwables::getStackTrace)
                .asString()
                .doesNotContain(SECRET);
        assertThat(fake.connections()).isZero();
    }
}
