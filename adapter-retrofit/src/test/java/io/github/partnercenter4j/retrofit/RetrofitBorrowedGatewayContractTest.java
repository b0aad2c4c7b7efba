package io.github.partnercenter4j.retrofit;

import io.github.partnercenter4j.contract.HttpGatewayContract;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The Retrofit gateway on a borrowed OkHttpClient")
class RetrofitBorrowedGatewayContractTest extends HttpGatewayContract {

    @Override
    protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
        return BorrowedClient.gateway(cloud, trust);
    }
}
