package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.model.Cloud;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CertificateFilesTest {

    private static final TestCertificate APP = TestCertificate.app();
    private static final char[] PASSWORD = TestCertificate.password();
    private static final Path PKCS12 = APP.file();
    private static final PrivateKey KEY = APP.key();
    private static final Certificate CERTIFICATE = APP.certificate();

    @TempDir
    static Path folder;

    private static KeyStore store(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static MsalAccessTokenProvider.Builder builder() {
        return MsalAccessTokenProvider.builder(Cloud.GLOBAL)
                .tenant("contoso.example")
                .clientId("20604323-50bf-4738-9968-c5486ab32be0");
    }

    private static void refused(Path file, String remedy, ThrowingCallable setting) {
        assertThatThrownBy(setting)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("certificate: the file " + file + " ")
                .hasMessageContaining(remedy)
                .hasMessageNotContaining("changeit")
                .hasMessageNotContaining("MII");
    }

    @Test
    void pkcs12_valid_isReadWithItsKey() {
        ClientCertificate read = CertificateFiles.pkcs12(PKCS12, PASSWORD);

        assertThat(read.key()).isEqualTo(KEY);
        assertThat(read.chain()).hasSize(1).first().isEqualTo(CERTIFICATE);
        assertThat(read).hasToString("ClientCertificate[redacted]");
        try (MsalAccessTokenProvider provider =
                builder().certificate(PKCS12, PASSWORD).build()) {
            assertThat(provider.toString()).contains("CONFIDENTIAL");
        }
    }

    @Test
    void pkcs12_unusable_isRefusedWithTheNameOfTheFile() throws Exception {
        refused(PKCS12, "Check the password", () -> builder().certificate(PKCS12, "wrong".toCharArray()));
        Path missing = folder.resolve("missing.p12");
        refused(missing, "does not exist", () -> builder().certificate(missing, PASSWORD));
        refused(folder, "cannot be read", () -> builder().certificate(folder, PASSWORD));
        Path noise = file("noise.p12", "hello");
        refused(noise, "is not a PKCS #12 file", () -> builder().certificate(noise, PASSWORD));

        KeyStore keyless = KeyStore.getInstance("PKCS12");
        keyless.load(null, null);
        keyless.setCertificateEntry("only", CERTIFICATE);
        Path withoutKey = saved(keyless, "keyless.p12");
        refused(withoutKey, "has no private key", () -> builder().certificate(withoutKey, PASSWORD));

        KeyStore twice = store(PKCS12);
        twice.setKeyEntry("other", KEY, PASSWORD, new Certificate[] {CERTIFICATE});
        Path two = saved(twice, "two.p12");
        refused(two, "has 2 private keys", () -> builder().certificate(two, PASSWORD));
    }

    private static Path saved(KeyStore store, String name) throws Exception {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file;
    }

    @Test
    void pkcs12_certificateOfAnotherKey_isRefusedWithTheNameOfTheFile() throws Exception {
        KeyStore mixed = KeyStore.getInstance("PKCS12");
        mixed.load(null, null);
        mixed.setKeyEntry("app", TestCertificate.other().key(), PASSWORD, new Certificate[] {CERTIFICATE});
        Path file = saved(mixed, "mixed.p12");

        refused(
                file,
                "the key does not belong to the (first) certificate",
                () -> builder().certificate(file, PASSWORD));
    }

    @Test
    void pem_inOneFileOrTwo_isRead() throws Exception {
        String keyText = block("PRIVATE KEY", KEY.getEncoded());
        String chainText = "Bag Attributes\n  friendlyName: app\n" + block("CERTIFICATE", CERTIFICATE.getEncoded());
        Path both = file("both.pem", (chainText + keyText).replace("\n", "\r\n"));
        Path keyFile = file("key.pem", keyText);
        Path chain = file("chain.pem", chainText + chainText);

        assertThat(CertificateFiles.pem(both, both).key()).isEqualTo(KEY);
        assertThat(CertificateFiles.pem(keyFile, chain).chain()).hasSize(2);
        builder().certificatePem(keyFile, chain).build().close();
    }

    @Test
    void pem_unusable_isRefusedWithTheNameOfTheFile() throws Exception {
        Path good = file(
                "good.pem", block("PRIVATE KEY", KEY.getEncoded()) + block("CERTIFICATE", CERTIFICATE.getEncoded()));
        Path onlyKey = file("only-key.pem", block("PRIVATE KEY", KEY.getEncoded()));
        Path onlyChain = file("only-chain.pem", block("CERTIFICATE", CERTIFICATE.getEncoded()));
        Path encrypted = file("encrypted.pem", block("ENCRYPTED PRIVATE KEY", KEY.getEncoded()));
        Path old = file("old.pem", block("RSA PRIVATE KEY", KEY.getEncoded()));
        Path oldEncrypted = file(
                "old-encrypted.pem",
                block("RSA PRIVATE KEY", KEY.getEncoded())
                        .replaceFirst("-----\n", "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"));
        Path curve = file(
                "curve.pem",
                block(
                        "PRIVATE KEY",
                        KeyPairGenerator.getInstance("EC")
                                .generateKeyPair()
                                .getPrivate()
                                .getEncoded()));
        Path damaged = file("damaged.pem", block("PRIVATE KEY", new byte[] {48, 3, 1, 2, 3}));
        Path damagedChain = file("damaged-chain.pem", block("CERTIFICATE", new byte[] {48, 3, 1, 2, 3}));
        Path two = file("two.pem", block("PRIVATE KEY", KEY.getEncoded()).repeat(2));
        Path other = file(
                "other.pem", block("PRIVATE KEY", TestCertificate.other().key().getEncoded()));
        Path missing = folder.resolve("missing.pem");

        refused(onlyChain, "has no private key", () -> builder().certificatePem(onlyChain, good));
        refused(onlyKey, "has no certificate", () -> builder().certificatePem(good, onlyKey));
        refused(encrypted, "encrypted private key", () -> builder().certificatePem(encrypted, good));
        refused(oldEncrypted, "encrypted private key", () -> builder().certificatePem(oldEncrypted, good));
        refused(old, "openssl pkcs8 -topk8", () -> builder().certificatePem(old, good));
        refused(curve, "not RSA", () -> builder().certificatePem(curve, good));
        refused(damaged, "damaged", () -> builder().certificatePem(damaged, good));
        refused(damagedChain, "damaged", () -> builder().certificatePem(good, damagedChain));
        refused(two, "has 2 private keys", () -> builder().certificatePem(two, good));
        refused(
                good,
                "the key does not belong to the (first) certificate",
                () -> builder().certificatePem(other, good));
        refused(missing, "does not exist", () -> builder().certificatePem(missing, good));
        refused(PKCS12, "has no private key", () -> builder().certificatePem(PKCS12, good));
    }
}
