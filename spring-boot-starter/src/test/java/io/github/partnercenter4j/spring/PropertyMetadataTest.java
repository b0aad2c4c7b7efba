package io.github.partnercenter4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.json.JsonParserFactory;

/** What an IDE shows of each property. */
class PropertyMetadataTest {

    private static Map<String, Map<?, ?>> properties() throws IOException {
        try (InputStream file =
                PartnerCenterProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            String json = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Map<?, ?>> byName = new LinkedHashMap<>();
            for (Object property :
                    (List<?>) JsonParserFactory.getJsonParser().parseMap(json).get("properties")) {
                Map<?, ?> members = (Map<?, ?>) property;
                byName.put((String) members.get("name"), members);
            }
            return byName;
        }
    }

    @Test
    void metadata_ofEachProperty_hasADescriptionThatIsASentence() throws IOException {
        properties()
                .forEach((name, members) -> assertThat((String) members.get("description"))
                        .as(name)
                        .isNotNull()
                        .endsWith("."));
    }

    @Test
    void metadata_namesEachPropertyThatIsRead() throws IOException {
        List<String> read = new ArrayList<>();
        names(read, "partnercenter", PartnerCenterProperties.class);
        names(read, "management.health.partnercenter", PartnerCenterHealthProperties.class);
        read.addAll(List.of(
                "partnercenter.consent.enabled",
                "partnercenter.consent.path",
                "partnercenter.problem-details.enabled",
                "management.health.partnercenter.enabled",
                "management.info.partnercenter.enabled"));
        assertThat(properties().keySet()).containsExactlyInAnyOrderElementsOf(read);
    }

    @Test
    void metadata_ofDefaults_hasTheirValues() throws IOException {
        assertThat(properties().get("partnercenter.cloud").get("defaultValue")).isEqualTo("global");
        assertThat(properties().get("partnercenter.consent.path").get("defaultValue"))
                .isEqualTo("/partnercenter/consent");
        assertThat(properties()
                        .get("management.health.partnercenter.stale-after")
                        .get("defaultValue"))
                .isEqualTo("5m");
    }

    private static void names(List<String> names, String prefix, Class<?> type) {
        for (RecordComponent member : type.getRecordComponents()) {
            String name = prefix + "." + dashed(member.getName());
            if (member.getType().isRecord()) {
                names(names, name, member.getType());
            } else {
                names.add(name);
            }
        }
    }

    private static String dashed(String name) {
        return ConfigurationPropertyName.of(name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .toString();
    }
}
