package io.github.partnercenter4j.examples.console;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Opens a fake's sign-in page as a browser would, and follows it back to whoever waits on this machine. */
final class PretendBrowser {

    private final SSLContext trust;

    PretendBrowser(SSLContext trust) {
        this.trust = trust;
    }

    /** Sets out, and does not wait: whoever shows the page cannot answer the redirect before this returns. */
    void open(URI page) {
        HttpClient.newBuilder()
                .sslContext(trust)
                .proxy(HttpClient.Builder.NO_PROXY)
                // From the login's https to http on this machine: a lesser policy would stop there.
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()
                .sendAsync(
                        HttpRequest.newBuilder(page)
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }
}
