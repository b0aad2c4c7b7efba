package io.github.partnercenter4j.contract.matrix;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import javax.net.ssl.SSLContext;

/** Opens the gateways of a cell. */
@FunctionalInterface
interface CellGateways {

    /**
     * Opens a gateway.
     *
     * @param fake the cell's fake, for a gateway that is not over HTTP
     * @param cloud the address, which may lead to the fake through another server
     * @param trust the TLS context
     * @return the gateway; the rig closes it
     * @throws Exception if it cannot be opened, which fails the cell
     */
    SupportProfileGateway open(FakePartnerCenter fake, Cloud cloud, SSLContext trust) throws Exception;
}
