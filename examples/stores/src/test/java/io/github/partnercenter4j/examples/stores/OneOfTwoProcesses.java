package io.github.partnercenter4j.examples.stores;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A program that shares a file of refresh tokens with another process. Each of its rounds needs a new access token. It
 * prints a line for each token that it replaced.
 */
final class OneOfTwoProcesses {

    static final int ROUNDS = 15;
    static final int CALLS = 20;

    static final String READY = "ready";
    static final String DONE = "done";
    static final String REPLACED = "replaced ";

    private OneOfTwoProcesses() {}

    /** Takes url, authority, tenant, client id and secret of a fake, the certificate to trust, and the tokens' file. */
    public static void main(String[] args) throws Exception {
        // Both processes begin at the same time, when the test writes to them.
        System.out.println(READY);
        var unused = System.in.read();
        Cloud cloud = Cloud.custom(URI.create(args[0]), URI.create(args[1]), args[0] + "/user_impersonation");
        SSLContext trust = trusting(Path.of(args[5]));
        try (SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(cloud)
                        .sslContext(trust)
                        .build();
                MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(cloud)
                        .tenant(args[2])
                        .clientId(args[3])
                        .clientSecret(() -> args[4])
                        .refreshTokens(new PrintingStore(RefreshTokenStore.file(Path.of(args[6]))))
                        .sslContext(trust)
                        .build();
                PartnerCenter partnerCenter =
                        PartnerCenter.builder().gateway(gateway).tokens(tokens).build()) {
            for (int round = 0; round < ROUNDS; round++) {
                partnerCenter.forgetToken();
                CompletableFuture<?>[] calls = Stream.generate(
                                () -> partnerCenter.profiles().supportProfile().getAsync())
                        .limit(CALLS)
                        .map(call -> call.thenApply(SupportProfile::website))
                        .toArray(CompletableFuture[]::new);
                CompletableFuture.allOf(calls).join();
            }
        }
        System.out.println(DONE);
    }

    /** Prints which token a save replaced by which one. */
    private record PrintingStore(RefreshTokenStore store) implements RefreshTokenStore {

        @Override
        public @Nullable RefreshToken load(String tenant) {
            return store.load(tenant);
        }

        @Override
        public void save(String tenant, RefreshToken token) {
            throw new UnsupportedOperationException("a save without an expected token may replace a newer one");
        }

        @Override
        public boolean save(String tenant, @Nullable RefreshToken expected, RefreshToken token) {
            boolean saved = store.save(tenant, expected, token);
            if (saved) {
                System.out.println(REPLACED + hash(expected) + " " + hash(token));
            }
            return saved;
        }
    }

    /** Returns a text that stands for a token. */
    static String hash(@Nullable RefreshToken token) {
        try {
            return token == null
                    ? "none"
                    : HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(token.value().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "fake", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
