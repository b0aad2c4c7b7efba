package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.service.ServiceRequest;
import org.jspecify.annotations.Nullable;

/** The port that chooses faults. So {@link Visit} does not depend on the fake's rules. Thread-safe. */
public interface FaultChooser {

    /** Chooses the fault of an accepted connection. */
    Choice forConnection();

    /** Chooses the fault of a connection that begins a TLS handshake. */
    Choice forHandshake();

    /**
     * Chooses the fault of a request after its head was read.
     *
     * @param tenant the tenant of the token, or null
     * @param bodyWanted whether its body would be read
     * @return the choice, or null if it depends on the body: then {@link #forBody} chooses
     */
    @Nullable
    Choice forHead(ServiceRequest head, @Nullable String tenant, boolean bodyWanted);

    /** Chooses the fault of a request after its body was read. */
    Choice forBody(ServiceRequest head, @Nullable String tenant, byte[] body);

    /** Chooses the fault of an in-memory exchange. The body is null if it would not be read. */
    Choice forExchange(ServiceRequest head, @Nullable String tenant, byte @Nullable [] body);

    /** Chooses the fault of a token request. */
    Choice forToken();
}
