package io.github.partnercenter4j.contract.matrix;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;

/** Opens gateways of the transport that a matrix is about. */
abstract class TransportUnderTest {

    TransportUnderTest() {}

    /** Opens a gateway, as the matrix tells its subclasses. */
    protected abstract SupportProfileGateway open(Cloud cloud, SSLContext trust) throws Exception;
}
