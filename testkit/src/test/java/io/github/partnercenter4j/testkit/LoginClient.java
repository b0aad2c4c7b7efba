package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.NumberValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of a fake's login, over TLS, like a library. */
final class LoginClient {

    static final String V1 = "/oauth2/token";
    static final String V2 = "/oauth2/v2.0/token";

    static final String REDIRECT = "http://localhost:8080/signed-in";

    private final FakePartnerCenter fake;
    private final HttpClient client;
    private final URI base;

    LoginClient(FakePartnerCenter fake) {
        this(fake, fake.cloud().authority());
    }

    LoginClient(FakePartnerCenter fake, URI base) {
        this.fake = fake;
        this.base = base;
        this.client = HttpClient.newBuilder().sslContext(fake.sslContext()).build();
    }

    record Answer(HttpResponse<String> http) {

        int status() {
            return http.statusCode();
        }

        ObjectValue json() {
            try {
                return (ObjectValue) JsonReader.read(http.body().getBytes(StandardCharsets.UTF_8));
            } catch (JsonException malformed) {
                throw new AssertionError(http.body(), malformed);
            }
        }

        @Nullable
        Json member(String name) {
            return json().find(name);
        }

        String text(String name) {
            return ((TextValue) json().find(name)).value();
        }

        /** Returns the refusal in one line: status, error and number. */
        String error() {
            return member("error") == null
                    ? status() + " and no error"
                    : status() + " " + text("error") + " "
                            + ((NumberValue) ((ArrayValue) json().find("error_codes"))
                                            .items()
                                            .get(0))
                                    .text();
        }
    }

    /** Returns the payload of a token. */
    static ObjectValue claims(String jwt) {
        try {
            return (ObjectValue) JsonReader.read(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]));
        } catch (JsonException malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** Returns a form with the credentials of the confidential app and further parameters, in pairs. */
    Map<String, String> form(String grantType, String... more) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", grantType);
        form.put("client_id", fake.login().clientId());
        form.put("client_secret", fake.login().clientSecret());
        form.put("scope", fake.url() + "/user_impersonation offline_access");
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        form.values().removeIf(String::isEmpty);
        return form;
    }

    /** Requests a sign-in in a browser, for the fake's API. An empty value omits a parameter. */
    Answer authorize(String version, String... more) throws Exception {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", fake.login().clientId());
        query.put("redirect_uri", REDIRECT);
        query.put("response_type", "code");
        query.put("scope", fake.url() + "/user_impersonation");
        query.put("state", "a&b");
        for (int i = 0; i < more.length; i += 2) {
            query.put(more[i], more[i + 1]);
        }
        query.values().removeIf(String::isEmpty);
        return get("/common" + version + "/authorize?" + encoded(query));
    }

    /** Returns the parameters in the redirect of a browser, from the query or the fragment. */
    static Map<String, String> result(Answer redirect) {
        String location = redirect.http().headers().firstValue("Location").orElseThrow();
        if (!location.startsWith(REDIRECT)) {
            throw new AssertionError(location);
        }
        Map<String, String> result = new LinkedHashMap<>();
        for (String pair : location.substring(REDIRECT.length() + 1).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            result.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return result;
    }

    /** Redeems a code at version 2; by default for the fake's API with a refresh token. */
    Answer redeem(String code, String... more) throws Exception {
        Map<String, String> form = form("authorization_code", more);
        if (!form.containsKey("redirect_uri") && !List.of(more).contains("redirect_uri")) {
            form.put("redirect_uri", REDIRECT);
        }
        form.putIfAbsent("code", code);
        return post("common", V2, form);
    }

    Answer refresh(String refreshToken, String... more) throws Exception {
        Map<String, String> form = form("refresh_token", more);
        form.putIfAbsent("refresh_token", refreshToken);
        return post(V2, form);
    }

    Answer post(String route, Map<String, String> form, String... headers) throws Exception {
        return post(fake.tenant(), route, form, headers);
    }

    Answer post(String tenant, String route, Map<String, String> form, String... headers) throws Exception {
        HttpRequest.Builder request = request("/" + tenant + route)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    Answer get(String target) throws Exception {
        return new Answer(client.send(request(target).build(), HttpResponse.BodyHandlers.ofString()));
    }

    /** Returns the response of the API to a token. */
    HttpResponse<String> profile(String accessToken) throws Exception {
        return client.send(
                request("/v1/profiles/support")
                        .header("Authorization", "Bearer " + accessToken)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(base + target)).timeout(Duration.ofSeconds(50));
    }

    static String encoded(Map<String, String> form) {
        StringBuilder text = new StringBuilder();
        form.forEach((name, value) -> text.append(text.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }
}
