package io.github.partnercenter4j.examples.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import java.net.URI;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the exact cost of a call on the wire: requests, connections, and bytes without the values of Host and
 * User-Agent.
 */
@Timeout(60)
class WireCostTest {

    private static final SupportProfile PROFILE = SupportProfile.builder()
            .email("support@contoso.com")
            .telephone("4255550100")
            .website("www.contoso.com")
            .build();

    private static final int GET_BYTES = 315;
    private static final int PUT_BYTES = 543;

    static Stream<Named<Function<Cloud, SupportProfileGateway>>> transports() {
        Function<Cloud, SupportProfileGateway> retrofit = RetrofitSupportProfileGateway::create;
        Function<Cloud, SupportProfileGateway> apache = ApacheSupportProfileGateway::create;
        return Stream.of(Named.of("Retrofit", retrofit), Named.of("Apache", apache));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transports")
    void sequentialCalls_shareConnectionAndSendOneRequestEach(Function<Cloud, SupportProfileGateway> transport)
            throws Exception {
        try (CountingPeer peer = CountingPeer.start();
                SupportProfileGateway gateway = transport.apply(
                        Cloud.custom(peer.url(), URI.create("https://localhost"), "https://localhost/.default"));
                PartnerCenter client = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(AccessTokenProvider.fixed(AccessToken.of("token")))
                        .build()) {
            SupportProfileOperations support = client.profiles().supportProfile();
            for (int i = 0; i < 10; i++) {
                support.get();
                support.update(PROFILE);
            }

            assertThat(peer.connections()).isEqualTo(1);
            assertThat(peer.requests()).hasSize(20);
            assertThat(peer.requests().stream()
                            .filter(request -> request.method().equals("GET")))
                    .hasSize(10)
                    .extracting(CountingPeer.Request::bytes)
                    .containsOnly(GET_BYTES);
            assertThat(peer.requests().stream()
                            .filter(request -> request.method().equals("PUT")))
                    .hasSize(10)
                    .extracting(CountingPeer.Request::bytes)
                    .containsOnly(PUT_BYTES);
        }
    }
}
