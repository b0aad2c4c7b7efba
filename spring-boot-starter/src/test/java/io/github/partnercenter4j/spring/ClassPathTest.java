package io.github.partnercenter4j.spring;

import static io.github.partnercenter4j.spring.Contexts.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.msal.RefreshTokenStore;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;

/** An application has no bean whose classes are missing, and starts without any optional library. */
class ClassPathTest {

    private static final String HEALTH = "partnerCenterHealthContributor";
    private static final String INFO = "partnerCenterInfoContributor";
    private static final String PROBLEMS = "partnerCenterProblems";
    private static final String CONSENT = "partnerCenterConsentController";

    /** Takes our configurations by the names in the jar, as Boot does: without loading them. */
    @Configuration(proxyBeanMethods = false)
    @Import(ByName.class)
    static class Application {}

    static class ByName implements DeferredImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata importer) {
            return ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates().stream()
                    .filter(name -> name.startsWith("io.github.partnercenter4j"))
                    .toArray(String[]::new);
        }
    }

    private static WebApplicationContextRunner everythingEnabledWithout(String... packages) {
        return new WebApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader(packages))
                .withUserConfiguration(Application.class)
                .withBean(RefreshTokenStore.class, RefreshTokenStore::inMemory)
                .withPropertyValues(single())
                .withPropertyValues(
                        "partnercenter.transport=retrofit",
                        "partnercenter.consent.enabled=true",
                        "partnercenter.problem-details.enabled=true");
    }

    @Test
    void application_withEverything_hasAllBeans() {
        everythingEnabledWithout()
                .run(context -> assertThat(context)
                        .hasSingleBean(Partners.class)
                        .hasBean(HEALTH)
                        .hasBean(INFO)
                        .hasBean(PROBLEMS)
                        .hasBean(CONSENT));
    }

    @Test
    void application_withoutAskingForPages_hasNone() {
        everythingEnabledWithout()
                .withPropertyValues(
                        "partnercenter.consent.enabled=false", "partnercenter.problem-details.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(PROBLEMS)
                        .doesNotHaveBean(CONSENT));
    }

    @Test
    void application_withoutActuator_hasNoInfo() {
        everythingEnabledWithout("org.springframework.boot.actuate")
                .run(context ->
                        assertThat(context).hasSingleBean(Partners.class).doesNotHaveBean(INFO));
    }

    @Test
    void application_withoutHealth_hasNone() {
        everythingEnabledWithout("org.springframework.boot.health", "org.springframework.boot.actuate")
                .run(context -> assertThat(context)
                        .hasSingleBean(Partners.class)
                        .doesNotHaveBean(HEALTH)
                        .doesNotHaveBean(INFO));
    }

    @Test
    void application_withoutTheWeb_hasNoPages() {
        assertNoPages(new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.web", "org.springframework.http", "jakarta.servlet")));
    }

    @Test
    void application_thatIsNotAWebApplication_hasNoPages() {
        assertNoPages(new ApplicationContextRunner());
    }

    private static void assertNoPages(ApplicationContextRunner application) {
        application
                .withUserConfiguration(Application.class)
                .withBean(RefreshTokenStore.class, RefreshTokenStore::inMemory)
                .withPropertyValues(single())
                .withPropertyValues(
                        "partnercenter.transport=apache",
                        "partnercenter.consent.enabled=true",
                        "partnercenter.problem-details.enabled=true")
                .run(context -> assertThat(context)
                        .hasSingleBean(Partners.class)
                        .doesNotHaveBean(PROBLEMS)
                        .doesNotHaveBean(CONSENT));
    }
}
