package io.github.partnercenter4j.examples.stores;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A key vault behind Microsoft's client: it keeps the JSON of each secret. */
final class ScriptedVault implements HttpClient {

    static final String URL = "https://partners.vault.azure.net";

    final Map<String, String> secrets = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile boolean sealed;

    SecretClient client() {
        return new SecretClientBuilder()
                .vaultUrl(URL)
                .credential(request -> Mono.just(new AccessToken(
                        "vault-token", OffsetDateTime.now(ZoneOffset.UTC).plusHours(1))))
                .retryPolicy(new RetryPolicy(new FixedDelay(0, Duration.ZERO)))
                .httpClient(this)
                .buildClient();
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.just(answer(request));
    }

    private HttpResponse answer(HttpRequest request) {
        if (request.getHeaders().getValue(HttpHeaderName.AUTHORIZATION) == null) {
            return new Answer(request, 401, "{}");
        }
        String path = request.getUrl().getPath();
        asked.add(request.getHttpMethod() + " " + path);
        if (sealed) {
            return new Answer(request, 403, error("Forbidden"));
        }
        String name = path.split("/", -1)[2];
        if (request.getHttpMethod() == HttpMethod.PUT) {
            String secret = request.getBodyAsBinaryData().toString();
            // The last of two members with one name counts.
            secrets.put(
                    name,
                    secret.substring(0, secret.length() - 1) + ",\"id\":\"" + URL + "/secrets/" + name
                            + "/1\",\"attributes\":{\"enabled\":true}}");
        }
        String kept = secrets.get(name);
        return kept == null ? new Answer(request, 404, error("SecretNotFound")) : new Answer(request, 200, kept);
    }

    private static String error(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"no\"}}";
    }

    private static final class Answer extends HttpResponse {

        private final int status;
        private final byte[] body;

        Answer(HttpRequest request, int status, String body) {
            super(request);
            this.status = status;
            this.body = body.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        @Deprecated
        @SuppressWarnings("InlineMeSuggester") // The parent's method is deprecated, and abstract.
        public String getHeaderValue(String name) {
            return getHeaders().getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return new HttpHeaders()
                    .set(HttpHeaderName.CONTENT_TYPE, "application/json")
                    .set(
                            HttpHeaderName.WWW_AUTHENTICATE,
                            "Bearer authorization=\"https://login.microsoftonline.com/t\","
                                    + " resource=\"https://vault.azure.net\"");
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.just(ByteBuffer.wrap(body));
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(body);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just(new String(body, charset));
        }
    }
}
