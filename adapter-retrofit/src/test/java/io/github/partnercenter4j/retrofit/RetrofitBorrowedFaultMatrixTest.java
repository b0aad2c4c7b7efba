package io.github.partnercenter4j.retrofit;

import io.github.partnercenter4j.contract.matrix.HttpFaultMatrix;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A client over the Retrofit gateway on a borrowed OkHttpClient")
class RetrofitBorrowedFaultMatrixTest extends HttpFaultMatrix {

    @Override
    protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
        return BorrowedClient.gateway(cloud, trust);
    }
}
