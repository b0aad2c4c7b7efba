package io.github.partnercenter4j.port.support;

import java.util.Objects;

/**
 * The user name and password for a proxy. Immutable.
 *
 * @param user the user name
 * @param password the password
 */
public record ProxyCredentials(String user, String password) {

    /** Creates the credentials; null is not allowed. */
    public ProxyCredentials {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "ProxyCredentials[redacted]";
    }
}
