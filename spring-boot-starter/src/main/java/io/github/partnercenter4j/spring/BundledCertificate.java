package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.msal.ClientCertificate;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** Takes the certificate of an app registration from an SSL bundle of Boot. */
final class BundledCertificate {

    private BundledCertificate() {}

    /**
     * Returns the certificate with its key.
     *
     * @throws IllegalArgumentException if the bundle has none, or more than one and no alias; without secrets
     */
    static ClientCertificate of(SslBundle bundle) {
        KeyStore store = bundle.getStores().getKeyStore();
        if (store == null) {
            throw new IllegalArgumentException("the bundle has no key store. Set keystore.certificate and"
                    + " keystore.private-key (PEM), or keystore.location (JKS), of the bundle.");
        }
        try {
            String alias = alias(store, bundle.getKey().getAlias());
            Key key = store.getKey(alias, password(bundle));
            Certificate[] chain = store.getCertificateChain(alias);
            if (!(key instanceof PrivateKey secret) || chain == null) {
                throw new IllegalArgumentException("the bundle has no private key with the alias '" + alias + "'.");
            }
            return ClientCertificate.of(
                    secret,
                    Arrays.stream(chain).map(X509Certificate.class::cast).toList());
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("the key of the bundle cannot be read. Check its password.", unreadable);
        }
    }

    private static String alias(KeyStore store, @Nullable String chosen) throws GeneralSecurityException {
        if (chosen != null) {
            return chosen;
        }
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw new IllegalArgumentException(
                    "the bundle has " + keys.size() + " keys. Name the one to use in key.alias of the bundle.");
        }
        return keys.get(0);
    }

    private static char @Nullable [] password(SslBundle bundle) {
        String ofKey = bundle.getKey().getPassword();
        String password = ofKey != null ? ofKey : bundle.getStores().getKeyStorePassword();
        return password != null ? password.toCharArray() : null;
    }
}
