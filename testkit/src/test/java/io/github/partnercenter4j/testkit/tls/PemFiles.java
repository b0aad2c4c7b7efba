package io.github.partnercenter4j.testkit.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A user's certificate with its key in two files, issued by an authority that no fake knows. */
public final class PemFiles {

    public final Path certificate;
    public final Path key;
    private final CertificateAuthority authority;

    public PemFiles(Path folder, String host, String address) throws GeneralSecurityException, IOException {
        authority = new CertificateAuthority();
        CertificateAuthority.Identity identity = authority.issue(new ServerNames(
                List.of(host), List.of(InetAddress.getByName(address).getAddress())));
        StringBuilder chain = new StringBuilder("Some words before it.\n");
        for (X509Certificate vouched : identity.chain()) {
            chain.append(pem("CERTIFICATE", vouched.getEncoded()));
        }
        certificate = Files.writeString(folder.resolve("cert.pem"), chain);
        key = Files.writeString(
                folder.resolve("key.pem"), pem("PRIVATE KEY", identity.key().getEncoded()));
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + what
                + "-----\n";
    }

    /** Returns a context for a client that trusts only this authority. */
    public SSLContext trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("own", authority.certificate());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
