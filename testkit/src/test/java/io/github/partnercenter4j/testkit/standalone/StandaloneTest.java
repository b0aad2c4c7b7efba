package io.github.partnercenter4j.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.RawHttp;
import io.github.partnercenter4j.testkit.admin.Views;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import io.github.partnercenter4j.testkit.json.JsonReader;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import io.github.partnercenter4j.testkit.tls.PemFiles;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class StandaloneTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void run_validOptions_printsOneReadyLineAndServes() throws Exception {
        Lines lines = new Lines();
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> Standalone.run(
                new String[] {"--port", "0", "--seed", "42"}, InputStream.nullInputStream(), lines, print(err), end));

        ObjectValue ready = (ObjectValue) JsonReader.read(lines.await());
        RawHttp.Answer answer = RawHttp.send(
                URI.create(text(ready, "url")),
                "",
                "GET /v1/profiles/support HTTP/1.1",
                "Authorization: Bearer " + text(ready, "token"));

        assertThat(answer.status()).isEqualTo(200);
        try (FakePartnerCenter same = FakePartnerCenter.builder().seed(42).build()) {
            assertThat(text(ready, "tenant")).isEqualTo(same.tenant());
        }
        end.countDown();
        assertThat(code.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(err.size()).isZero();
    }

    @Test
    void run_https_printsTheSettingsForAClientOfTheLogin(@TempDir Path folder) throws Exception {
        Path caFile = folder.resolve("ca.pem");
        Lines lines = new Lines();
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> Standalone.run(
                new String[] {"--https", "--ca-out", caFile.toString()},
                InputStream.nullInputStream(),
                lines,
                print(err),
                end));

        ObjectValue ready = (ObjectValue) JsonReader.read(lines.await());
        String url = text(ready, "url");
        String form = "grant_type=refresh_token&client_id=" + text(ready, "clientId") + "&client_secret="
                + text(ready, "clientSecret") + "&refresh_token=" + text(ready, "refreshToken") + "&scope=" + url
                + "/user_impersonation";
        HttpResponse<String> answer;
        try (FakePartnerCenter ofThisJvm = FakePartnerCenter.create()) {
            assertThat(Files.readString(caFile)).isEqualTo(ofThisJvm.caPem());
            answer = HttpClient.newBuilder()
                    .sslContext(ofThisJvm.sslContext())
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(text(ready, "authority") + "/" + text(ready, "tenant")
                                            + "/oauth2/v2.0/token"))
                                    .timeout(Duration.ofSeconds(10))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(form))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        }

        assertThat(url).startsWith("https://127.0.0.1:");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        end.countDown();
        assertThat(code.get(10, TimeUnit.SECONDS)).isZero();
    }

    private String refusal(String... args) {
        int code = Standalone.run(args, InputStream.nullInputStream(), print(out), print(err), new CountDownLatch(1));
        String why = err.toString(StandardCharsets.UTF_8);
        assertThat(code).as(why).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(why).hasLineCount(1);
        return why;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ready-file", "--ca-out"})
    void run_folderOfTheFileIsMissing_messageNamesIt(String option, @TempDir Path folder) {
        Path missing = folder.resolve("none");

        assertThat(refusal(option, missing.resolve("file").toString()))
                .contains("Option " + option, "the folder " + missing + " does not exist");
        assertThat(missing).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ready-file", "--ca-out"})
    void run_fileIsAFolder_isRefusedAndKept(String option, @TempDir Path folder) throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(refusal(option, empty.toString())).contains("Option " + option, "not a regular file");
        assertThat(empty).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ready-file", "--ca-out"})
    void run_fileNotOfAnEarlierRun_isRefusedAndKept(String option, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("thesis.txt"), "precious");

        assertThat(refusal(option, file.toString())).contains("Option " + option, "not a file of an earlier run");
        assertThat(file).hasContent("precious");
    }

    @Test
    void run_certificateOfAnotherAuthority_isRefusedAndKept(@TempDir Path folder) throws Exception {
        Path own = new PemFiles(folder, "fake.example", "127.0.0.1").certificate;
        byte[] certificate;
        try (InputStream pem = Files.newInputStream(own)) {
            certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(pem)
                    .getEncoded();
        }
        // As the fake writes its own, so that only the name of the authority differs.
        String kept = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
        Files.writeString(own, kept);

        assertThat(refusal("--ca-out", own.toString())).contains("Option --ca-out", "not a file of an earlier run");
        assertThat(own).hasContent(kept);
    }

    @Test
    void run_certificateOfAFakeInAUsersBundle_isRefusedAndKept(@TempDir Path folder) throws Exception {
        String bundle;
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            bundle = fake.caPem() + fake.caPem();
        }
        Path file = Files.writeString(folder.resolve("bundle.pem"), bundle);

        assertThat(refusal("--ca-out", file.toString())).contains("not a file of an earlier run");
        assertThat(file).hasContent(bundle);
    }

    @Test
    void run_otherJsonThatBeginsWithAnUrl_isRefusedAndKept(@TempDir Path folder) throws Exception {
        String settings = "{\"url\":\"https://contoso.example\",\"token\":\"precious\"}";
        Path file = Files.writeString(folder.resolve("settings.json"), settings);

        assertThat(refusal("--ready-file", file.toString())).contains("not a file of an earlier run");
        assertThat(file).hasContent(settings);
    }

    @Test
    void run_filesOfAnEarlierRun_areReplaced(@TempDir Path folder) throws Exception {
        Path ready = folder.resolve("ready.json");
        Path ca = folder.resolve("ca.pem");
        String[] args = {"--ready-file", ready.toString(), "--ca-out", ca.toString()};
        Program first = new Program(args);
        first.end.countDown();
        assertThat(first.code.get(10, TimeUnit.SECONDS)).isZero();

        Program second = new Program(args);

        Path plain = Files.createFile(folder.resolve("plain"));
        assertThat(permissions(ready)).isEqualTo(permissions(plain));
        assertThat(permissions(ca)).isEqualTo(permissions(plain));
        assertThat(second.ready).isNotEqualTo(first.ready);
        assertThat(ready).hasContent(second.ready + "\n");
        second.end.countDown();
        assertThat(second.code.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void run_sameFileForTwoOptions_isRefusedAndKept(@TempDir Path folder) throws Exception {
        String data = "{\"tenants\":{}}";
        Path file = Files.writeString(folder.resolve("data.json"), data);

        assertThat(refusal("--data", file.toString(), "--ready-file", folder + "/./data.json"))
                .contains("Options --data and --ready-file name the same file");
        assertThat(file).hasContent(data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--ca-out",
                "--ca-out --https",
                "--port",
                "--port -1",
                "--port 65536",
                "--port 4294967296",
                "--port x",
                "--seed 1.5",
                "--bogus",
                "--preset",
                "--preset lenient",
                "--bind",
                "--bind example.com",
                "--bind 127.0.0",
                "--bind 127.0.0.256",
                "--bind 127.0.0.-1",
                "--bind fe80::1",
                "--base-path",
                "--base-path partnercenter",
                "--ready-file",
                "--data",
                "--data /no/such/file.json",
                "--observed",
                "--observed /no/such/file.json",
                "8080",
            })
    void run_invalidOptions_printsTheReasonAndFails(String line) {
        int code = Standalone.run(
                line.split(" ", -1), InputStream.nullInputStream(), print(out), print(err), new CountDownLatch(1));

        assertThat(code).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("ption").hasLineCount(1);
    }

    @Test
    void run_presetAndData_areUsed(@TempDir Path folder) throws Exception {
        Path data = Files.writeString(
                folder.resolve("data.json"),
                "{\"tenants\":{\"default\":{\"profile\":{\"email\":\"seeded@partner.example\"}}}}");
        Program program = new Program("--preset", "strict", "--data", data.toString());

        HttpResponse<String> read = program.send("GET", "/__admin/tenants/default/profile");
        String behaviours = program.send("GET", "/__admin/behaviours").body();
        program.send("PUT", "/__admin/tenants/default/profile", "{}");
        program.send("POST", "/__admin/reset");

        assertThat(read.body()).contains("seeded@partner.example");
        assertThat(behaviours).contains("{\"name\":\"IDS_REQUIRED\",\"on\":true");
        assertThat(program.send("GET", "/__admin/tenants/default/profile").body())
                .isEqualTo(read.body());
        program.send("PUT", "/__admin/throttle", "{\"requests\":1,\"window\":\"P365D\"}");
        assertThat(program.get()).isEqualTo(200);
        assertThat(program.get()).isEqualTo(429);
        program.send("POST", "/__admin/clock", "{\"advance\":\"P365D\"}");
        assertThat(program.get()).isEqualTo(200);
        assertThat(program.send("GET", "/__admin/conduct").body()).doesNotContain("EARLY_RETRY");
        assertThat(program.send("GET", "/__admin/health").statusCode()).isEqualTo(200);
        assertThat(program.send("POST", "/__admin/shutdown").statusCode()).isEqualTo(204);
        assertThat(program.code.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void run_observed_usesTheReportAndRefusesAnotherVersion(@TempDir Path folder) throws Exception {
        String report = "{\"report\": \"partnercenter4j-probe\", \"version\": 1, \"questions\":"
                + " [{\"id\": \"ids-missing\", \"behaviour\": \"IDS_REQUIRED\", \"on\": true}]}";
        Path file = Files.writeString(folder.resolve("report.json"), report);
        Path other = Files.writeString(folder.resolve("other.json"), report.replace(": 1,", ": 7,"));
        Path readyFile = folder.resolve("ready.json");

        Program program = new Program("--observed", file.toString());
        assertThat(program.send("GET", "/__admin/behaviours").body())
                .contains("{\"name\":\"IDS_REQUIRED\",\"on\":true");
        program.end.countDown();

        assertThat(refusal("--observed", other.toString(), "--ready-file", readyFile.toString()))
                .contains("Option --observed: The report " + other + " has version 7, but this fake reads version 1");
        assertThat(readyFile).doesNotExist();
    }

    @Test
    void run_basePath_isAPrefixOfTheApiOnly() throws Exception {
        Program program = new Program("--base-path", "/partnercenter");

        assertThat(program.get("/partnercenter")).isEqualTo(200);
        assertThat(program.get()).isEqualTo(404);
        assertThat(program.send("GET", "/__admin/health").statusCode()).isEqualTo(200);
        program.end.countDown();
        assertThat(program.code.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void run_readyFile_hasThePrintedLine(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("ready.json"));
        Program program = new Program("--ready-file", file.toString());

        assertThat(Files.readString(file)).isEqualTo(program.ready + "\n");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        program.end.countDown();
        assertThat(program.code.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void run_exitWhenStdinCloses_endsTheProgram() throws Exception {
        Program program = new Program("--exit-when-stdin-closes");

        assertThat(program.code).isNotDone();
        program.stdin.close();

        assertThat(program.code.get(10, TimeUnit.SECONDS)).isZero();
    }

    /** Uses a real child process, because on some Java versions skip() fails for a pipe. */
    @Test
    void main_exitWhenStdinCloses_endsWhenTheParentClosesThePipe() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        where(Standalone.class) + File.pathSeparator + where(PartnerCenter.class),
                        Standalone.class.getName(),
                        "--exit-when-stdin-closes")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            String url = text((ObjectValue) JsonReader.read(lines.readLine()), "url");
            for (int i = 0; i < 20; i++) {
                assertThat(RawHttp.send(URI.create(url), "", "GET /v1/profiles/support HTTP/1.1")
                                .status())
                        .isEqualTo(401);
            }
            assertThat(child.isAlive()).isTrue();

            child.getOutputStream().close();

            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
        } finally {
            child.destroyForcibly();
        }
    }

    private static String where(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    @Test
    void run_stdinCloses_keepsRunningByDefault() throws Exception {
        Program program = new Program();

        program.stdin.close();

        assertThat(program.send("GET", "/__admin/health").statusCode()).isEqualTo(200);
        assertThat(program.code).isNotDone();
        program.end.countDown();
        assertThat(program.code.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void run_bindForOtherMachines_printsAWarning() throws Exception {
        Program program = new Program("--bind", "0.0.0.0");

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Everyone who can reach this address");
        assertThat(program.send("GET", "/__admin/health").statusCode()).isEqualTo(200);
        program.end.countDown();
        assertThat(program.code.get(10, TimeUnit.SECONDS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"tenant\":{}, \"profiles\":{}}",
                "{\"tenants\":{\"x\":{\"profile\":{}}}}",
                "{\"tenants\":{\"default\":{\"profile\":{\"email\":1}}}}"
            })
    void run_invalidData_messageNamesTheOption(String json, @TempDir Path folder) throws Exception {
        Path data = Files.writeString(folder.resolve("data.json"), json);
        String[] args = {"--data", data.toString()};

        assertThat(Standalone.run(args, InputStream.nullInputStream(), print(out), print(err), new CountDownLatch(1)))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("Option --data: ");
    }

    @Test
    void run_help_printsTheUsage() {
        int code = Standalone.run(
                new String[] {"--help"}, InputStream.nullInputStream(), print(out), print(err), new CountDownLatch(1));

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage:");
    }

    @Test
    void run_portInUse_printsTheReasonAndKeepsTheReadyFile(@TempDir Path folder) throws Exception {
        Path ready = folder.resolve("ready.json");
        try (FakePartnerCenter running = FakePartnerCenter.create()) {
            String line = JsonWriter.write(Views.connection(running, null));
            Files.writeString(ready, line);
            String[] args = {"--port", Integer.toString(running.url().getPort()), "--ready-file", ready.toString()};

            assertThat(Standalone.run(
                            args, InputStream.nullInputStream(), print(out), print(err), new CountDownLatch(1)))
                    .isEqualTo(2);
            assertThat(ready).hasContent(line);
        }
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Cannot listen");
    }

    /** Returns who may read and write a file, or a constant where the file system has no such permissions, as on Windows. */
    private static Object permissions(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)
                ? Files.getPosixFilePermissions(file)
                : "";
    }

    /** The running program. */
    private final class Program {
        final CountDownLatch end = new CountDownLatch(1);
        final PipedOutputStream stdin = new PipedOutputStream();
        final CompletableFuture<Integer> code;
        final String ready;

        Program(String... args) throws IOException, InterruptedException {
            Lines lines = new Lines();
            InputStream in = new PipedInputStream(stdin);
            code = CompletableFuture.supplyAsync(() -> Standalone.run(args, in, lines, print(err), end));
            ready = lines.await();
        }

        int get() throws IOException {
            return get("");
        }

        int get(String basePath) throws IOException {
            ObjectValue connection = (ObjectValue) JsonReader.read(ready);
            return RawHttp.send(
                            URI.create(text(connection, "url")),
                            "",
                            "GET " + basePath + "/v1/profiles/support HTTP/1.1",
                            "Authorization: Bearer " + text(connection, "token"),
                            "MS-RequestId: " + UUID.randomUUID(),
                            "MS-CorrelationId: 11111111-2222-3333-4444-555555555555")
                    .status();
        }

        HttpResponse<String> send(String method, String path, String... body) throws Exception {
            URI url = URI.create(text((ObjectValue) JsonReader.read(ready), "url") + path);
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(url)
                                    .timeout(Duration.ofSeconds(10))
                                    .method(method, HttpRequest.BodyPublishers.ofString(String.join("", body)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        }
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ObjectValue object, String name) {
        return ((TextValue) object.find(name)).value();
    }

    /** Passes on each printed line. */
    private static final class Lines extends PrintStream {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        Lines() {
            super(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(String line) {
            lines.add(line);
        }

        String await() throws InterruptedException {
            return lines.poll(10, TimeUnit.SECONDS);
        }
    }
}
