package io.github.partnercenter4j.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.admin.Views;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import io.github.partnercenter4j.testkit.tls.PemFiles;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every address that the program prints or has as an option works for a client, the login and the page. */
@Timeout(60)
class AddressTest {

    private FakePartnerCenter fake;
    private SSLContext trust;
    private ObjectValue ready;

    private void start(String... options) {
        fake = StandaloneOptions.parse(options).open(() -> {});
        ready = Views.connection(fake, null);
        trust = fake.sslContext();
    }

    @AfterEach
    void end() {
        if (fake != null) {
            fake.close();
        }
    }

    private String text(String name) {
        return ((TextValue) ready.find(name)).value();
    }

    private int listening() {
        return fake.port().listening().getPort();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.2, http://127.0.0.2:",
        "::1, http://[::1]:",
        "[::1], http://[::1]:",
        "0:0:0:0:0:0:0:1, http://[::1]:",
        "0.0.0.0, http://127.0.0.1:",
        "::, http://127.0.0.1:"
    })
    void bind_anyAddress_printsAWorkingUrl(String bind, String printed) throws Exception {
        start("--bind", bind);

        assertThat(text("url")).startsWith(printed);
        everythingWorksAt(URI.create(text("url")).getRawAuthority());
    }

    @Test
    void bind_allAddresses_worksUnderEachOfThem() throws Exception {
        start("--bind", "0.0.0.0");

        everythingWorksAt("127.0.0.3:" + URI.create(text("url")).getPort());
    }

    @ParameterizedTest
    @CsvSource({
        "https://fake:8585, https://fake:8585, https://fake:8585",
        "https://fake.example, https://fake.example, https://fake.example",
        "https://FAKE.example:443/, https://fake.example, https://fake.example",
        "http://fake:8585, http://fake:8585, https://fake:8585",
        "http://fake, http://fake, https://fake:80",
        "https://192.0.2.7:9, https://192.0.2.7:9, https://192.0.2.7:9",
        "https://[2001:DB8:0:0:0:0:0:7]:9, https://[2001:db8::7]:9, https://[2001:db8::7]:9"
    })
    void publicUrl_isUsedInAllAddresses(String given, String url, String authority) throws Exception {
        start("--public-url", given);

        assertThat(text("url")).isEqualTo(url);
        assertThat(text("authority")).isEqualTo(authority);
        everythingWorksAt(URI.create(authority).getRawAuthority());
        // Behind a proxy that sends its own address as the host.
        assertThat(get("127.0.0.1:1", "/common/v2.0/.well-known/openid-configuration"))
                .contains("\"token_endpoint\":\"" + authority + "/common/oauth2/v2.0/token\"");
        assertThat(get("127.0.0.1:1", "/__admin/health", "Origin: " + url)).startsWith("HTTP/1.1 200");
    }

    @Test
    void hostName_isInTheUrlWithTheListeningPort() throws Exception {
        start("--host-name", "fake", "--host-name", "host.docker.internal,192.0.2.7");

        int port = listening();
        assertThat(text("url")).isEqualTo("https://fake:" + port);
        everythingWorksAt("fake:" + port);
        everythingWorksAt("host.docker.internal:" + port);
        everythingWorksAt("192.0.2.7:" + port);
        everythingWorksAt("localhost:" + port);
    }

    /** A published port of Docker has another number than the port of the fake. */
    @Test
    void mappedPort_needsNoOption() throws Exception {
        start("--bind", "0.0.0.0");

        everythingWorksAt("localhost:32768");
        assertThat(get("localhost:32768", "/__admin/connection"))
                .contains("\"url\":\"http://localhost:32768\"")
                .contains("\"authority\":\"https://localhost:32768\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::"})
    void unknownHostName_cannotReadTokens(String bind) throws Exception {
        start("--bind", bind, "--host-name", "fake");

        String rebound = rebound("evil.example:1", "GET", "/__admin/connection", "", "Origin: http://evil.example:1");

        assertThat(rebound)
                .startsWith("HTTP/1.1 403")
                .contains("does not know the host name evil.example")
                .doesNotContain(text("refreshToken").substring(0, 8));
        assertThat(get("fake:1", "/__admin/connection", "Origin: http://fake:1"))
                .startsWith("HTTP/1.1 200");
        assertThat(get("fake:1", "/__admin/connection", "Origin: http://evil.example"))
                .startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fake.example", "192.0.2.7", "[2001:db8::7]"})
    void ownCertificate_isUsed(String host, @TempDir Path folder) throws Exception {
        PemFiles own = new PemFiles(folder, "*.example", host.startsWith("fake") ? "127.0.0.1" : host);
        start("--cert", own.certificate.toString(), "--key", own.key.toString(), "--host-name", host);
        trust = own.trust();

        everythingWorksAt(host + ":" + listening());
        assertThat(get(host + ":1", "/__admin/ca.pem"))
                .startsWith("HTTP/1.1 409")
                .contains("your own certificate");
    }

    @Test
    void scope_ofAnotherHost_isRefused() throws Exception {
        start();

        assertThat(refresh("127.0.0.1:1", "https://127.0.0.1:2/user_impersonation"))
                .contains("access_token");
        assertThat(refresh("127.0.0.1:1", "https://[0:0:0:0:0:0:0:1]:2/user_impersonation"))
                .contains("access_token");
        assertThat(refresh("127.0.0.1:1", "https://fake:1/user_impersonation")).contains("AADSTS500011");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--https --public-url http://fake:8585 | --https and --public-url http://fake:8585 contradict each other: use an https URL",
                "--public-url fake:8585 | --public-url needs http or https and a host",
                "--public-url ftp://fake | --public-url needs http or https and a host",
                "--public-url http://my_fake | --public-url needs http or https and a host",
                "--public-url http://fake/base | set a base path with basePath",
                "--public-url http://fake:0 | needs a port from 1 to 65535",
                "--public-url http://fake:70000 | needs a port from 1 to 65535",
                "--host-name my_fake | --host-name: \"my_fake\" is neither a host name",
                "--host-name fake:8585 | --host-name: \"fake:8585\" is not an IP address",
                "--host-name 10.0.0.256 | --host-name: \"10.0.0.256\" is neither a host name",
                "--bind fe80::1%lo | --bind needs an address of this machine",
                "--cert @/cert.pem | --cert needs --key",
                "--key @/key.pem | --key needs --cert",
                "--cert @/cert.pem --key @/key.pem --ca-out @/ca.pem | --ca-out and --cert contradict each other",
                "--cert @/key.pem --key @/key.pem | contains no certificate in PEM",
                "--cert @/cert.pem --key @/cert.pem | contains no EC key in PEM as PKCS #8",
                "--cert @/cert.pem --key @/none.pem | Cannot read",
                "--cert @/cert.pem --key @/other/key.pem | does not belong to the certificate",
                "--cert @/cert.pem --key @/key.pem | is for fake.example, 192.0.2.7, not for 127.0.0.1",
                "--bind 192.0.2.1 | Cannot listen on 192.0.2.1 port",
                "--bind 127.0.0.1 --port @port | Use another port (--port) or another address of this machine (--bind)"
            })
    void invalidOption_printsOneSentenceAndWritesNoFile(String line, String expected, @TempDir Path folder)
            throws Exception {
        new PemFiles(folder, "fake.example", "192.0.2.7");
        new PemFiles(Files.createDirectory(folder.resolve("other")), "fake.example", "192.0.2.7");
        start();
        String[] options = (line + " --ready-file " + folder + "/ready.json")
                .replace("@port", Integer.toString(listening()))
                .replace("@", folder.toString())
                .split(" ");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Standalone.run(
                options,
                InputStream.nullInputStream(),
                new PrintStream(out),
                new PrintStream(err),
                new CountDownLatch(1));

        assertThat(err.toString(StandardCharsets.UTF_8)).contains(expected).hasLineCount(1);
        assertThat(code).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(folder.resolve("ready.json")).doesNotExist();
        assertThat(folder.resolve("ca.pem")).doesNotExist();
    }

    @Test
    void environment_setsEachOptionButTheCommandLineWins() {
        Map<String, String> environment = Map.of(
                "PARTNERCENTER4J_FAKE_OPTION_PUBLIC_URL", "https://fake:8585",
                "PARTNERCENTER4J_FAKE_OPTION_HTTPS", "true",
                "PARTNERCENTER4J_FAKE_OPTION_EXIT_WHEN_STDIN_CLOSES", "false",
                "PARTNERCENTER4J_FAKE_OPTION_DATA", "",
                "PARTNERCENTER4J_FAKE_OPTION_PORT", "1",
                "PARTNERCENTER4J_FAKE_PORT", "tcp://10.0.0.1:8585",
                "PATH", "/bin");

        String[] options = StandaloneOptions.withEnvironment(environment, "--port", "0");

        assertThat(options)
                .containsExactly("--https", "--port", "1", "--public-url", "https://fake:8585", "--port", "0");
        start(options);
        assertThat(text("url")).isEqualTo("https://fake:8585");
        assertThatThrownBy(() -> StandaloneOptions.parse(
                        StandaloneOptions.withEnvironment(Map.of("PARTNERCENTER4J_FAKE_OPTION_BOGUS", "1"))))
                .hasMessageContaining("Unknown option: --bogus.");
        assertThatThrownBy(() -> StandaloneOptions.parse(
                        StandaloneOptions.withEnvironment(Map.of("PARTNERCENTER4J_FAKE_OPTION_HTTPS", "yes"))))
                .hasMessageContaining("Unknown option: --https=yes.");
    }

    @Test
    void hostName_onTheCommandLine_overridesTheVariable() {
        Map<String, String> environment = Map.of("PARTNERCENTER4J_FAKE_OPTION_HOST_NAME", "of-the-image");

        assertThat(StandaloneOptions.withEnvironment(environment, "--host-name", "fake", "--host-name", "other"))
                .containsExactly("--host-name", "fake", "--host-name", "other");
        assertThat(StandaloneOptions.withEnvironment(environment, "--port", "0"))
                .containsExactly("--host-name", "of-the-image", "--port", "0");
    }

    /** Checks sign-in, API and page with a client that uses this address and verifies certificates. */
    private void everythingWorksAt(String authority) throws Exception {
        String discovery = get(authority, "/common/v2.0/.well-known/openid-configuration");
        String login = text("authority");
        String expected = discovery.contains(login + "/") ? login : "https://" + authority;
        assertThat(discovery).contains("\"token_endpoint\":\"" + expected + "/common/oauth2/v2.0/token\"");

        String tokens = refresh(authority, "https://" + authority + "/user_impersonation openid");
        assertThat(tokens).startsWith("HTTP/1.1 200");
        String token = tokens.replaceAll("(?s).*\"access_token\":\"([^\"]*)\".*", "$1");
        assertThat(get(authority, "/v1/profiles/support", "Authorization: Bearer " + token))
                .startsWith("HTTP/1.1 200");

        for (String scheme : List.of("http://", "https://")) {
            assertThat(exchange(authority, "POST", "/__admin/reset", "", "Origin: " + scheme + authority))
                    .startsWith("HTTP/1.1 204");
        }
        assertThat(get(authority, "/__admin")).contains("<title>");
        Cloud cloud = Cloud.custom(URI.create("https://" + authority), URI.create("https://" + authority), "scope");
        assertThat(cloud.apiBase().getRawAuthority()).isEqualTo(authority);
    }

    private String refresh(String authority, String scope) throws Exception {
        String form = "grant_type=refresh_token&client_id=" + text("clientId") + "&client_secret="
                + text("clientSecret") + "&refresh_token=" + text("refreshToken") + "&scope="
                + scope.replace(" ", "%20");
        return exchange(
                authority,
                "POST",
                "/common/oauth2/v2.0/token",
                form,
                "Content-Type: application/x-www-form-urlencoded");
    }

    private String get(String authority, String path, String... headers) throws Exception {
        return exchange(authority, "GET", path, "", headers);
    }

    /** Makes one exchange over TLS. The server must have a certificate for the host, whatever the name resolves to. */
    private String exchange(String authority, String method, String path, String body, String... headers)
            throws Exception {
        URI called = URI.create("https://" + authority);
        try (Socket socket = new Socket(address(called), listening());
                SSLSocket tls = (SSLSocket) trust.getSocketFactory()
                        .createSocket(socket, called.getHost().replaceAll("[\\[\\]]", ""), 443, true)) {
            SSLParameters checked = tls.getSSLParameters();
            checked.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(checked);
            return exchange(tls, authority, method, path, body, headers);
        }
    }

    /** Makes one exchange without a check of the host, like a browser with a manipulated name server. */
    private String rebound(String authority, String method, String path, String body, String... headers)
            throws Exception {
        try (Socket socket = new Socket(address(URI.create("http://" + authority)), listening())) {
            return exchange(socket, authority, method, path, body, headers);
        }
    }

    private static String exchange(
            Socket socket, String authority, String method, String path, String body, String... headers)
            throws Exception {
        socket.setSoTimeout(30_000);
        List<String> lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1", "Host: " + authority));
        lines.addAll(List.of(headers));
        lines.add("Content-Length: " + body.length());
        lines.add("Connection: close\r\n\r\n");
        socket.getOutputStream().write((String.join("\r\n", lines) + body).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Resolves a name in this test: to the fake. */
    private InetAddress address(URI called) throws Exception {
        String host = called.getHost();
        boolean here = host.startsWith("127.") || host.equals("[::1]");
        URI printed = URI.create(text("url"));
        boolean printedHere =
                printed.getHost().startsWith("127.") || printed.getHost().equals("[::1]");
        return InetAddress.getByName(here ? host : printedHere ? printed.getHost() : "127.0.0.1");
    }
}
