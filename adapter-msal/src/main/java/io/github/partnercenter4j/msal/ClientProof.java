package io.github.partnercenter4j.msal;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import java.util.function.Supplier;

/** How a confidential client proves itself. A supplier is called for each request, and its value is not kept. */
final class ClientProof {

    private ClientProof() {}

    static Supplier<IClientCredential> secret(Supplier<String> secret) {
        return () -> ClientCredentialFactory.createFromSecret(asked("client secret", secret));
    }

    static Supplier<IClientCredential> assertion(Supplier<String> assertion) {
        return () -> ClientCredentialFactory.createFromClientAssertion(asked("client assertion", assertion));
    }

    /** Signs an assertion for each request. */
    static Supplier<IClientCredential> certificate(KeyAndChain certificate) {
        return () -> ClientCredentialFactory.createFromCertificateChain(certificate.key(), certificate.chain());
    }

    private static String asked(String what, Supplier<String> source) {
        String value;
        try {
            value = source.get();
        } catch (RuntimeException thrown) {
            throw LoginFailures.unavailable(
                    "The " + what + " could not be read: its supplier failed with "
                            + thrown.getClass().getName() + ".",
                    thrown);
        }
        if (value == null || value.isBlank()) {
            throw LoginFailures.rejected("There is no " + what + ": its supplier returned null.", null);
        }
        return value;
    }
}
