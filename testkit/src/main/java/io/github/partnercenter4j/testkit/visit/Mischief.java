package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.service.ServiceRequest;
import org.jspecify.annotations.Nullable;

/** Chooses what goes wrong: a port, so that a request's way does not know who chooses. Thread-safe. */
public interface Mischief {

    /** Chooses for a connection that was accepted. */
    Choice forConnection();

    /** Chooses for a connection that begins to speak TLS. */
    Choice forHandshake();

    /**
     * Chooses for a request whose head is known.
     *
     * @param tenant whose token came, or null
     * @param bodyWanted whether its body would be read
     * @return the choice, or null if the body has to be known for it: {@link #forBody} then chooses
     */
    @Nullable
    Choice forHead(ServiceRequest head, @Nullable String tenant, boolean bodyWanted);

    /** Chooses for a request that has come whole. */
    Choice forBody(ServiceRequest head, @Nullable String tenant, byte[] body);

    /** Chooses for an exchange that is its own connection; the body is null if it would not be read. */
    Choice forExchange(ServiceRequest head, @Nullable String tenant, byte @Nullable [] body);

    /** Chooses for a request for tokens. */
    Choice forToken();
}
