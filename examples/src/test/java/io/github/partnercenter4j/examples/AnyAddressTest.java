package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.net.InetAddress;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests both transports and MSAL4J with fakes that listen on different addresses. {@code scripts/namespaces-check.sh}
 * tests other hosts.
 */
@Timeout(120)
class AnyAddressTest {

    @ParameterizedTest
    @CsvSource({
        "RETROFIT, ::1, true",
        "APACHE, ::1, true",
        "RETROFIT, ::1, false",
        "APACHE, ::1, false",
        "RETROFIT, 127.0.0.2, true",
        "APACHE, 127.0.0.2, true",
        "RETROFIT, 0.0.0.0, true",
        "APACHE, ::, true"
    })
    void signInAndUpdate_fakeOnThisAddress_succeed(AnyTransport transport, String bind, boolean https)
            throws Exception {
        FakePartnerCenter.Builder builder = FakePartnerCenter.builder().bind(InetAddress.getByName(bind));
        try (FakePartnerCenter fake = (https ? builder.https() : builder).build();
                SupportProfileGateway gateway = transport.open(fake, new RouteWitness())) {
            FromAnotherHost.signInAndUpdate(
                    fake.cloud(),
                    gateway,
                    fake.sslContext(),
                    fake.tenant(),
                    fake.login().clientId(),
                    fake.login().clientSecret());

            assertThat(fake.writesApplied()).isEqualTo(1);
            assertThat(fake.login().tokenRequests("authorization_code")).hasSize(1);
        }
    }
}
