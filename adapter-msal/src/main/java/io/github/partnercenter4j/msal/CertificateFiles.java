package io.github.partnercenter4j.msal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a certificate and its key from files. Every exception names the file and says what to do; none shows its
 * contents.
 */
final class CertificateFiles {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final String TO_PKCS8 = "Convert it by: openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem";

    private CertificateFiles() {}

    /** Reads the key and certificates of a PKCS #12 file with one key. */
    static ClientCertificate pkcs12(Path file, char[] password) {
        byte[] content = content(file);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), password);
            List<String> aliases = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    aliases.add(alias);
                }
            }
            if (aliases.size() != 1) {
                throw refused(
                        file,
                        "has " + (aliases.isEmpty() ? "no private key" : aliases.size() + " private keys")
                                + ". Export one certificate with its private key.",
                        null);
            }
            if (!(store.getKey(aliases.get(0), password) instanceof PrivateKey key)) {
                throw refused(file, "has no private key. Export one certificate with its private key.", null);
            }
            Certificate[] chain = store.getCertificateChain(aliases.get(0));
            return usable(
                    file,
                    key,
                    Stream.of(chain == null ? new Certificate[0] : chain)
                            .map(X509Certificate.class::cast)
                            .toList());
        } catch (IOException unreadable) {
            boolean wrongPassword = unreadable.getCause() instanceof UnrecoverableKeyException;
            throw refused(
                    file,
                    wrongPassword
                            ? "cannot be opened with this password. Check the password."
                            : "is not a PKCS #12 file, or is damaged. Use certificatePem(..) for a PEM file.",
                    unreadable);
        } catch (GeneralSecurityException unusable) {
            throw refused(file, "cannot be used: its key has another password or is of an unknown kind.", unusable);
        }
    }

    /** Reads a PKCS #8 key and a chain of certificates from PEM files, which may be the same file. */
    static ClientCertificate pem(Path keyFile, Path chainFile) {
        List<PrivateKey> keys = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text(keyFile)); block.find(); ) {
            if (block.group(1).endsWith("PRIVATE KEY")) {
                keys.add(key(keyFile, block.group(1), block.group(2)));
            }
        }
        if (keys.size() != 1) {
            throw refused(
                    keyFile,
                    "has " + (keys.isEmpty() ? "no private key" : keys.size() + " private keys")
                            + " in PEM. It needs one block that begins with -----BEGIN PRIVATE KEY-----.",
                    null);
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text(chainFile)); block.find(); ) {
            if (block.group(1).equals("CERTIFICATE")) {
                chain.add(certificate(chainFile, block.group(2)));
            }
        }
        if (chain.isEmpty()) {
            throw refused(
                    chainFile,
                    "has no certificate in PEM. It needs a block that begins with -----BEGIN CERTIFICATE-----.",
                    null);
        }
        return usable(chainFile, keys.get(0), chain);
    }

    private static ClientCertificate usable(Path file, PrivateKey key, List<X509Certificate> chain) {
        try {
            return ClientCertificate.of(key, chain);
        } catch (IllegalArgumentException unusable) {
            throw refused(file, "cannot be used: " + unusable.getMessage() + ".", unusable);
        }
    }

    private static PrivateKey key(Path file, String label, String base64) {
        if (label.startsWith("ENCRYPTED") || base64.contains("ENCRYPTED")) {
            throw refused(
                    file,
                    "has an encrypted private key, which is not supported. Use a PKCS #12 file with a password. "
                            + TO_PKCS8,
                    null);
        }
        if (!label.equals("PRIVATE KEY")) {
            throw refused(
                    file, "has a private key of the kind " + label + ", but PKCS #8 is needed. " + TO_PKCS8, null);
        }
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(decoded(file, base64)));
        } catch (GeneralSecurityException unusable) {
            throw refused(file, "has a private key that is not RSA, or is damaged.", null);
        }
    }

    private static X509Certificate certificate(Path file, String base64) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decoded(file, base64)));
        } catch (GeneralSecurityException unusable) {
            throw refused(file, "has a damaged certificate.", unusable);
        }
    }

    private static byte[] decoded(Path file, String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException noBase64) {
            throw refused(file, "has a block that is not Base64.", null);
        }
    }

    private static String text(Path file) {
        return new String(content(file), StandardCharsets.ISO_8859_1);
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw refused(file, "does not exist.", missing);
        } catch (IOException unreadable) {
            throw refused(
                    file, "cannot be read. Check that it is a file and that this process may read it.", unreadable);
        }
    }

    private static IllegalArgumentException refused(Path file, String why, @Nullable Throwable cause) {
        return new UnusableFileException("certificate: the file " + file + " " + why, cause);
    }
}
