package io.github.partnercenter4j.architecture.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.contract.HttpGatewayContract;
import io.github.partnercenter4j.micrometer.ObservedCalls;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.spring.PartnerCenterAutoConfiguration;
import io.github.partnercenter4j.spring.test.AutoConfigureFakePartnerCenter;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.wire.ResponseMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that {@code docs/api} shows the current public API of each module. To accept a change after it is decided, run
 * {@code mvn -ntp -pl architecture -am test -Dtest=PublicApiTest -Dapi.accept} and commit the files.
 */
class PublicApiTest {

    private static final Path DUMPS = Path.of("..", "docs", "api");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(.*)</artifactId>");

    static List<Arguments> modules() {
        return List.of(
                Arguments.of("core", PartnerCenter.class),
                Arguments.of("wire", ResponseMapper.class),
                Arguments.of("adapter-retrofit", RetrofitSupportProfileGateway.class),
                Arguments.of("adapter-apache", ApacheSupportProfileGateway.class),
                Arguments.of("adapter-msal", MsalAccessTokenProvider.class),
                Arguments.of("adapter-micrometer", ObservedCalls.class),
                Arguments.of("spring-boot-starter", PartnerCenterAutoConfiguration.class),
                Arguments.of("spring-boot-starter-test", AutoConfigureFakePartnerCenter.class),
                Arguments.of("testkit", FakePartnerCenter.class),
                Arguments.of("transport-contract", HttpGatewayContract.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("modules")
    void api_ofEachModule_matchesAcceptedFile(String name, Class<?> type) throws Exception {
        Path dump = DUMPS.resolve(name + ".txt");
        String now = PublicApi.of(type);
        if (System.getProperty("api.accept") != null) {
            Files.writeString(dump, now);
        }
        assertThat(now.lines())
                .as(
                        "the public API of %s has changed. If this is intended, accept it with "
                                + "'mvn -ntp -pl architecture -am test -Dtest=PublicApiTest -Dapi.accept', and describe it in the CHANGELOG",
                        name)
                .containsExactlyElementsOf(Files.readAllLines(dump));
    }

    /** Checks that each file belongs to a module. No other file would be compared. */
    @Test
    void apiFiles_belongToComparedModules() throws Exception {
        try (Stream<Path> dumps = Files.list(DUMPS)) {
            assertThat(dumps.map(dump -> dump.getFileName().toString().replace(".txt", "")))
                    .containsExactlyInAnyOrderElementsOf(modules().stream()
                            .map(each -> (String) each.get()[0])
                            .toList());
        }
    }

    /** Checks that the BOM has all modules. Users of the BOM would get no version of a missing one. */
    @Test
    void bom_managesExactlyTheseModules() throws Exception {
        String bom = Files.readString(Path.of("..", "bom", "pom.xml"));
        String managed = bom.substring(bom.indexOf("<dependencyManagement>"), bom.indexOf("</dependencyManagement>"));
        assertThat(ARTIFACT.matcher(managed).results().map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(modules().stream()
                        .map(each -> "partnercenter4j-" + each.get()[0])
                        .toList());
    }

    @Test
    void apiFile_listsModulesTypesConstantsAndNullness() throws Exception {
        assertThat(PublicApi.of(PartnerCenter.class).lines())
                .contains(
                        "module io.github.partnercenter4j.core",
                        "public interface io.github.partnercenter4j.port.SupportProfileGateway extends java.lang.AutoCloseable",
                        "  constant THROTTLED")
                .anyMatch(line -> line.contains("@Nullable java.lang.String telephone()"));
    }
}
