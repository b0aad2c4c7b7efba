package io.github.partnercenter4j.testkit.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate authority of all fakes of a JVM, and its TLS contexts. It is shared, because creating one takes
 * longer than starting a hundred fakes. Created when first needed. Immutable, thread-safe.
 */
public final class FakeTls {

    private final CertificateAuthority authority;
    private final SSLContext trust;
    private final SSLContext server;

    private FakeTls() throws GeneralSecurityException, IOException {
        this.authority = new CertificateAuthority();
        this.trust = trusting(authority.certificate());
        this.server = serverContext(authority.issue(ServerNames.LOCALHOST));
    }

    /** Loading this class creates the authority. */
    private static final class Holder {
        static final FakeTls FAKE = make();

        private static FakeTls make() {
            try {
                return new FakeTls();
            } catch (GeneralSecurityException | IOException missing) {
                throw new IllegalStateException(
                        "This Java cannot create certificates (EC P-256, SHA-256), so the fake cannot use TLS: "
                                + missing.getMessage(),
                        missing);
            }
        }
    }

    private static FakeTls fake() {
        return Holder.FAKE;
    }

    /** Returns a context for clients that trusts only the fakes of this JVM. */
    public static SSLContext trust() {
        return fake().trust;
    }

    public static X509Certificate caCertificate() {
        return fake().authority.certificate();
    }

    /** Returns the certificate of the authority in PEM. */
    public static String caPem() {
        try {
            return pem(caCertificate());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("A certificate that was read can be written.", impossible);
        }
    }

    /** Returns whether a text is what {@link #caPem} returned in this JVM or another one. */
    public static boolean isCaPem(String text) {
        try {
            var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
            return CertificateAuthority.isOne(certificate) && pem(certificate).equals(text);
        } catch (GeneralSecurityException noCertificate) {
            return false;
        }
    }

    private static String pem(X509Certificate certificate) throws GeneralSecurityException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }

    /** Returns a context for a server at localhost and the loopback addresses. */
    public static SSLContext serverContext() {
        return fake().server;
    }

    /** Returns a context for a server with these names, issued by the same authority. */
    static SSLContext serverContext(ServerNames names) {
        try {
            return serverContext(fake().authority.issue(names));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Returns a context for a fault: with a wrong certificate, if the fault is about that. */
    static SSLContext serverContext(TlsLayer.Wrong wrong) {
        CertificateAuthority authority = fake().authority;
        try {
            return switch (wrong) {
                case EXPIRED -> serverContext(authority.issueExpired(ServerNames.LOCALHOST));
                case WRONG_HOST -> serverContext(new ServerNames(List.of("elsewhere.example"), List.of()));
                case UNKNOWN_ISSUER -> serverContext(new CertificateAuthority().issue(ServerNames.LOCALHOST));
                case HANDSHAKE_FAILURE, TLS_1_1_ONLY -> serverContext();
            };
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    static SSLContext serverContext(CertificateAuthority.Identity identity) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        // An empty array, not null: with null, the JDK would read its own certificates, which takes time.
        context.init(new KeyManager[] {new SingleKeyManager(identity)}, new TrustManager[0], null);
        return context;
    }

    private static SSLContext trusting(X509Certificate certificate) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("fake", certificate);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[0], managers.getTrustManagers(), null);
        return context;
    }
}
