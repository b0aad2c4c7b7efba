package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;

/**
 * Opens gateways of a real transport for a test. The testkit itself has no transport. The contract suite has the same
 * method.
 *
 * <pre>{@code
 * GatewayFactory apache = (cloud, trust) ->
 *         ApacheSupportProfileGateway.builder(cloud).sslContext(trust).build();
 * }</pre>
 *
 * <p>Must be thread-safe, because any thread may run a test.
 */
@FunctionalInterface
public interface GatewayFactory {

    /**
     * Opens a gateway.
     *
     * @param cloud the address; the gateway must connect only to it
     * @param trust the TLS context; the gateway must trust only its certificates. For plain http it is the JVM's
     *     default
     * @return a new gateway; the caller must close it
     * @throws Exception if it cannot be opened
     */
    SupportProfileGateway open(Cloud cloud, SSLContext trust) throws Exception;
}
