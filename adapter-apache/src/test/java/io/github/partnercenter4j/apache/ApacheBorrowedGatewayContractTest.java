package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.contract.HttpGatewayContract;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The Apache gateway on a borrowed connection manager")
class ApacheBorrowedGatewayContractTest extends HttpGatewayContract {

    @Override
    protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
        return BorrowedConnections.gateway(cloud, trust);
    }
}
