package io.github.partnercenter4j.spring;

import static io.github.partnercenter4j.spring.Contexts.CLIENT;
import static io.github.partnercenter4j.spring.Contexts.SECRET;
import static io.github.partnercenter4j.spring.Contexts.TENANT;
import static io.github.partnercenter4j.spring.Contexts.application;
import static io.github.partnercenter4j.spring.Contexts.partner;
import static io.github.partnercenter4j.spring.Contexts.single;
import static io.github.partnercenter4j.spring.Contexts.twoTransports;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.BeansException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** A start with a property that is missing or wrong ends with a message that names the property and shows no secret. */
class PropertyValidationTest {

    private static final String CONTOSO = "partnercenter.partners.contoso";

    static Stream<Arguments> mistakes() {
        return Stream.of(
                one("partnercenter.tenant=", "partnercenter.tenant is empty"),
                one("partnercenter.tenant=common", "partnercenter.tenant is refused: tenant must be"),
                one("partnercenter.client-id=my-app", "partnercenter.client-id is refused: clientId must be"),
                one("partnercenter.client-id=", "partnercenter.client-id is empty"),
                one("partnercenter.client-secret=", "partnercenter.client-secret is empty"),
                one(
                        "partnercenter.client-secret=${NO_SUCH_VARIABLE}",
                        "partnercenter.client-secret is ${NO_SUCH_VARIABLE}, but nothing defines that."),
                one(
                        "partnercenter.client-id=${NO_SUCH_VARIABLE}",
                        "partnercenter.client-id is ${NO_SUCH_VARIABLE}, but nothing defines that."),
                one(
                        "partnercenter.certificate-bundle=app",
                        "partnercenter.certificate-bundle is set beside client-secret"),
                one(
                        "partnercenter.ssl-bundle=nothing",
                        "partnercenter.ssl-bundle names the SSL bundle 'nothing', which"),
                one("partnercenter.proxy=proxy:3128", "partnercenter.proxy is not the address of an HTTP proxy"),
                one(
                        "partnercenter.proxy=http://me:" + SECRET + "@proxy:3128",
                        "partnercenter.proxy is not the address of an HTTP proxy"),
                one(
                        "partnercenter.proxy=socks://proxy:1080",
                        "partnercenter.proxy is not the address of an HTTP proxy"),
                one("partnercenter.proxy-username=me", "partnercenter.proxy-password is not set"),
                one("partnercenter.proxy-password=" + SECRET, "partnercenter.proxy-username is not set"),
                one("partnercenter.timeout=0s", "partnercenter.timeout is refused: timeout must be"),
                one("partnercenter.attempt-timeout=-1s", "partnercenter.attempt-timeout is refused"),
                one(
                        "partnercenter.connect-timeout=0s",
                        "partnercenter.connect-timeout is refused: connectTimeout must be"),
                one("partnercenter.max-connections=0", "partnercenter.max-connections is refused: maxConnections must"),
                one("partnercenter.application-name=Contôso", "partnercenter.application-name is refused"),
                one(
                        "partnercenter.retry.max-attempts=6",
                        "partnercenter.retry.max-attempts is refused: maxAttempts must"),
                one("partnercenter.retry.first-wait=0s", "partnercenter.retry.first-wait is refused"),
                one(
                        "partnercenter.custom-cloud.api=https://api.example",
                        "partnercenter.custom-cloud.authority is not set"),
                one(
                        "partnercenter.partners.contoso.tenant=" + TENANT,
                        "partnercenter.partners is set beside the properties of a single partner"),
                named(CONTOSO + ".tenant=", CONTOSO + ".tenant is empty"),
                named(CONTOSO + ".client-id=me", CONTOSO + ".client-id is refused"),
                named(CONTOSO + ".refresh-tokens=no-such-folder/tokens", CONTOSO + ".refresh-tokens is a file in"),
                named(
                        CONTOSO + ".refresh-token-store=vault",
                        CONTOSO + ".refresh-token-store names the RefreshTokenStore bean 'vault'"),
                named(CONTOSO + ".refresh-tokens=.", CONTOSO + ".refresh-tokens is "),
                named(
                        "partnercenter.partners[con/toso].tenant=" + TENANT,
                        "partnercenter.partners.con/toso has a name that does not fit into an address"));
    }

    private static Arguments one(String mistake, String message) {
        return Arguments.of(single(), mistake, message);
    }

