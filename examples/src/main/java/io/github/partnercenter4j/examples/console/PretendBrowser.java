package io.github.partnercenter4j.examples.console;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Opens the sign-in page of a fake like a browser, and follows the redirects back to this machine. */
final class PretendBrowser {

    private final SSLContext trust;

    PretendBrowser(SSLContext trust) {
        this.trust = trust;
    }

    /** Starts and does not wait, because the redirect is answered only after this method returns. */
    void open(URI page) {
        HttpClient.newBuilder()
                .sslContext(trust)
                .proxy(HttpClient.Builder.NO_PROXY)
                // The redirect goes from https to http, which other policies do not follow.
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()
                .sendAsync(
                        HttpRequest.newBuilder(page)
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }
}
