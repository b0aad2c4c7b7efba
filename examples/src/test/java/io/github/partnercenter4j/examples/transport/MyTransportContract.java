package io.github.partnercenter4j.examples.transport;

// region contract
import io.github.partnercenter4j.contract.HttpGatewayContract;
import io.github.partnercenter4j.contract.matrix.HttpFaultMatrix;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;

/** Every sentence of the contract, over this transport. */
class MyTransportContract extends HttpGatewayContract {

    @Override
    protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
        return new JdkSupportProfileGateway(
                cloud, trust); // your gateway, talking to this cloud and trusting nobody else
    }
}

/** Every fault, played to a whole client over this transport. */
class MyTransportFaults extends HttpFaultMatrix {

    @Override
    protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
        return new JdkSupportProfileGateway(cloud, trust);
    }
}
// endregion
