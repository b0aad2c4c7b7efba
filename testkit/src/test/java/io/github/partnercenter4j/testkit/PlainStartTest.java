package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.model.Cloud;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever speaks plain HTTP does not pay for TLS or for the login: looks at what a JVM of its own loads. */
class PlainStartTest {

    private static final String TESTKIT = "io.github.partnercenter4j.testkit.";

    private static final List<String> NOT_NEEDED = List.of(
            "io.github.partnercenter4j.testkit.entra.",
            "io.github.partnercenter4j.testkit.FakeLogin",
            "io.github.partnercenter4j.testkit.Login",
            "io.github.partnercenter4j.testkit.Throttl",
            "io.github.partnercenter4j.testkit.DocumentedError",
            "io.github.partnercenter4j.testkit.service.TooManyRequests",
            "io.github.partnercenter4j.testkit.tls.FakeTls",
            "io.github.partnercenter4j.testkit.tls.CertificateAuthority",
            "javax.net.ssl.",
            "sun.security.ssl.",
            "java.security.KeyPairGenerator",
            "java.security.Signature ");

    @Test
    void plainHttp_loadsNeitherTlsNorTheLogin(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output.txt");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        classPath(),
                        PlainStart.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(java.waitFor(30, TimeUnit.SECONDS)).isTrue();

        List<String> lines = Files.readAllLines(output);
        assertThat(lines)
                .contains("Answer: HTTP/1.1 200 OK")
                .anyMatch(line -> line.contains("io.github.partnercenter4j.testkit.tls.TlsLayer "));
        assertThat(lines.stream()
                        .filter(line -> line.contains("] " + TESTKIT)
                                && !line.contains("$$Lambda")
                                && !line.contains("PlainStart")))
                .as("classes of the testkit")
                .hasSizeLessThanOrEqualTo(80);
        assertThat(lines).noneMatch(line -> NOT_NEEDED.stream().anyMatch(line::contains));
    }

    private static String classPath() {
        return Stream.of(FakePartnerCenter.class, Cloud.class, PlainStart.class)
                .map(PlainStartTest::location)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
