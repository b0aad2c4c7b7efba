package io.github.partnercenter4j.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A key with its certificate, made once with keytool and valid until 2120. Making one takes seconds. */
record TestCertificate(PrivateKey key, X509Certificate certificate) {

    static TestCertificate app() {
        return read("app");
    }

    static TestCertificate other() {
        return read("other");
    }

    private static TestCertificate read(String name) {
        char[] password = "changeit".toCharArray();
        Path file = Path.of("src", "test", "resources", "certificates", name + ".p12");
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), password);
            return new TestCertificate(
                    (PrivateKey) store.getKey("app", password), (X509Certificate) store.getCertificate("app"));
        } catch (IOException | GeneralSecurityException failed) {
            throw new AssertionError(failed);
        }
    }
}
