package com.example.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.spring.PartnerCenterAutoConfiguration;
import io.github.partnercenter4j.spring.Partners;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Starts an application with the properties of docs/spring-boot.md, and with the beans that it shows. */
class GuideTest {

    private static final Path GUIDE = Path.of("..", "..", "docs", "spring-boot.md");
    private static final Pattern FILE =
            Pattern.compile("(?ms)^<!-- file (\\S+) -->\\R(?:<!-- .*? -->\\R)?^```[a-z]+\\R(.*?)^```");

    @TempDir
    private Path folder;

    private static String file(String end) throws IOException {
        Matcher file = FILE.matcher(Files.readString(GUIDE));
        while (file.find()) {
            if (file.group(1).endsWith(end)) {
                return file.group(2);
            }
        }
        throw new AssertionError("no file of the guide ends with " + end);
    }

    private ApplicationContextRunner application(String yaml) throws IOException {
        List<PropertySource<?>> guide = new YamlPropertySourceLoader()
                .load("guide", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> deployment = Map.of(
                "partnercenter.refresh-tokens",
                folder.resolve("refresh-tokens"),
                "CONTOSO_CLIENT_SECRET",
                "a-secret-of-nobody",
                "FABRIKAM_CLIENT_SECRET",
                "a-secret-of-nobody");
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(SslAutoConfiguration.class, PartnerCenterAutoConfiguration.class))
                .withInitializer(context -> {
                    MutablePropertySources sources = context.getEnvironment().getPropertySources();
                    sources.addLast(new MapPropertySource("deployment", deployment));
                    guide.forEach(sources::addLast);
                });
    }

    @Test
    void properties_ofTheGuide_startAnApplication() throws IOException {
        application(file("application.yaml"))
                .run(context ->
                        assertThat(context.getBean(Partners.class).names()).containsExactly("contoso", "fabrikam"));
    }

    @Test
    void customizers_ofTheGuide_startAnApplicationWithoutTheSecretOfFabrikam() throws IOException {
        String yaml = file("application.yaml");
        String fabrikamsSecret = "      client-secret: ${FABRIKAM_CLIENT_SECRET}\n";
        assertThat(yaml).contains(fabrikamsSecret);

        application(yaml.replace(fabrikamsSecret, ""))
                .withUserConfiguration(SupportBeans.Customizers.class)
                .run(context ->
                        assertThat(context.getBean(Partners.class).names()).containsExactly("contoso", "fabrikam"));
    }

    /** A service with its properties and its test is small: that is what the starter is for. */
    @Test
    void filesOfTheGuide_withoutTheImports_areShort() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String file : List.of("application.yaml", "SupportService.java", "SupportServiceTest.java")) {
            Stream<String> written = file(file).lines().filter(line -> !line.isBlank() && !line.startsWith("import "));
            lines.addAll(written.toList());
        }

        assertThat(lines).hasSizeBetween(30, 59);
    }
}
