package io.github.partnercenter4j.contract.matrix;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;

/** Opens gateways of the tested transport. */
abstract class TransportUnderTest {

    TransportUnderTest() {}

    /** Opens a gateway, like the method of the matrix. */
    protected abstract SupportProfileGateway open(Cloud cloud, SSLContext trust) throws Exception;
}
