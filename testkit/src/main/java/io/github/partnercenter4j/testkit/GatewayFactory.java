package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;

/**
 * Opens the gateways that a test wants to see its fake through: a real transport, of which the testkit knows none. It is
 * the one method of the contract suite, too.
 *
 * <pre>{@code
 * GatewayFactory apache = (cloud, trust) ->
 *         ApacheSupportProfileGateway.builder(cloud).sslContext(trust).build();
 * }</pre>
 *
 * <p>Used by whichever thread runs a test, so it must be thread-safe.
 */
@FunctionalInterface
public interface GatewayFactory {

    /**
     * Opens a gateway.
     *
     * @param cloud where to: the gateway must talk to it and to nobody else
     * @param trust whom to trust over TLS: those of this context and nobody else. Where the cloud is plain
     *     http, it is the JVM's default
     * @return a new gateway, to be closed by whoever asked for it
     * @throws Exception if it cannot be opened
     */
    SupportProfileGateway open(Cloud cloud, SSLContext trust) throws Exception;
}
