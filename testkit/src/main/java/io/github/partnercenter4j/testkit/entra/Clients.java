package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.entra.LoginRequest.Proof;
import java.security.PublicKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The registered applications, and their secrets. Thread-safe. */
public final class Clients {

    private final App confidential;
    private final App open;
    private final String secret;
    private final Set<PublicKey> keys = ConcurrentHashMap.newKeySet();
    private final Set<String> assertions = ConcurrentHashMap.newKeySet();

    Clients(String confidentialId, String secret, String publicId) {
        this.confidential = new App(confidentialId, true);
        this.secret = secret;
        this.open = new App(publicId, false);
    }

    public App confidential() {
        return confidential;
    }

    /** Returns the public app. */
    public App open() {
        return open;
    }

    /** Returns the secret of the confidential app. */
    public String secret() {
        return secret;
    }

    /** Accepts assertions of the confidential app that are signed with the private key of this one. */
    public void accept(PublicKey key) {
        keys.add(key);
    }

    /** Accepts this text as an assertion of the confidential app. */
    public void accept(String assertion) {
        assertions.add(assertion);
    }

    /** Returns the application that a request names, without a check of its secret. */
    App named(String clientId) throws RefusedException {
        if (clientId.equalsIgnoreCase(confidential.id())) {
            return confidential;
        }
        if (clientId.equalsIgnoreCase(open.id())) {
            return open;
        }
        if (clientId.isEmpty()) {
            throw new RefusedException(Aadsts.PARAMETER_MISSING, "'client_id'.");
        }
        throw new RefusedException(Aadsts.APP_UNKNOWN);
    }

    /** Returns the application of a request, and checks its secret. */
    App authenticated(LoginRequest request) throws RefusedException {
        App app = named(request.clientId());
        Proof proof = request.proof();
        if (!app.confidential()) {
            if (proof != Proof.NONE) {
                throw new RefusedException(Aadsts.PUBLIC_CLIENT);
            }
            return app;
        }
        switch (proof) {
            case NONE -> throw new RefusedException(Aadsts.SECRET_MISSING);
            case ASSERTION -> {
                String assertion = request.form().get("client_assertion", "");
                // Dates are not checked: clients use the system clock, and the clock of the fake may be virtual.
                if (!assertions.contains(assertion) && !Jwt.isAssertionOf(app.id(), assertion, keys)) {
                    throw new RefusedException(Aadsts.ASSERTION_INVALID);
                }
            }
            case SECRET, BASIC -> {
                if (!secret.equals(request.secret())) {
                    throw new RefusedException(Aadsts.SECRET_WRONG);
                }
            }
        }
        return app;
    }
}
