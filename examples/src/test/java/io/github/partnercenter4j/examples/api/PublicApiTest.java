package io.github.partnercenter4j.examples.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.contract.HttpGatewayContract;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
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
 * The public API of each module is what {@code docs/api} says it is. To accept a change, once it is decided on:
 * {@code mvn -q -pl examples -am test -Dtest=PublicApiTest -Dapi.accept}, and commit the files with it.
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
                Arguments.of("testkit", FakePartnerCenter.class),
                Arguments.of("transport-contract", HttpGatewayContract.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("modules")
    void api_ofEachModule_isAsAccepted(String name, Class<?> type) throws Exception {
        Path dump = DUMPS.resolve(name + ".txt");
        String now = PublicApi.of(type);
        if (System.getProperty("api.accept") != null) {
            Files.writeString(dump, now);
        }
        assertThat(now.lines())
                .as(
                        "the public API of %s has changed. If that is meant, accept it by "
                                + "'mvn -q -pl examples -am test -Dtest=PublicApiTest -Dapi.accept', and tell of it in the CHANGELOG",
                        name)
                .containsExactlyElementsOf(Files.readAllLines(dump));
    }

    /** A dump of a module that is none would be compared with nothing. */
    @Test
    void dumps_areOfModulesThatAreCompared() throws Exception {
        try (Stream<Path> dumps = Files.list(DUMPS)) {
            assertThat(dumps.map(dump -> dump.getFileName().toString().replace(".txt", "")))
                    .containsExactlyInAnyOrderElementsOf(modules().stream()
                            .map(each -> (String) each.get()[0])
                            .toList());
        }
    }

    /** Who imports the BOM would have no version of a module that it leaves out. */
    @Test
    void bom_managesTheseModulesAndNothingElse() throws Exception {
        String bom = Files.readString(Path.of("..", "bom", "pom.xml"));
        String managed = bom.substring(bom.indexOf("<dependencyManagement>"), bom.indexOf("</dependencyManagement>"));
        assertThat(ARTIFACT.matcher(managed).results().map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(modules().stream()
                        .map(each -> "partnercenter4j-" + each.get()[0])
                        .toList());
    }

    @Test
    void dump_ofADeclaration_saysAllThatACallerCompilesAgainst() throws Exception {
        assertThat(PublicApi.of(PartnerCenter.class).lines())
                .contains(
                        "module io.github.partnercenter4j.core",
                        "public interface io.github.partnercenter4j.port.SupportProfileGateway extends java.lang.AutoCloseable",
                        "  constant THROTTLED")
                .anyMatch(line -> line.contains("@Nullable java.lang.String telephone()"));
    }
}
