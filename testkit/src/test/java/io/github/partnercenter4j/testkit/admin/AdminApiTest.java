package io.github.partnercenter4j.testkit.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.testkit.DocumentedError;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.VirtualClock;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.Member;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import io.github.partnercenter4j.testkit.json.JsonReader;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AdminApiTest {

    private static final String TENANT = "11111111-2222-3333-4444-555555555555";
    private static final String PROFILE =
            "{\"email\":\"help@partner.example\",\"telephone\":\"555-0100\",\"website\":\"www.partner.example\"}";
    private static final String UPDATE = "{\"Email\":\"new@partner.example\",\"Telephone\":\"1\",\"Website\":\"w\"}";

    /** The e-mail address of the documented profile. */
    private static final String EXAMPLE = "email@sample.com";

    private final FakePartnerCenter fake = FakePartnerCenter.builder()
            .clock(VirtualClock.startingAt(Instant.parse("2026-01-01T00:00:00Z")))
            .admin()
            .build();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        fake.close();
    }

    private HttpResponse<String> admin(String method, String path, String body) {
        return send(method, "/__admin" + path, body);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        return send(fake, method, path, body, headers);
    }

    private HttpResponse<String> send(
            FakePartnerCenter to, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(to.url() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private Json ok(String method, String path, String body) {
        HttpResponse<String> answer = admin(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.statusCode() == 204 ? Json.Literal.NULL : JsonReader.read(answer.body());
    }

    private HttpResponse<String> get(String token) {
        return send("GET", "/v1/profiles/support", "", "Authorization", "Bearer " + token);
    }

    private HttpResponse<String> put(String token) {
        return send(
                "PUT",
                "/v1/profiles/supportprofile",
                UPDATE,
                "Authorization",
                "Bearer " + token,
                "Content-Type",
                "application/json");
    }

    private String token(String asked) {
        return text(ok("POST", "/tokens", asked), "token");
    }

    private static Json in(Json object, String name) {
        Json value = ((ObjectValue) object).find(name);
        assertThat(value).as(name + " of " + JsonWriter.write(object)).isNotNull();
        return value;
    }

    private static String text(Json object, String name) {
        return in(object, name) instanceof TextValue text ? text.value() : JsonWriter.write(in(object, name));
    }

    @Test
    void openApiDocument_hasExactlyTheRoutes() {
        Set<String> routes = new AdminDoor(fake, AdminSettings.NONE)
                .routes().stream()
                        .map(route -> route.method() + " " + route.path())
                        .collect(Collectors.toCollection(TreeSet::new));
        ObjectValue paths = (ObjectValue) in(ok("GET", "/openapi.json", ""), "paths");
        Set<String> documented = new TreeSet<>();
        for (Member path : paths.members()) {
            for (Member method : ((ObjectValue) path.value()).members()) {
                documented.add(method.name().toUpperCase(Locale.ROOT) + " " + path.name());
            }
        }

        assertThat(documented).isEqualTo(routes);
    }

    /** The example requests of the document work, and all its references have a target. */
    @Test
    void openApiDocument_examplesAreAccepted() {
        ObjectValue document = (ObjectValue) ok("GET", "/openapi.json", "");
        int taken = 0;
        for (Member path : ((ObjectValue) in(document, "paths")).members()) {
            for (Member method : ((ObjectValue) path.value()).members()) {
                if (((ObjectValue) method.value()).find("requestBody") instanceof ObjectValue body) {
                    String where = path.name().replace("{tenant}", "default").replace("{id}", "1");
                    String example = JsonWriter.write(in(in(in(body, "content"), "application/json"), "example"))
                            .replace("@refreshToken@", fake.login().issueRefreshToken())
                            .replace("@userCode@", userCode());
                    ok(method.name().toUpperCase(Locale.ROOT), where, example);
                    taken++;
                }
            }
        }
        assertThat(taken).isGreaterThan(12);
        Stream.of(JsonWriter.write(document).split("\"#/components/", -1))
                .skip(1)
                .map(rest -> rest.substring(0, rest.indexOf('"')).split("/", -1))
                .forEach(reference -> in(in(in(document, "components"), reference[0]), reference[1]));
    }

    private String userCode() {
        HttpResponse<String> device = send(
                "POST",
                "/organizations/oauth2/v2.0/devicecode",
                "client_id=" + fake.login().publicClientId() + "&scope=" + fake.url() + "/user_impersonation",
                "Content-Type",
                "application/x-www-form-urlencoded");
        return text(JsonReader.read(device.body()), "user_code");
    }

    @Test
    void openApiDocument_hasEveryDocumentedError() {
        Json fault = in(in(in(ok("GET", "/openapi.json", ""), "components"), "schemas"), "Fault");

        assertThat(((ArrayValue) in(in(in(fault, "properties"), "error"), "enum")).items())
                .containsExactlyElementsOf(Stream.of(DocumentedError.values())
                        .map(error -> Json.text(error.name()))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "?tenant=contoso.example&exchange=1"})
    void inspector_loadsNothingElseAndInsertsNoMarkup(String path) {
        HttpResponse<String> page = admin("GET", path, "");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:;"
                        + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(page.body())
                .startsWith("<!doctype html>")
                .endsWith("</html>\n")
                .contains("<link rel=\"icon\" href=\"data:image/svg+xml,")
                .doesNotContain("http://", "https://", "src=", "url(", "@import", "import(")
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(");
    }

    /** The script of the page is not compiled, so this test checks its use of the API. */
    @Test
    void inspector_callsExistingRoutes() {
        String page = admin("GET", "/", "").body();
        Matcher asked =
                Pattern.compile("(?:ask|act)\\(\"([A-Z]+)\", \"(/[^\"?]*)\"").matcher(page);
        Set<String> calls = new TreeSet<>();
        while (asked.find()) {
            String path = asked.group(2) + (asked.group(2).endsWith("/") ? "1" : "");
            assertThat(new AdminDoor(fake, AdminSettings.NONE).routes())
                    .as(asked.group())
                    .anyMatch(route -> route.method().equals(asked.group(1)) && route.match(path) != null);
            calls.add(asked.group(1) + " " + path);
        }
        assertThat(calls)
                .contains("GET /state", "PATCH /rules/1", "POST /clock", "POST /reset", "DELETE /tenants/1")
                .contains("DELETE /rules/1", "DELETE /throttle", "DELETE /clock");
    }

    @Test
    void inspector_offersValidFaults() {
        String page = admin("GET", "/", "").body();
        Matcher faults = Pattern.compile("<script [^>]*id=\"common-faults\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(faults.find()).isTrue();
        ObjectValue common = (ObjectValue) JsonReader.read(faults.group(1));

        for (Member fault : common.members()) {
            String play = "{\"play\":" + JsonWriter.write(fault.value()) + "}";
            ok("POST", "/faults", play);
            ok("POST", "/rules", play);
        }
        assertThat(common.members()).hasSizeGreaterThan(4);
        assertThat(fake.faultsLeft()).isEqualTo(common.members().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/__admin/health", "/__admin/", "/common/v2.0/.well-known/openid-configuration"})
    void head_isAnsweredLikeGet(String path) {
        HttpResponse<String> head = send("HEAD", path, "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(send("GET", path, "").headers().firstValue("Content-Type"));
        assertThat(send("POST", "/__admin/health", "{}").headers().firstValue("Allow"))
                .hasValue("GET, HEAD");
    }

    @Test
    void tooLargeBody_sentCompletely_isRefusedWithAMessage() {
        HttpResponse<String> refused = send("PUT", "/__admin/state", "x".repeat(20 * 1024 * 1024));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(text(JsonReader.read(refused.body()), "error")).contains("1048576 bytes");
    }

    @Test
    void journal_withLargeBodies_isReturnedInPages() {
        String token = token("{}");
        String large = "{\"Email\":\"" + "e".repeat(60_000) + "\"}";
        for (int i = 0; i < 80; i++) {
            send("PUT", "/v1/profiles/supportprofile", large, "Authorization", "Bearer " + token);
        }

        int shown = 0;
        int pages = 0;
        boolean older = true;
        while (older) {
            String page = admin("GET", "/journal?limit=1000&skip=" + shown, "").body();
            assertThat(page.length()).isLessThan(6 * 1024 * 1024);
            shown += page.split("\"door\":", -1).length - 1;
            older = !page.contains("\"older\":0,");
            pages++;
        }
        assertThat(shown).isEqualTo(80);
        assertThat(pages).isBetween(2, 4);
        HttpResponse<String> verified = admin("POST", "/verify", "{\"request\":{\"method\":\"PUT\"},\"times\":80}");
        assertThat(verified.body()).contains("\"ok\":true", "omitted here");
        assertThat(verified.body().length()).isLessThan(6 * 1024 * 1024);
    }

    @Test
    void errorOfTheFake_answersWithJson() {
        AtomicBoolean broken = new AtomicBoolean();
        InstantSource clock = () -> {
            if (broken.get()) {
                throw new StackOverflowError("too deep");
            }
            return Instant.EPOCH;
        };
        try (FakePartnerCenter failing =
                FakePartnerCenter.builder().clock(clock).admin().build()) {
            broken.set(true);

            HttpResponse<String> answer = send(failing, "GET", "/__admin/clock", "");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("{\"error\":\"too deep\"}\n");
        }
    }

    @Test
    void conduct_withLargeBodies_omitsThoseBeyondTheLimit() {
        String token = token("{}");
        String large = "{\"Email\":\"" + "e".repeat(60_000) + "\"}";
        // Each request violates three rules.
        for (int i = 0; i < 30; i++) {
            send("PUT", "/v1/profiles/supportprofile?access_token=x", large, "Authorization", "Bearer " + token);
        }

        String findings = admin("GET", "/conduct", "").body();

        assertThat(findings.split("SECRET_IN_URL", -1)).hasSize(31);
        assertThat(findings).contains("omitted here");
        assertThat(findings.length()).isLessThan(4_600_000);
    }

    @Test
    void tenant_canBeNamedByItsDomain() {
        ok("PUT", "/tenants/Contoso.example/profile", PROFILE);

        assertThat(get(token("{\"tenant\":\"contoso.EXAMPLE\"}")).body()).contains("help@partner.example");
        assertThat(fake.tenant("contoso.example").profile().email()).isEqualTo("help@partner.example");
        assertThat(text(ok("GET", "/journal?tenant=contoso.example", ""), "tenant"))
                .isEqualTo(fake.tenant("contoso.example").id());
        assertThat(JsonWriter.write(ok("GET", "/journal", ""))).contains("\"older\":0,\"exchanges\"");
        assertThat(fake.profile().email()).isNotEqualTo("help@partner.example");
    }

    @Test
    void healthVersionAndConnection_describeTheFake() {
        assertThat(text(ok("GET", "/health", ""), "status")).isEqualTo("up");
        assertThat(text(ok("GET", "/version", ""), "version")).isEqualTo(System.getProperty("partnercenter4j.version"));
        assertThat(admin("GET", "/ca.pem", "").body()).isEqualTo(fake.caPem());
        Json connection = ok("GET", "/connection", "");
        assertThat(text(connection, "url")).isEqualTo(fake.url().toString());
        assertThat(get(text(connection, "token")).statusCode()).isEqualTo(200);
        Json again = ok("GET", "/connection", "");
        assertThat(text(again, "token"))
                .isEqualTo(text(connection, "token"))
                .isEqualTo(token("{\"kind\":\"LASTING\"}"));
        assertThat(text(again, "refreshToken")).isNotEqualTo(text(connection, "refreshToken"));
        assertThat(JsonWriter.write(ok("GET", "/behaviours", "")))
                .contains("{\"name\":\"REPLAY\",\"on\":true,")
                .contains("\"evidence\":\"ASSUMED\",\"presets\":[\"OBSERVED\",\"DOCUMENTED\",\"STRICT\"]")
                .contains("{\"name\":\"IDS_REQUIRED\",\"on\":false,");
        assertThat(admin("POST", "/shutdown", "").statusCode()).isEqualTo(409);
    }

    @Test
    void tenant_canBeSeededReadAndReset() {
        ok("PUT", "/tenants/" + TENANT + "/profile", PROFILE);

        assertThat(fake.tenant(TENANT).profile().email()).isEqualTo("help@partner.example");
        assertThat(get(token("{\"tenant\":\"" + TENANT + "\"}")).body()).contains("help@partner.example");
        assertThat(JsonWriter.write(ok("GET", "/tenants/" + TENANT + "/profile", "")))
                .contains("help@partner.example");
        assertThat(put(token("{\"tenant\":\"" + TENANT + "\"}")).statusCode()).isEqualTo(200);
        assertThat(text(ok("GET", "/tenants/" + TENANT, ""), "writesApplied")).isEqualTo("1");

        ok("DELETE", "/tenants/" + TENANT, "");

        assertThat(fake.tenant(TENANT).profile()).isEqualTo(fake.profile());
        assertThat(text(ok("GET", "/tenants/" + TENANT, ""), "writesApplied")).isEqualTo("0");
    }

    @Test
    void state_canBeReadAndRestored() {
        ok("PUT", "/tenants/default/profile", PROFILE);
        Json state = ok("GET", "/state", "");
        fake.reset();

        ok("PUT", "/state", JsonWriter.write(state));

        assertThat(fake.profile().email()).isEqualTo("help@partner.example");
        assertThat(text(state, "seed")).isEqualTo(Long.toString(fake.seed()));
    }

    @Test
    void snapshot_canBeRestored() {
        String id = text(ok("POST", "/snapshots", ""), "id");
        put(token(""));

        ok("POST", "/snapshots/" + id + "/restore", "");

        assertThat(fake.writesApplied()).isZero();
        assertThat(admin("POST", "/snapshots/99/restore", "").statusCode()).isEqualTo(404);
    }

    @Test
    void reset_removesWritesAndJournal() {
        put(token(""));
        ok("POST", "/reset", "");

        assertThat(fake.writesApplied()).isZero();
        assertThat(fake.journal().total()).isZero();
    }

    @Test
    void clock_advanced_expiresTokens() {
        String token = token("");

        ok("POST", "/clock", "{\"advance\":\"PT2H\"}");

        assertThat(get(token).statusCode()).isEqualTo(401);
        assertThat(text(ok("POST", "/clock", "{\"set\":\"2026-03-01T00:00:00Z\"}"), "now"))
                .isEqualTo("2026-03-01T00:00:00Z");
        assertThat(get(token("{\"kind\":\"lasting\"}")).statusCode()).isEqualTo(200);
    }

    @Test
    void clock_deleted_returnsToRealTime() {
        try (FakePartnerCenter real =
                FakePartnerCenter.builder().clock(new MovableClock()).admin().build()) {
            String before = send(real, "GET", "/__admin/clock", "").body();
            String ahead = send(real, "POST", "/__admin/clock", "{\"advance\":\"P1D\"}")
                    .body();

            assertThat(send(real, "DELETE", "/__admin/clock", "").statusCode()).isEqualTo(204);

            assertThat(real.clock().instant()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
            assertThat(before).contains("\"moved\":false");
            assertThat(ahead).contains("\"moved\":true");
            assertThat(send(real, "GET", "/__admin/clock", "").body()).contains("\"moved\":false");
            assertThat(send(real, "DELETE", "/__admin/clock", "").statusCode()).isEqualTo(204);
        }
    }

    @Test
    void clock_virtual_cannotFollowRealTime() {
        HttpResponse<String> answer = admin("DELETE", "/clock", "");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(text(JsonReader.read(answer.body()), "error"))
                .isEqualTo(
                        "This fake uses a VirtualClock, which cannot follow real time. Use set to move it to a time.");
        assertThat(fake.clock().instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(text(ok("GET", "/clock", ""), "moved")).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource({
        "APP_PLUS_USER,200",
        "LASTING,200",
        "app-only,403",
        "EXPIRED,401",
        "WRONG_AUDIENCE,401",
        "without_mfa,401"
    })
    void token_hasTheRequestedKind(String kind, int status) {
        assertThat(get(token("{\"kind\":\"" + kind + "\"}")).statusCode()).isEqualTo(status);
    }

    @Test
    void token_withoutRole_cannotWrite() {
        assertThat(put(token("{\"kind\":\"WITHOUT_ROLE\"}")).statusCode()).isEqualTo(403);
    }

    /** A typical test through this API: the response to a write is lost, and the client repeats the write. */
    @Test
    void journal_showsAWriteWithALostAnswerAndItsRepetition() {
        String token = token("");
        String[] headers = {
            "Authorization",
            "Bearer " + token,
            "Content-Type",
            "application/json",
            "MS-RequestId",
            "b1317092-f087-471e-a637-f66523b2b94c",
            "MS-CorrelationId",
            "c49004b1-224f-4d86-a607-6c8bcc52cfdd"
        };
        ok("POST", "/faults", "{\"play\":{\"fault\":\"drop\",\"at\":\"after-commit\"}}");

        assertThatThrownBy(() -> send("PUT", "/v1/profiles/supportprofile", UPDATE, headers))
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(send("PUT", "/v1/profiles/supportprofile", UPDATE, headers).statusCode())
                .isEqualTo(200);

        Json journal = ok("GET", "/journal?method=PUT&tenant=default", "");
        ArrayValue exchanges = (ArrayValue) in(journal, "exchanges");
        assertThat(exchanges.items()).hasSize(2);
        Json lost = exchanges.items().get(0);
        Json repeated = exchanges.items().get(1);
        assertThat(text(lost, "status") + text(lost, "committed") + text(lost, "replayed"))
                .isEqualTo("0truefalse");
        assertThat(text(repeated, "status") + text(repeated, "committed") + text(repeated, "replayed"))
                .isEqualTo("200falsetrue");
        assertThat(text(repeated, "attempt")).isEqualTo("2");
        assertThat(JsonWriter.write(journal)).doesNotContain(token).contains("b1317092-f087-471e-a637-f66523b2b94c");
        ok("DELETE", "/journal", "");
        assertThat(fake.journal().total()).isZero();
    }

    @Test
    void journal_limit_showsTheLatest() {
        get(token(""));
        put(token(""));

        ArrayValue shown = (ArrayValue) in(ok("GET", "/journal?limit=1", ""), "exchanges");

        assertThat(shown.items()).hasSize(1);
        assertThat(text(shown.items().get(0), "method")).isEqualTo("PUT");
    }

    @ParameterizedTest
    @EnumSource(DocumentedError.class)
    void documentedError_namedInAFault_isPlayed(DocumentedError error) {
        ok("POST", "/faults", "{\"play\":{\"fault\":\"error\",\"error\":\"" + error + "\"}}");

        assertThat(get(token("")).statusCode()).isEqualTo(error.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'fault':'none'}|200|OPTIONAL",
                "{'fault':'answer','status':418,'reason':'Teapot','headers':{'X-A':'1','X-B':['2','3']},'body':'text','at':'AFTER_HEAD'}|418|text",
                "{'fault':'answer','status':503,'bodyBase64':'YWJj','withIds':true}|503|abc",
                "{'fault':'overlay','headers':{'X-A':'1'},'withoutHeaders':'MS-CV','body':'{}'}|200|{}",
                "{'fault':'drip','bytes':1000,'interval':'PT0.001S'}|200|profileType",
            })
    void fault_isPlayed(String line) {
        String[] parts = line.split("\\|", -1);
        ok("POST", "/faults", "{\"play\":" + parts[0].replace('\'', '"') + "}");

        HttpResponse<String> answer = get(token(""));

        assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(parts[1]));
        assertThat(answer.body()).contains(parts[2].equals("OPTIONAL") ? "" : parts[2]);
        assertThat(fake.faultsLeft()).isZero();
    }

    @Test
    void rule_canBeAddedCountedDisabledAndRemoved() {
        Json rule = ok("POST", "/rules", """
                {"request":{"method":"PUT","path":"/v1/profiles/supportprofile","tenant":"default",
                            "headers":{"Content-Type":"application/json"},"bodyContains":"new@"},
                 "skip":1,"times":2,"probability":1.0,"during":"PT1H","delay":{"atLeast":"PT0S","atMost":"PT0S"},
                 "play":[{"fault":"answer","status":503},{"fault":"answer","status":500}]}""");
        String id = text(rule, "id");
        String token = token("");

        assertThat(get(token).statusCode()).isEqualTo(200);
        assertThat(put(token).statusCode()).isEqualTo(200);
        assertThat(put(token).statusCode()).isEqualTo(503);
        ok("PATCH", "/rules/" + id, "{\"enabled\":false}");
        assertThat(put(token).statusCode()).isEqualTo(200);
        ok("PATCH", "/rules/" + id, "{\"enabled\":true}");
        assertThat(put(token).statusCode()).isEqualTo(500);

        Json played = ok("GET", "/rules/" + id, "");
        assertThat(text(played, "hits")).isEqualTo("2");
        assertThat(((ArrayValue) in(played, "played")).items()).hasSize(2);
        assertThat(JsonWriter.write(ok("GET", "/rules", ""))).contains("[2 hits]");
        ok("DELETE", "/faults", "");
        assertThat(admin("GET", "/rules/" + id, "").statusCode()).isEqualTo(404);
    }

    @Test
    void rule_deleted_keepsOtherRulesAndFaults() {
        String rule = "{\"request\":{\"method\":\"GET\"},\"play\":{\"fault\":\"answer\",\"status\":%d}}";
        String first = text(ok("POST", "/rules", rule.formatted(500)), "id");
        String second = text(ok("POST", "/rules", rule.formatted(503)), "id");
        ok("POST", "/faults", "{\"play\":{\"fault\":\"none\"}}");

        assertThat(admin("DELETE", "/rules/" + first, "").statusCode()).isEqualTo(204);

        assertThat(fake.faultsLeft()).isOne();
        assertThat(fake.rules()).hasSize(1);
        assertThat(text(ok("GET", "/rules/" + second, ""), "hits")).isEqualTo("0");
        assertThat(get(token("")).statusCode()).isEqualTo(200);
        assertThat(get(token("")).statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "99", "-1", "one", "default"})
    void rule_unknownOrRemoved_deleteAnswers404(String id) {
        fake.when(Request.any()).play(Fault.none());
        fake.when(Request.any()).play(Fault.none());
        fake.clearFaults();
        fake.when(Request.any()).play(Fault.none());

        HttpResponse<String> answer = admin("DELETE", "/rules/" + id, "");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(JsonReader.read(answer.body()), "error"))
                .isEqualTo("There is no rule " + id + ". It may have been removed.");
        assertThat(fake.rules()).hasSize(1);
    }

    @Test
    void rule_afterItsTimes_isUsedUp() {
        String id = text(ok("POST", "/rules", "{\"times\":1,\"play\":{\"fault\":\"answer\",\"status\":503}}"), "id");
        String before = text(ok("GET", "/rules/" + id, ""), "usedUp");

        get(token(""));

        assertThat(before).isEqualTo("false");
        assertThat(text(ok("GET", "/rules/" + id, ""), "usedUp")).isEqualTo("true");
        assertThat(JsonWriter.write(ok("GET", "/rules", ""))).contains("\"enabled\":true,\"usedUp\":true");
    }

    @Test
    void rule_ofATenant_isRemovedWithTheTenant() {
        ok(
                "POST",
                "/rules",
                "{\"tenant\":\"" + TENANT + "\",\"nth\":1,\"play\":{\"fault\":\"answer\",\"status\":503}}");

        assertThat(get(token("")).statusCode()).isEqualTo(200);
        assertThat(get(token("{\"tenant\":\"" + TENANT + "\"}")).statusCode()).isEqualTo(503);
        ok("DELETE", "/tenants/" + TENANT, "");
        assertThat(fake.rules()).isEmpty();
    }

    @Test
    void throttle_canBeSetReadAndRemoved() {
        ok("PUT", "/throttle", "{\"requests\":2,\"window\":\"PT1M\",\"writeCost\":2,\"retryAfterAsDate\":true}");
        String token = token("");

        assertThat(put(token).statusCode()).isEqualTo(200);
        assertThat(get(token).statusCode()).isEqualTo(429);
        assertThat(JsonWriter.write(ok("GET", "/throttle", "")))
                .isEqualTo("{\"requests\":2,\"window\":\"PT1M\",\"writeCost\":2,\"retryAfterAsDate\":true}");
        ok("DELETE", "/throttle", "");
        assertThat(get(token).statusCode()).isEqualTo(200);
        assertThat(JsonWriter.write(ok("GET", "/throttle", ""))).isEqualTo("{}");
    }

    @Test
    void verify_returnsMatchesAndNearMisses() {
        get(token(""));

        Json held = ok("POST", "/verify", "{\"request\":{\"method\":\"GET\"},\"times\":1}");
        Json failed = ok("POST", "/verify", "{\"request\":{\"method\":\"PUT\"},\"atLeast\":1}");

        assertThat(text(held, "ok")).isEqualTo("true");
        assertThat(((ArrayValue) in(held, "came")).items()).hasSize(1);
        assertThat(text(failed, "ok")).isEqualTo("false");
        assertThat(text(failed, "message")).contains("Expected 'PUT': at least 1, but none came");
        assertThat(JsonWriter.write(in(failed, "nearMisses"))).contains("wanted PUT, found GET");
        assertThat(text(ok("POST", "/verify", "{\"request\":{\"method\":\"PUT\"},\"times\":0}"), "ok"))
                .isEqualTo("true");
        ok("DELETE", "/journal?tenant=default", "");
        assertThat(text(ok("POST", "/verify", "{\"request\":{\"tenant\":\"default\"},\"times\":0}"), "ok"))
                .isEqualTo("true");
        assertThat(text(ok("POST", "/verify", "{\"times\":2,\"await\":\"PT0.01S\"}"), "ok"))
                .isEqualTo("false");
    }

    @Test
    void verify_canCheckGapsOrderTokensAndRules() {
        String token = token("");
        get(token);
        ok("POST", "/clock", "{\"advance\":\"PT30S\"}");
        put(token);

        assertThat(text(ok("POST", "/verify", "{\"gapsAtLeast\":[\"PT30S\"]}"), "ok"))
                .isEqualTo("true");
        assertThat(text(ok("POST", "/verify", "{\"gapsAtLeast\":[\"PT31S\"]}"), "ok"))
                .isEqualTo("false");
        String order = "{\"requests\":[{\"method\":\"%s\"},{\"method\":\"%s\"}]}";
        assertThat(text(ok("POST", "/verify/order", order.formatted("GET", "PUT")), "ok"))
                .isEqualTo("true");
        assertThat(text(ok("POST", "/verify/order", order.formatted("PUT", "GET")), "ok"))
                .isEqualTo("false");
        assertThat(text(ok("POST", "/verify/tokens", "{\"times\":0}"), "ok")).isEqualTo("true");
        assertThat(text(ok("POST", "/verify/rules-used", ""), "ok")).isEqualTo("true");
        ok("POST", "/rules", "{\"play\":{\"fault\":\"none\"}}");
        assertThat(text(ok("POST", "/verify/rules-used", ""), "ok")).isEqualTo("false");
        assertThat(admin("GET", "/report", "").body()).contains("Seed " + fake.seed());
    }

    @Test
    void conduct_returnsTheFindings() {
        get(token("{\"kind\":\"EXPIRED\"}"));

        assertThat(JsonWriter.write(ok("GET", "/conduct", "")))
                .contains("EXPIRED_TOKEN")
                .contains("MISSING_ID");
    }

    @Test
    void login_canBeConfiguredAndVerified() {
        String refresh = text(ok("POST", "/refresh-tokens", ""), "refreshToken");
        ok("PATCH", "/login", "{\"accessTokenLife\":\"PT5M\",\"rotate\":false,\"detectReuse\":false}");
        ok("POST", "/login/faults", "{\"play\":{\"fault\":\"answer\",\"status\":503}}");

        assertThat(redeem(refresh).statusCode()).isEqualTo(503);
        assertThat(redeem(refresh).body()).contains("\"expires_in\":300").doesNotContain("refresh_token");
        ok("POST", "/login/refuse-next", "{\"aadsts\":65001}");
        assertThat(redeem(refresh).body()).contains("AADSTS65001");
        ok("POST", "/refresh-tokens/revoke", "");
        assertThat(redeem(refresh).body()).contains("AADSTS50173");

        assertThat(((ArrayValue) ok("GET", "/login/requests", "")).items()).hasSize(4);
        assertThat(text(ok("POST", "/verify/tokens", "{\"grantType\":\"refresh_token\",\"times\":4}"), "ok"))
                .isEqualTo("true");
        assertThat(JsonWriter.write(ok("GET", "/login/requests", "")))
                .contains("\"aadsts\":65001")
                .doesNotContain(refresh);
    }

    private HttpResponse<String> redeem(String refreshToken) {
        return send(
                "POST",
                "/" + fake.tenant() + "/oauth2/v2.0/token",
                "grant_type=refresh_token&client_id=" + fake.login().clientId() + "&client_secret="
                        + fake.login().clientSecret() + "&refresh_token=" + refreshToken + "&scope=" + fake.url()
                        + "/user_impersonation",
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST|/rules|{'play':{'fault':'answer','status':503},'tims':2}|Unknown member tims. Known members here are [request,",
                "POST|/rules|{'play':[{'fault':'none'},{'fault':'answer'}]}|play[1].status is missing.",
                "POST|/rules|{'play':{'fault':'answer','status':'503'}}|play[0].status must be a whole number, not \"503\".",
                "POST|/rules|{'play':{'fault':'boom'}}|play[0].fault must be one of [NONE, ERROR,",
                "POST|/rules|{'play':{'fault':'answer','status':503},'delay':'1s'}|delay must be an ISO 8601 duration",
                "POST|/rules|{'play':{'fault':'answer','status':503},'nth':1,'skip':1}|nth cannot be combined with skip or times",
                "POST|/rules|{'request':{'header':{}},'play':{'fault':'none'}}|Unknown member request.header",
                "POST|/rules|{}|play is missing",
                "POST|/rules|{'play':1}|play[0] must be a JSON object, not 1.",
                "POST|/rules|[]|The body must be a JSON object",
                "POST|/rules|{|The body is not valid JSON",
                "POST|/faults|{'play':{'fault':'reset'}}|play[0].at is missing.",
                "POST|/tokens|{'tenant':'contoso'}|GUID",
                "POST|/clock|{}|Set either advance (a duration) or set (a time).",
                "POST|/clock|{'advance':'-PT1S'}|advance must not be negative",
                "POST|/clock|{'advance':'PT999999999H'}|at most 100 years",
                "POST|/clock|{'set':'+1000000-01-01T00:00:00Z'}|The clock must stay between",
                "POST|/faults|{'play':{'fault':'raw','bodyBase64':'!'}}|bodyBase64 is not valid Base64",
                "POST|/login/refuse-next|{'aadsts':1}|does not know AADSTS1",
                "PUT|/state|{'tenants':{'default':{'profile':{'email':'x'}},'contoso':{'profile':{}}}}|GUID",
                "POST|/verify|{}|Set exactly one of times, atLeast and gapsAtLeast.",
                "POST|/verify|{'times':1,'await':'PT2M'}|await must be at most PT1M",
                "PUT|/throttle|{'requests':0,'window':'PT1M'}|at least 1 request",
                "PUT|/tenants/contoso/profile|{}|GUID",
                "PUT|/tenants/default/profile|{'email':1}|email has the wrong type",
                "PUT|/state|{'tenants':{'default':{'email':'x'}}}|tenants.default.profile must be a JSON object.",
                "PATCH|/login|{'accessTokenLife':'PT0.5S'}|1 second to 1 day",
            })
    void invalidRequest_isRefusedWithTheReason(String method, String path, String body, String message) {
        HttpResponse<String> answer = admin(method, path, body.replace('\'', '"'));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(text(JsonReader.read(answer.body()), "error")).contains(message);
        assertThat(fake.rules()).isEmpty();
        assertThat(fake.faultsLeft()).isZero();
        assertThat(fake.tenants())
                .allMatch(tenant -> fake.tenant(tenant).profile().email().equals(EXAMPLE));
    }

    /** An ignored parameter may have been meant as a limit, so it is refused. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST|/reset|{'tenant':'default'}|takes no body",
                "DELETE|/faults|{'tenant':'default'}|takes no body",
                "DELETE|/faults?tennant=default|``|Unknown parameter tennant. DELETE /__admin/faults takes [tenant].",
                "GET|/rules?tenant=default|``|Unknown parameter tenant. GET /__admin/rules takes no parameters.",
                "GET|/journal?limit=1&limit=2|``|The parameter limit occurs twice.",
                "GET|/journal?limit=-1|``|The parameter limit must be a whole number",
                "PUT|/state|``|PUT /__admin/state needs a JSON object as its body.",
                "PATCH|/login|{}|Set at least one of rotate, detectReuse, mfa and accessTokenLife.",
                "POST|/rules|{'play':{'fault':'reset','at':'accept'}}|also affects your own next requests to this API",
                "POST|/rules|{'play':{'fault':'tls','tls':'expired'}}|also affects your own next requests to this API",
                "PUT|/throttle|{'requests':5,'window':'PT999999999999999H'}|at most 365 days",
                "POST|/verify|{'times':1,'await':'-PT9000000000000H'}|The time to wait must be 0 to",
                "POST|/verify|{'times':0,'await':'PT1S'}|times 0 cannot be combined with await.",
            })
    void unusedParameterOrBody_isRefused(String method, String path, String body, String message) {
        fake.next(Fault.none());

        HttpResponse<String> answer = admin(method, path, body.replace('\'', '"'));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(text(JsonReader.read(answer.body()), "error")).contains(message);
        assertThat(fake.faultsLeft()).isOne();
    }

    @Test
    void clearFaults_ofATenant_keepsTheOthers() {
        ok("POST", "/faults", "{\"tenant\":\"" + TENANT + "\",\"play\":{\"fault\":\"none\"}}");
        ok("POST", "/faults", "{\"play\":{\"fault\":\"none\"}}");

        ok("DELETE", "/faults?tenant=" + TENANT, "");

        assertThat(text(ok("GET", "/state", ""), "faultsLeft")).isEqualTo("1");
    }

    /** One exchange that cannot be shown must not hide the others. */
    @Test
    void journal_withAVeryLongToken_showsAllExchanges() {
        send("GET", "/v1/profiles/support?x=eyJa.b" + ".".repeat(5000), "");
        fake.setProfile(
                SupportProfile.builder().website("Bearer" + "+".repeat(20_000)).build());
        get(token(""));

        assertThat(((ArrayValue) in(ok("GET", "/journal", ""), "exchanges")).items())
                .hasSize(2);
        assertThat(admin("GET", "/report", "").body()).doesNotContain("eyJa");
    }

    @Test
    void tenant_onlyRead_isNotCreated() {
        ok("GET", "/tenants/" + TENANT, "");

        assertThat(fake.tenants()).containsExactly(fake.tenant());
    }

    @Test
    void unknownPathAndMethod_areRefused() {
        assertThat(admin("GET", "/nothing", "").body()).contains("openapi.json");
        assertThat(admin("GET", "/nothing", "").statusCode()).isEqualTo(404);
        HttpResponse<String> wrongMethod = admin("GET", "/faults", "");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("Allow")).contains("DELETE, POST");
    }

    @Test
    void webPageOfAnotherOrigin_isRefused() {
        assertThat(send("POST", "/__admin/reset", "", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("POST", "/__admin/reset", "", "Origin", fake.url().toString())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void unknownHostName_isRefused() throws Exception {
        String answer = RawRequest.send(fake.url(), "GET /__admin/health HTTP/1.1", "Host: evil.example");

        assertThat(answer).startsWith("HTTP/1.1 403");
        assertThat(RawRequest.send(fake.url(), "GET /__admin/health HTTP/1.1", "Host: localhost:1"))
                .startsWith("HTTP/1.1 200");
        assertThat(RawRequest.send(fake.url(), "GET /__admin/health/ HTTP/1.1", "Host: LOCALHOST.:1"))
                .startsWith("HTTP/1.1 200");
        assertThat(RawRequest.send(fake.url(), "GET /__admin/health HTTP/1.1", "Host: [0:0:0:0:0:0:0:1]:1"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void withoutAdmin_adminPathsAreNotServed() throws Exception {
        try (FakePartnerCenter usual = FakePartnerCenter.create()) {
            assertThat(RawRequest.send(usual.url(), "GET /__admin/health HTTP/1.1", "Host: localhost"))
                    .startsWith("HTTP/1.1 401");
        }
    }

    /** Sends a request with a given Host header, which the JDK's client does not allow. */
    private static final class RawRequest {
        static String send(URI url, String... lines) throws IOException {
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.setSoTimeout(10_000);
                String head = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
