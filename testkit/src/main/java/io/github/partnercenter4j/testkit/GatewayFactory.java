package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;

/** How a test opens a gateway on a real transport: usually three lines that call an adapter's builder. */
@FunctionalInterface
public interface GatewayFactory {

    /**
     * Opens a gateway with the transport's defaults.
     *
     * @param cloud the cloud to talk to, such as {@link FakePartnerCenter#cloud()}
     * @param trust the TLS context to use
     * @return a new gateway; whoever called closes it
     */
    SupportProfileGateway open(Cloud cloud, SSLContext trust);
}
