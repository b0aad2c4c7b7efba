package io.github.partnercenter4j.spring;

import static io.github.partnercenter4j.spring.Contexts.CLIENT;
import static io.github.partnercenter4j.spring.Contexts.OTHER_TENANT;
import static io.github.partnercenter4j.spring.Contexts.SECRET;
import static io.github.partnercenter4j.spring.Contexts.TENANT;
import static io.github.partnercenter4j.spring.Contexts.application;
import static io.github.partnercenter4j.spring.Contexts.partner;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PartnerCenterInfoTest {

    private static ApplicationContextRunner withInfo() {
        return application()
                .withConfiguration(AutoConfigurations.of(PartnerCenterInfoAutoConfiguration.class))
                .withPropertyValues(partner("contoso", TENANT))
                .withPropertyValues(partner("fabrikam", OTHER_TENANT));
    }

    @Test
    void info_always_tellsCloudAndNames_andNoIds() {
        withInfo().withPropertyValues("partnercenter.cloud=us-government").run(context -> {
            Info.Builder info = new Info.Builder();
            context.getBean(InfoContributor.class).contribute(info);
            assertThat(info.build().getDetails().toString())
                    .contains("cloud=US_GOVERNMENT", "partners=[contoso, fabrikam]")
                    .doesNotContain(TENANT, CLIENT, SECRET);
        });
    }

    @Test
    void info_ifDisabled_isNotThere() {
        withInfo()
                .withPropertyValues("management.info.partnercenter.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(InfoContributor.class));
    }
}
