package io.github.partnercenter4j.examples;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A program that knows a fake only by what the fake printed and by a certificate to trust. For each transport it signs
 * in like a browser, and reads and changes the profile. {@code scripts/namespaces-check.sh} runs it.
 */
final class FromAnotherHost {

    private static final List<BiFunction<Cloud, SSLContext, SupportProfileGateway>> TRANSPORTS = List.of(
            (cloud, trust) -> RetrofitSupportProfileGateway.builder(cloud)
                    .sslContext(trust)
                    .build(),
            (cloud, trust) ->
                    ApacheSupportProfileGateway.builder(cloud).sslContext(trust).build());

    private FromAnotherHost() {}

    /**
     * Runs the program. The arguments are the fake's URL, authority, tenant, client id and client secret, and the file
     * of the certificate to trust.
     */
    public static void main(String[] args) throws Exception {
        URI url = URI.create(args[0]);
        Cloud cloud = url.getScheme().equals("http") && !url.getHost().equals("localhost")
                ? FakePartnerCenter.cloudOverPlainHttp(url)
                : Cloud.custom(url, URI.create(args[1]), url + "/user_impersonation");
        SSLContext trust = trusting(Path.of(args[5]).toUri().toURL());
        for (BiFunction<Cloud, SSLContext, SupportProfileGateway> transport : TRANSPORTS) {
            try (SupportProfileGateway gateway = transport.apply(cloud, trust)) {
                signInAndUpdate(cloud, gateway, trust, args[2], args[3], args[4]);
            }
        }
    }

    /**
     * Signs in with a browser, then changes the profile and reads it. The token comes from the stored refresh token.
     */
    static void signInAndUpdate(
            Cloud cloud, SupportProfileGateway gateway, SSLContext trust, String tenant, String clientId, String secret)
            throws Exception {
        try (MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(cloud)
                        .tenant(tenant)
                        .clientId(clientId)
                        .clientSecret(() -> secret)
                        .refreshTokens(RefreshTokenStore.inMemory())
                        .sslContext(trust)
                        .build();
                PartnerCenter partnerCenter =
                        PartnerCenter.builder().gateway(gateway).tokens(tokens).build()) {
            tokens.consent(page -> browse(page, trust)).get(60, TimeUnit.SECONDS);
            SupportProfileOperations support = partnerCenter.profiles().supportProfile();
            String telephone =
                    Long.toString(4_255_550_000L + gateway.getClass().getName().length());
            support.edit(profile -> profile.withTelephone(telephone));
            if (!telephone.equals(support.get().telephone())) {
                throw new IllegalStateException("The update cannot be read.");
            }
            System.out.println("ok      " + gateway.getClass().getSimpleName() + " at " + cloud.apiBase());
        }
    }

    /** Opens the sign-in page like a browser and follows its redirect to the listener. */
    private static void browse(URI page, SSLContext trust) {
        HttpClient.newBuilder()
                .sslContext(trust)
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()
                .sendAsync(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding());
    }

    /** Returns a context for clients that trusts the certificate at an address. */
    static SSLContext trusting(URL caPem) throws Exception {
        // region trust-the-fake
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = caPem.openStream()) {
            trusted.setCertificateEntry(
                    "fake", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext trust = SSLContext.getInstance("TLS");
        trust.init(null, managers.getTrustManagers(), null);
        // endregion
        return trust;
    }
}
