package io.github.partnercenter4j.msal;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import java.util.function.Function;

/**
 * How a confidential client proves itself. The source is asked for each request, and its value is not kept.
 *
 * @param <T> the kind of credential
 */
final class ClientProof<T> {

    private final String what;
    private final CredentialSource<? extends T> source;
    private final Function<T, IClientCredential> forMsal;

    private ClientProof(String what, CredentialSource<? extends T> source, Function<T, IClientCredential> forMsal) {
        this.what = what;
        this.source = source;
        this.forMsal = forMsal;
    }

    static ClientProof<String> secret(CredentialSource<String> secret) {
        return new ClientProof<>("client secret", secret, ClientCredentialFactory::createFromSecret);
    }

    static ClientProof<String> assertion(CredentialSource<String> assertion) {
        return new ClientProof<>("client assertion", assertion, ClientCredentialFactory::createFromClientAssertion);
    }

    /** Signs an assertion for each request. */
    static ClientProof<ClientCertificate> certificate(CredentialSource<ClientCertificate> certificate) {
        return new ClientProof<>(
                "certificate",
                certificate,
                value -> ClientCredentialFactory.createFromCertificateChain(value.key(), value.chain()));
    }

    /** A credential for one request. */
    record Proof(Object value, IClientCredential credential) {

        boolean isSame(Proof other) {
            return value.equals(other.value());
        }

        @Override
        public String toString() {
            return "Proof[redacted]";
        }
    }

    /**
     * Asks the source.
     *
     * @param refused whether the login service has just refused the credential
     */
    Proof ask(boolean refused) {
        T value;
        try {
            value = source.get(refused);
        } catch (RuntimeException thrown) {
            throw LoginFailures.unavailable(
                    "The " + what + " could not be read: "
                            + (thrown instanceof UnusableFileException
                                    ? thrown.getMessage()
                                    : "its supplier failed with "
                                            + thrown.getClass().getName() + "."),
                    thrown);
        }
        if (value == null || (value instanceof String text && text.isBlank())) {
            throw LoginFailures.rejected(
                    "There is no " + what + ": its supplier returned nothing, or blank text.", null);
        }
        return new Proof(value, forMsal.apply(value));
    }

    @Override
    public String toString() {
        return "ClientProof[" + what + "]";
    }
}
