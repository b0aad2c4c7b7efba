package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.testkit.DocumentedError;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tables of faults, errors and tokens, in the page on the standalone fake, are complete and true. */
@Timeout(60)
class StandalonePageTest {

    private static final Pattern FAULT = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|.*\\| `(\\{\"fault\".*\\})` \\|$");
    private static final Pattern ERROR = Pattern.compile("(?m)^\\| `[A-Z_]+` \\| \\d{3} \\| .*$");
    private static final Pattern POINTS = Pattern.compile("(?m)^\\| ((?:`[A-Z_]+`(?:, )?)+) \\| (?:when|after) .*\\|$");
    private static final Pattern TOKEN =
            Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| (?:of|for|expired|the same)\\b[^|]*\\| (\\d{3})\\b.*\\|$");
    private static final Pattern VALUE = Pattern.compile("\"token\":\"([^\"]*)\"");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String page = read();

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "standalone.md"));
        } catch (IOException failed) {
            throw new AssertionError("The page cannot be read.", failed);
        }
    }

    private List<String> all(Pattern pattern, int group) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(page);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
        return found;
    }

    private HttpResponse<String> send(FakePartnerCenter fake, String path, UnaryOperator<HttpRequest.Builder> with)
            throws IOException, InterruptedException {
        return http.send(
                with.apply(HttpRequest.newBuilder(URI.create(fake.url() + path)).timeout(Duration.ofSeconds(10)))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Returns the names of an enumeration in the description of the API. */
    private List<String> names(FakePartnerCenter fake, String first, String last) throws Exception {
        String api = send(fake, "/__admin/openapi.json", get -> get).body();
        Matcher names = Pattern.compile("\"" + first + "\"[A-Z_\",\\s]*\"" + last + "\"")
                .matcher(api);
        assertThat(names.find()).isTrue();
        return Stream.of(names.group().split(",", -1))
                .map(name -> name.strip().replace("\"", ""))
                .toList();
    }

    @Test
    void faults_onPage_areCompleteAndAccepted() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.builder().admin().build()) {
            String all = "{\"play\":[" + String.join(",", all(FAULT, 2)) + "]}";

            HttpResponse<String> response =
                    send(fake, "/__admin/faults", post -> post.POST(BodyPublishers.ofString(all)));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        }
        try (FakePartnerCenter fake = FakePartnerCenter.builder().admin().build()) {
            assertThat(all(FAULT, 1)).isEqualTo(names(fake, "NONE", "TLS"));
        }
        assertThat(String.join(", ", all(POINTS, 1)).replace("`", "").split(", ", -1))
                .containsExactly(Stream.of(Fault.Point.values()).map(Enum::name).toArray(String[]::new));
    }

    @Test
    void trustOfThePage_acceptsTheFakesCertificate() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.builder().admin().build()) {
            URI url = fake.url();
            SSLContext trust =
                    FromAnotherHost.trusting(url.resolve("/__admin/ca.pem").toURL());

            HttpResponse<String> health = HttpClient.newBuilder()
                    .sslContext(trust)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create("https://" + url.getAuthority() + "/__admin/health"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(health.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void errors_onPage_areDocumentedErrors() {
        assertThat(all(ERROR, 0))
                .containsExactlyElementsOf(Stream.of(DocumentedError.values())
                        .map(error -> "| `" + error + "` | " + error.status() + " | "
                                + (error.code().isPresent() ? error.code().getAsInt() : "-") + " | "
                                + error.description() + " |")
                        .toList());
    }

    @Test
    void tokens_onPage_areCompleteAndHaveTheirStatus() throws Exception {
        List<String> kinds = all(TOKEN, 1);
        List<String> statuses = all(TOKEN, 2);
        try (FakePartnerCenter fake = FakePartnerCenter.builder().admin().build()) {
            assertThat(kinds).isEqualTo(names(fake, "APP_PLUS_USER", "WITHOUT_MFA"));
            for (int i = 0; i < kinds.size(); i++) {
                String asked = "{\"kind\":\"" + kinds.get(i) + "\"}";
                Matcher token =
                        VALUE.matcher(send(fake, "/__admin/tokens", post -> post.POST(BodyPublishers.ofString(asked)))
                                .body());
                assertThat(token.find()).isTrue();

                HttpResponse<String> profile = send(
                        fake, "/v1/profiles/support", get -> get.header("Authorization", "Bearer " + token.group(1)));

                assertThat(profile.statusCode()).as(kinds.get(i)).isEqualTo(Integer.parseInt(statuses.get(i)));
            }
        }
    }
}
