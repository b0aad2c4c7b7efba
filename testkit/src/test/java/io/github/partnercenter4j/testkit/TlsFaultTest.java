package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.WriteOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class TlsFaultTest {

    private final FakePartnerCenter fake =
            FakePartnerCenter.builder().seed(7).https().build();

    @AfterEach
    void close() {
        fake.close();
    }

    @ParameterizedTest
    @CsvSource({
        "HANDSHAKE_FAILURE, handshake_failure",
        "EXPIRED, (?s).*(validity|NotAfter|expired).*",
        "WRONG_HOST, No subject alternative.*",
        "UNKNOWN_ISSUER, .*(certification path|valid certification).*",
        "TLS_1_1_ONLY, .*TLS ?(v?1.1|11|10).*"
    })
    void tls_breaksTheHandshakeOfOneConnection(TlsFault fault, String why) throws Exception {
        fake.next(Fault.tls(fault));
        URI plain = URI.create("http://127.0.0.1:" + fake.url().getPort());
        assertThat(RawHttp.send(plain, "", "GET /v1/profiles/support HTTP/1.1").status())
                .isEqualTo(401);

        assertThatThrownBy(this::get)
                .isInstanceOf(SSLException.class)
                .rootCause()
                .satisfies(cause -> assertThat(cause.getMessage()).containsPattern(why));
        assertThat(get()).isEqualTo(200);
        assertThat(fake.journal().exchanges())
                .extracting(RecordedExchange::fault)
                .extracting(String::valueOf)
                .containsExactly("null", "tls(" + fault + ")", "null");
    }

    @ParameterizedTest
    @EnumSource
    void tls_inMemory_failsWithCategoryTlsAndIsNotApplied(TlsFault fault) {
        FaultRule rule = fake.when(Request.any()).times(1).play(Fault.tls(fault));

        assertThatThrownBy(() -> fake.gateway()
                        .replace(fake.profile(), TwoDoors.context(fake.tokens().appPlusUser(), "en-US"))
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(PartnerCenterException.class, failure -> {
                    assertThat(failure.category()).isEqualTo(ErrorCategory.TLS);
                    assertThat(failure.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
                });
        assertThat(fake.writesApplied()).isZero();
        assertThat(rule.played())
                .singleElement()
                .satisfies(exchange -> assertThat(exchange.method()).isEmpty());
        assertThat(TwoDoors.IN_MEMORY.get(fake)).isEqualTo(200);
    }

    @Test
    void tls_inARule_skipsAndCountsHandshakes() throws Exception {
        FaultRule rule = fake.when(Request.any()).skip(1).times(1).play(Fault.tls(TlsFault.HANDSHAKE_FAILURE));

        assertThat(get()).isEqualTo(200);
        assertThatThrownBy(this::get).isInstanceOf(SSLException.class);
        assertThat(get()).isEqualTo(200);
        assertThat(rule.hits()).isEqualTo(1);
    }

    @Test
    void tls_inARuleForSomeRequests_isRefused() {
        FaultRule.Builder rule = fake.when(Request.put());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule.play(Fault.tls(TlsFault.EXPIRED)))
                .withMessageContaining("tls(EXPIRED)");
    }

    /** Uses a new client each time, and so a new connection. */
    private int get() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(fake.url().resolve("/v1/profiles/support"))
                .header("Authorization", "Bearer " + fake.tokens().appPlusUser().value())
                .build();
        return HttpClient.newBuilder()
                .sslContext(fake.sslContext())
                .build()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
