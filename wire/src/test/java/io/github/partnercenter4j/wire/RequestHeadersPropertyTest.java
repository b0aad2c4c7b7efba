package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Any value of a caller is either refused before any I/O, or every header is one line of visible ASCII. */
class RequestHeadersPropertyTest {

    private static final String SECRET = "s3cr3t~c4n4ry";
    private static final List<String> PIECES = List.of(
            "", " ", "\r\n", "\nX: y", "\u0000", "\t", "\u00E9", "\u2028", "\"", "W/\"", ",", "Bearer ", "a", "\u007F");

    private int sent;
    private int refused;

    @FuzzTest
    void anyValue_isRefusedOrOneVisibleLine(FuzzedDataProvider data) {
        String token = (data.consumeBoolean() ? SECRET : "") + text(data);
        String applicationName = data.consumeBoolean() ? null : text(data);
        String etag = data.consumeBoolean() ? null : text(data);
        RequestContext context;
        try {
            context = RequestContext.builder()
                    .requestId(id(data))
                    .correlationId(id(data))
                    .accessToken(AccessToken.of(token))
                    .applicationName(applicationName)
                    .ifMatch(etag)
                    .locale(locale(data))
                    .validateMfa(data.consumeBoolean())
                    .build();
        } catch (IllegalArgumentException clear) {
            refused++;
            assertThat(clear.getMessage())
                    .matches("(requestId|correlationId|access token|applicationName|etag|locale) must [ -~]+")
                    .doesNotContain(SECRET);
            return;
        }
        sent++;
        Map<String, String> headers = RequestHeaders.forReplace(context);
        headers.forEach((name, value) -> {
            assertThat(name).matches("[A-Za-z-]+");
            assertThat(value).as(name).matches("[!-~]([ -~]*[!-~])?");
        });
        assertThat(headers.get("Authorization")).isEqualTo("Bearer " + token).matches("Bearer [!-~]+");
        assertThat(headers.get("MS-PartnerCenter-Application")).isEqualTo(applicationName);
        if (etag == null) {
            assertThat(headers).doesNotContainKey("If-Match");
        } else {
            assertThat(headers.get("If-Match")).matches("(W/)?\"[^\"]*\"").contains(etag);
        }
        assertThat(headers.get("X-Locale")).matches("[A-Za-z0-9-]+");
    }

    @Test
    void manyValues_areRefusedOrOneVisibleLine() {
        Exploration.of(getClass(), "anyValue_isRefusedOrOneVisibleLine", this::anyValue_isRefusedOrOneVisibleLine);
        assertThat(sent).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    private static String id(FuzzedDataProvider data) {
        return data.consumeInt(0, 15) == 0 ? Golden.REQUEST_ID + text(data) : Golden.REQUEST_ID;
    }

    private static Locale locale(FuzzedDataProvider data) {
        return data.consumeBoolean()
                ? Locale.forLanguageTag(data.consumeAsciiString(10))
                : new Locale(text(data), text(data), text(data));
    }

    private static String text(FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 9)) {
            case 0 -> data.consumeString(20);
            case 1 -> data.consumeAsciiString(20);
            case 2 -> "a" + data.pickValue(PIECES) + data.pickValue(PIECES);
            default -> "a" + data.consumeInt(0, 999);
        };
    }
}
