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

/**
 * With plain HTTP, a fake loads no classes of TLS and of the login. The test checks the loaded classes of a separate
 * JVM.
 */
class PlainStartTest {

    private static final String TESTKIT = "io.github.partnercenter4j.testkit.";

    private static final List<String> NOT_NEEDED = List.of(
            TESTKIT + "FakeLogin",
            TESTKIT + "DocumentedError",
            TESTKIT + "admin.",
            TESTKIT + "behaviour.Throttle",
            TESTKIT + "door.LoginDoor",
            TESTKIT + "entra.",
            TESTKIT + "service.Throttling",
            TESTKIT + "service.TooManyRequests",
            TESTKIT + "standalone.",
            TESTKIT + "tls.CertificateAuthority",
            TESTKIT + "tls.FakeTls",
            "javax.net.ssl.",
            "sun.security.ssl.",
            "java.security.KeyPairGenerator",
            "java.security.Signature ");

    /** A wrong name would never be found among the loaded classes. */
    @Test
    void namesOfTheTestkit_matchExistingClasses() throws Exception {
        Path classes = Path.of(location(FakePartnerCenter.class));
        List<String> names;
        try (Stream<Path> files = Files.walk(classes)) {
            names = files.map(file -> classes.relativize(file).toString().replace(File.separatorChar, '.'))
                    .filter(name -> name.endsWith(".class"))
                    .toList();
        }
        assertThat(NOT_NEEDED.stream().filter(name -> name.startsWith(TESTKIT)))
                .allSatisfy(name -> assertThat(names).anyMatch(there -> there.startsWith(name)));
    }

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
