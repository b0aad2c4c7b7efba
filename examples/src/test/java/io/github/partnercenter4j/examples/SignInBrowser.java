package io.github.partnercenter4j.examples;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A browser whose user signs in to the fake's login. */
public final class SignInBrowser {

    private SignInBrowser() {}

    /** Opens a sign-in page. Returns the query of the address to which the login redirects the browser. */
    public static String callback(FakePartnerCenter fake, URI page) throws IOException, InterruptedException {
        HttpResponse<Void> redirect = HttpClient.newBuilder()
                .sslContext(fake.sslContext())
                .proxy(HttpClient.Builder.NO_PROXY)
                .build()
                .send(
                        HttpRequest.newBuilder(page)
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        return URI.create(redirect.headers().firstValue("Location").orElseThrow())
                .getRawQuery();
    }
}
