package io.github.partnercenter4j.examples.probe;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks over HTTP/1.1 with the JDK's client: exactly the headers and bytes of the template, without redirects and cookies, and
 * never twice, except that the client itself repeats a read if its kept connection was closed before an answer began. It
 * decides on {@code Host}, {@code Content-Length} and {@code Connection}, so no question is about those.
 */
public final class HttpPeer implements Peer {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Pattern PLACEHOLDER = Pattern.compile("<(?:guid( \\d)?|(\\d+) (letter|digit)s)>");
    private static final String EXPECT = "expect";

    private final URI base;
    private final HttpClient client;
    private final Function<Credential, @Nullable String> tokens;
    private final Waits waits;
    private final Duration timeout;

    /**
     * Creates a peer.
     *
     * @param base the address of the API, without a slash at the end
     * @param trust the TLS context of a fake, which is never behind a proxy; null for the platform's
     * @param tokens returns a token of each kind, or null
     * @param waits how to wait for an answer
     */
    public HttpPeer(URI base, @Nullable SSLContext trust, Function<Credential, @Nullable String> tokens, Waits waits) {
        this(base, trust, tokens, waits, TIMEOUT);
    }

    HttpPeer(
            URI base,
            @Nullable SSLContext trust,
            Function<Credential, @Nullable String> tokens,
            Waits waits,
            Duration timeout) {
        this.base = base;
        this.tokens = tokens;
        this.waits = waits;
        this.timeout = timeout;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        if (trust == null) {
            builder.proxy(ProxySelector.getDefault());
        } else {
            builder.sslContext(trust).proxy(HttpClient.Builder.NO_PROXY);
        }
        this.client = builder.build();
    }

    @Override
    public boolean has(Credential credential) {
        return tokens.apply(credential) != null;
    }

    @Override
    public Heard send(Ask ask, Map<String, String> ids) throws InterruptedException {
        List<String> sentIds = new ArrayList<>();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + ask.path()))
                .method(
                        ask.method(),
                        ask.body() == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(filled(ask.body(), ids)));
        for (String header : ask.headers()) {
            String name = Ask.name(header);
            String value = filled(Ask.value(header), ids);
            if (name.equalsIgnoreCase(EXPECT)) {
                request.expectContinue(true);
            } else {
                request.header(name, value);
            }
            if (name.toLowerCase(Locale.ROOT).matches("ms-(request|correlation)id")) {
                sentIds.add(value);
            }
        }
        return await(client.sendAsync(request.build(), BodyHandlers.ofByteArray()), ask.isHarmless(), sentIds);
    }

    /**
     * Waits for the answer. If the program is to end, a read is given up at once. A write is not: the profile can be put
     * back only after it has come to its end, which the timeout limits.
     */
    private Heard await(CompletableFuture<HttpResponse<byte[]>> sent, boolean isHarmless, List<String> ids)
            throws InterruptedException {
        // The client's own timeout ends with the head of an answer.
        CompletableFuture<Heard> heard = sent.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> answer == null ? Heard.nothing() : heard(answer, ids));
        try {
            boolean isDone = false;
            while (!isDone) {
                isDone = waits.isDoneWithin(STEP, heard);
            }
            return heard.join();
        } catch (InterruptedException end) {
            if (!isHarmless) {
                heard.join();
            }
            throw end;
        } finally {
            // Only if it is given up: this does nothing to an exchange that has ended.
            sent.cancel(true);
        }
    }

    private static Heard heard(HttpResponse<byte[]> answer, List<String> ids) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        answer.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new Heard(answer.statusCode(), headers, answer.body(), ids);
    }

    /** Fills in the placeholders of a template. */
    private String filled(String template, Map<String, String> ids) {
        String text = template;
        for (Credential credential : Credential.values()) {
            if (text.contains(credential.placeholder())) {
                text = text.replace(credential.placeholder(), String.valueOf(tokens.apply(credential)));
            }
        }
        Matcher placeholder = PLACEHOLDER.matcher(text);
        return placeholder.replaceAll(found -> found.group(2) != null
                ? (found.group(3).equals("digit") ? "1" : "a").repeat(Integer.parseInt(found.group(2)))
                : found.group(1) == null
                        ? UUID.randomUUID().toString()
                        : ids.computeIfAbsent(
                                found.group(1), number -> UUID.randomUUID().toString()));
    }

    @Override
    public String toString() {
        return "HttpPeer[" + base.getHost() + "]";
    }
}
