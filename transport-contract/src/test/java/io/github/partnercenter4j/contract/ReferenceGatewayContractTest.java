package io.github.partnercenter4j.contract;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The reference gateway")
class ReferenceGatewayContractTest extends HttpGatewayContract {

    @Override
    protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
        return new ReferenceGateway(cloud).trusting(trust);
    }
}
