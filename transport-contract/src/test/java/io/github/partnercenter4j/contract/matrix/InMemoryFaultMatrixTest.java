package io.github.partnercenter4j.contract.matrix;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A client over the in-memory gateway")
class InMemoryFaultMatrixTest extends FaultMatrix {

    @Override
    protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
        return fake().gateway();
    }
}
