package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.entra.LoginRequest.Proof;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The registered applications, and how they show who they are. Thread-safe. */
public final class Clients {

    private final App confidential;
    private final App open;
    private final String secret;
    private final List<PublicKey> keys = new CopyOnWriteArrayList<>();
    private final Set<String> assertions = ConcurrentHashMap.newKeySet();

    Clients(String confidentialId, String secret, String publicId) {
        this.confidential = new App(confidentialId, true);
        this.secret = secret;
        this.open = new App(publicId, false);
    }

    /** Returns the app that keeps a secret. */
    public App confidential() {
        return confidential;
    }

    /** Returns the app that keeps none. */
    public App open() {
        return open;
    }

    /** Returns the first one's secret. */
    public String secret() {
        return secret;
    }

    /** Lets the app that keeps a secret sign assertions by the key to this one. */
    public void accept(PublicKey key) {
        keys.add(key);
    }

    /** Takes this text for an assertion of the app that keeps a secret. */
    public void accept(String assertion) {
        assertions.add(assertion);
    }

    /** Returns the application that a request names, whether or not it has shown who it is. */
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

    /** Returns the application that a request comes from. */
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
                // Dates are not looked at: clients take them from the system's clock, and this one may be virtual.
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
