package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.examples.console.PartnerCenterConsole;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real launches on the module path, in a JVM of their own: tests alone stay green when a descriptor lacks a
 * {@code requires}. One launch a transport, without the other's libraries.
 */
@Tag("full")
@Timeout(120)
class ModulePathLaunchTest {

    private static final String HOUSE = "io.github.partnercenter4j.";
    private static final List<String> OF_RETROFIT = List.of("okhttp", "retrofit");
    private static final List<String> OF_APACHE = List.of("http", "adapter-apache", "slf4j");
    private static final List<String> OF_TESTS = List.of(
            "junit", "assertj", "archunit", "opentest4j", "apiguardian", "byte-buddy", "test-classes", "surefire");

    private record Ended(int exitCode, String output) {}

    /** Everything that the tests run with, but for what only the tests need and what is left out. */
    private static String modulePath(List<String> without) {
        String all = System.getProperty("jdk.module.path", "")
                + File.pathSeparator
                + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .filter(entry -> without.stream().noneMatch(name(entry)::contains))
                .filter(entry -> OF_TESTS.stream().noneMatch(name(entry)::contains))
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A jar by its file's name, a module of this build by its folder's: "adapter-apache/target/classes". */
    private static String name(String entry) {
        Path path = Path.of(entry);
        return path.endsWith(Path.of("target", "classes")) || path.endsWith(Path.of("target", "test-classes"))
                ? path.getName(path.getNameCount() - 3) + "/" + path.getFileName()
                : path.getFileName().toString();
    }

    private static Ended java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        return new Ended(process.exitValue(), output);
    }

    @Test
    void mainJob_asAModule_runsThroughAllDoors() throws Exception {
        Ended ended = java("-p", modulePath(List.of()), "-m", HOUSE + "examples/" + MainJob.class.getName());

        assertThat(ended.output()).contains("Done: read, changed and read back through three doors.");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @Test
    void console_asAModule_signsInAndReads() throws Exception {
        Ended ended = java(
                "-p",
                modulePath(List.of()),
                "-m",
                HOUSE + "examples/" + PartnerCenterConsole.class.getName(),
                "consent",
                "--fake");

        assertThat(ended.output()).contains("Signed in.", "website: www.microsoft.com");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"retrofit, LaunchOverRetrofit", "apache, LaunchOverApache"})
    void transport_asAModuleWithoutTheOther_doesTheMainJob(String transport, String program) throws Exception {
        List<String> without = new ArrayList<>(transport.equals("retrofit") ? OF_APACHE : OF_RETROFIT);
        without.add("examples");
        if (transport.equals("retrofit")) {
            without.remove("http");
            without.addAll(List.of("httpclient5", "httpcore5"));
        } else {
            without.remove("adapter-apache");
        }

        Ended ended = java(
                "-p",
                modulePath(without),
                "--add-modules",
                HOUSE + "adapter." + transport + "," + HOUSE + "testkit",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                "io.github.partnercenter4j.examples.launch." + program);

        assertThat(ended.output()).contains("4255550100");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @Test
    void tokens_asAModuleWithoutATransport_areAskedFor() throws Exception {
        List<String> without =
                List.of("okhttp", "okio", "retrofit", "httpc", "adapter-apache", "wire", "moshi", "kotlin", "examples");

        Ended ended = java(
                "-p",
                modulePath(without),
                "--add-modules",
                HOUSE + "msal," + HOUSE + "testkit",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                "io.github.partnercenter4j.examples.launch.LaunchOverMsal");

        assertThat(ended.output()).contains("PT1H");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @Test
    void testkit_asAModule_makesACloudOverPlainHttp() throws Exception {
        Ended ended = java(
                "-p",
                modulePath(List.of("examples")),
                "--add-modules",
                HOUSE + "testkit",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                "io.github.partnercenter4j.examples.launch.MakePlainHttpCloud");

        assertThat(ended.output()).contains("api http://fake:8585");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @Test
    void standaloneFake_asAModule_starts() throws Exception {
        Ended ended = java(
                "-p",
                modulePath(List.of()),
                "-m",
                HOUSE + "testkit/" + HOUSE + "testkit.standalone.Standalone",
                "--help");

        assertThat(ended.output()).contains("--port");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"core", "wire", "testkit", "contract", "adapter.retrofit", "adapter.apache", "msal", "examples"})
    void everyPart_onTheModulePath_isARealModule(String module) throws Exception {
        Ended ended = java("-p", modulePath(List.of()), "--describe-module", HOUSE + module);

        assertThat(ended.output().lines().findFirst().orElse(""))
                .startsWith(HOUSE + module)
                .doesNotContain("automatic");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }
}
