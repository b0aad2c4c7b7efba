package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.contract.matrix.HttpFaultMatrix;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A client over the Apache gateway on a borrowed connection manager")
class ApacheBorrowedFaultMatrixTest extends HttpFaultMatrix {

    @Override
    protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
        return BorrowedConnections.gateway(cloud, trust);
    }
}
