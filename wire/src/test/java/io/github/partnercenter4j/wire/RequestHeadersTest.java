package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.partnercenter4j.port.RequestContext;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestHeadersTest {

    private static final RequestContext FULL = Golden.CONTEXT.toBuilder()
            .locale(Locale.GERMANY)
            .applicationName("Contoso Desk")
            .validateMfa(true)
            .ifMatch("abc")
            .build();

    @Test
    void forFetch_plainContext_givesTheseHeadersInThisOrder() {
        assertThat(RequestHeaders.forFetch(Golden.CONTEXT))
                .containsExactly(
                        entry("Authorization", "Bearer token-canary"),
                        entry("Accept", "application/json"),
                        entry("Accept-Encoding", "identity"),
                        entry("MS-RequestId", Golden.REQUEST_ID),
                        entry("MS-CorrelationId", Golden.CORRELATION_ID),
                        entry("MS-Contract-Version", "v1"),
                        entry("X-Locale", "en-US"),
                        entry("User-Agent", "partnercenter4j/" + Version.CURRENT));
    }

    @Test
    void forFetch_fullContext_addsWhatIsSet() {
        assertThat(RequestHeaders.forFetch(FULL))
                .hasSize(11)
                .contains(
                        entry("X-Locale", "de-DE"),
                        entry("MS-PartnerCenter-Application", "Contoso Desk"),
                        entry("ValidateMfa", "true"),
                        entry("If-Match", "\"abc\""));
    }

    @Test
    void forReplace_anyContext_addsTheContentTypeLast() {
        Map<String, String> headers = RequestHeaders.forReplace(FULL);

        assertThat(headers).hasSize(12).containsEntry("Content-Type", "application/json");
        assertThat(headers.keySet())
                .endsWith("MS-PartnerCenter-Application", "ValidateMfa", "If-Match", "Content-Type");
    }

    @Test
    void put_onOneResult_changesNoLaterResult() {
        RequestHeaders.forFetch(FULL).put("Expect", "100-continue");
        RequestHeaders.forReplace(FULL).put("Expect", "100-continue");

        assertThat(RequestHeaders.forFetch(FULL)).doesNotContainKey("Expect");
        assertThat(RequestHeaders.forReplace(FULL)).doesNotContainKey("Expect");
    }
}
