package io.github.partnercenter4j.contract;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The in-memory gateway")
class InMemoryGatewayContractTest extends SupportProfileGatewayContract {

    @Override
    protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
        return fake().gateway();
    }
}