    private static Arguments named(String mistake, String message) {
        return Arguments.of(partner("contoso", TENANT), mistake, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void mistake_endsTheStart(String[] properties, String mistake, String message) {
        assertFails(application().withPropertyValues(properties).withPropertyValues(mistake), message);
    }

    /** Returns our exception, which may have a cause of its own. */
    private static Throwable told(Throwable failure) {
        Throwable at = failure;
        while (at != null && !(at instanceof InvalidPropertyException)) {
            at = at.getCause();
        }
        return at;
    }

    @Test
    void partner_thatIsNotConfigured_endsTheStart() {
        assertFails(application(), "partnercenter.tenant is not set, and there is no other partner.");
    }

    @Test
    void memberOfAPartner_thatIsMissing_endsTheStart() {
        assertFails(
                application().withPropertyValues("partnercenter.client-id=" + CLIENT), "partnercenter.tenant is not");
        assertFails(
                application().withPropertyValues("partnercenter.tenant=" + TENANT), "partnercenter.client-id is not");
        assertFails(
                application().withPropertyValues(CONTOSO + ".tenant=" + TENANT, CONTOSO + ".client-id=" + CLIENT),
                CONTOSO + ".client-secret is not set, and neither is certificate-bundle.");
    }

    @Test
    void store_thatIsMissing_endsTheStart() {
        assertFails(
                twoTransports()
                        .withPropertyValues("partnercenter.transport=apache")
                        .withPropertyValues(single()),
                "partnercenter.refresh-tokens is not set, and there is not one RefreshTokenStore bean.");
        assertFails(
                twoTransports()
                        .withPropertyValues("partnercenter.transport=apache", "partnercenter.refresh-tokens=")
                        .withPropertyValues(single()),
                "partnercenter.refresh-tokens is not set, and there is not one RefreshTokenStore bean.");
    }

    @Test
    void partnersOfOneTenant_withDifferentAppsAndOneStore_endTheStart() {
        String otherApp = "partnercenter.partners.fabrikam.client-id=1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d";
        ApplicationContextRunner oneTenant = application()
                .withPropertyValues(partner("contoso", TENANT))
                .withPropertyValues(partner("fabrikam", TENANT.toUpperCase(Locale.ROOT)));
        String file = "partnercenter.partners.%s.refresh-tokens=%s";

        assertFails(
                oneTenant.withPropertyValues(otherApp),
                "partnercenter.partners.fabrikam.client-id is not that of the partner 'contoso', but both");
        assertFails(
                oneTenant.withPropertyValues(
                        otherApp, file.formatted("contoso", "tokens"), file.formatted("fabrikam", "./tokens")),
                "partnercenter.partners.fabrikam.client-id is not that of the partner 'contoso', but both");
        oneTenant.run(context -> assertThat(context).as("one app").hasNotFailed());
        oneTenant
                .withPropertyValues(otherApp, file.formatted("fabrikam", "tokens"))
                .run(context -> assertThat(context).as("two stores").hasNotFailed());
    }

    private static ApplicationContextRunner oneTenantWithTwoApps(ApplicationContextRunner application) {
        return application
                .withPropertyValues(partner("contoso", TENANT))
                .withPropertyValues(partner("fabrikam", TENANT))
                .withPropertyValues("partnercenter.partners.fabrikam.client-id=1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d");
    }

    @Test
    void partnersOfOneTenant_whoseCustomizerSetsAnotherStore_start() {
        oneTenantWithTwoApps(application())
                .withBean(
                        PartnerTokensCustomizer.class,
                        () -> (partner, app) -> app.refreshTokens(RefreshTokenStore.inMemory()))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void partnersOfOneTenant_withDifferentAppsAndOneFile_endTheStart(@TempDir Path folder) throws IOException {
        Path tokens = Files.createFile(folder.resolve("tokens"));
        Path folderLink = Files.createSymbolicLink(folder.resolve("link"), folder);
        ApplicationContextRunner common = oneTenantWithTwoApps(twoTransports())
                .withPropertyValues("partnercenter.transport=apache", "partnercenter.refresh-tokens=" + tokens);
        String fabrikams = "partnercenter.partners.fabrikam.refresh-tokens=";

        for (Path same : List.of(tokens, folderLink.resolve("tokens"))) {
            assertFails(
                    common.withPropertyValues(fabrikams + same),
                    "partnercenter.partners.fabrikam.client-id is not that of the partner 'contoso', but both");
        }
        common.withPropertyValues(fabrikams + folder.resolve("others"))
                .run(context -> assertThat(context).as("two files").hasNotFailed());
    }

    private static void assertFails(ApplicationContextRunner application, String message) {
        application.run(context -> assertThat(told(context.getStartupFailure()))
                .hasMessageStartingWith(message)
                .hasMessageNotContaining(SECRET)
                // Boot has a report of its own for a missing bean, and prefers that of the deepest cause.
                .satisfies(told ->
                        assertThat(told.getCause() instanceof BeansException).isFalse()));
    }

    @Test
    void choices_thatAreTakenBackByAnEmptyValue_areNone() {
        application()
                .withPropertyValues(partner("contoso", TENANT))
                .withPropertyValues(
                        "partnercenter.tenant=",
                        "partnercenter.client-secret=",
                        "partnercenter.certificate-bundle=",
                        "partnercenter.ssl-bundle=",
                        "partnercenter.proxy-username=",
                        "partnercenter.proxy-password=",
                        "partnercenter.application-name=",
                        CONTOSO + ".certificate-bundle=",
                        CONTOSO + ".refresh-token-store=")
                .run(context ->
                        assertThat(context.getBean(Partners.class).names()).containsExactly("contoso"));
    }

    @Test
    void tokensOfTheApplication_withAMisspelledQualifier_areNamed() {
        assertFails(
                application()
                        .withPropertyValues(CONTOSO + ".tenant=" + TENANT)
                        .withBean("contsoTokens", AccessTokenProvider.class, () -> request -> null),
                CONTOSO
                        + ".client-id is not set, and no AccessTokenProvider bean has the qualifier 'contoso' (the beans"
                        + " are contsoTokens).");
    }

    @Test
    void cloud_thatIsNotThatOfTheGateway_isNamedByWhereItIsFrom() {
        ApplicationContextRunner ofChina = application()
                .withPropertyValues(single())
                .withBean(SupportProfileGateway.class, () -> RetrofitSupportProfileGateway.create(Cloud.CHINA));

        assertFails(ofChina, "partnercenter.cloud is refused: The gateway is for");
        assertFails(
                ofChina.withBean(Cloud.class, () -> Cloud.GLOBAL),
                "A Cloud, SupportProfileGateway or AccessTokenProvider bean is refused: The gateway is for");
        assertFails(
                ofChina.withBean(
                        AccessTokenProvider.class,
                        () -> MsalAccessTokenProvider.builder(Cloud.GLOBAL)
                                .tenant(TENANT)
                                .clientId(CLIENT)
                                .clientSecret(() -> SECRET)
                                .build()),
                "A Cloud, SupportProfileGateway or AccessTokenProvider bean is refused: The gateway is for");
    }

    @Test
    void authority_thatIsNotHttps_isNamedByWhereItIsFrom() {
        URI plain = URI.create("http://localhost:8585");

        assertFails(
                application()
                        .withPropertyValues(single())
                        .withPropertyValues(
                                "partnercenter.custom-cloud.api=" + plain,
                                "partnercenter.custom-cloud.authority=" + plain,
                                "partnercenter.custom-cloud.scope=https://api.example/.default"),
                "partnercenter.custom-cloud.authority is refused: The cloud's authority must be https");
        assertFails(
                application()
                        .withPropertyValues(single())
                        .withBean(Cloud.class, () -> Cloud.custom(plain, plain, "https://api.example/.default")),
                "The Cloud bean is refused: The cloud's authority must be https");
    }

    @Test
    void mistake_isReportedWithoutAStackTrace() {
        application().withPropertyValues("partnercenter.tenant=" + TENANT).run(context -> {
            List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                    .load(FailureAnalyzer.class, (type, name, failure) -> {});
            assertThat(analyzers.stream()
                            .filter(analyzer -> analyzer instanceof InvalidPropertyFailureAnalyzer)
                            .map(analyzer -> analyzer.analyze(context.getStartupFailure())))
                    .singleElement()
                    .extracting(FailureAnalysis::getDescription)
                    .isEqualTo("Partner Center cannot be used: partnercenter.client-id is not set. Set it.");
        });
    }

    @Test
    void properties_inAText_showNoSecret() {
        PartnerCenterProperties.Partner partner =
                new PartnerCenterProperties.Partner(TENANT, CLIENT, SECRET, null, null, null);
        assertThat(partner.toString()).contains(TENANT).doesNotContain(SECRET);
        application()
                .withPropertyValues(single())
                .run(context -> assertThat(
                                context.getBean(PartnerCenterProperties.class).toString())
                        .doesNotContain(SECRET));
    }
}
