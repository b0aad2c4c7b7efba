package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginRefusalsTest {

    private static LoginAnswer answer(int status, String body) {
        return new LoginAnswer(status, Map.of(), body);
    }

    private static String entra(String error, long number) {
        return "{\"error\":\"" + error + "\",\"error_description\":\"AADSTS" + number
                + ": canary@contoso.example did it.\\r\\nTrace ID: x\",\"error_codes\":[" + number
                + "],\"trace_id\":\"00000000-1111-2222-3333-444444444444\"}";
    }

    private static AuthenticationException refusal(LoginAnswer answer) {
        return LoginRefusals.of(answer, "login service login.example:443 (tenant contoso.example)");
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid_client, 7000215, CREDENTIAL_REJECTED, use its value",
        "401, invalid_client, 7000222, CREDENTIAL_REJECTED, has expired",
        "401, invalid_client, 7000218, CREDENTIAL_REJECTED, registered as confidential",
        "401, invalid_client, 700025, CREDENTIAL_REJECTED, registered as public",
        "401, invalid_client, 700027, CREDENTIAL_REJECTED, upload it",
        "401, invalid_client, 700024, CREDENTIAL_REJECTED, clock",
        "400, unauthorized_client, 700016, CREDENTIAL_REJECTED, no app with this client id",
        "400, invalid_request, 90002, CREDENTIAL_REJECTED, no such tenant",
        "400, invalid_grant, 700082, INTERACTION_REQUIRED, 90 days",
        "400, invalid_grant, 70008, INTERACTION_REQUIRED, expired",
        "400, invalid_grant, 50173, INTERACTION_REQUIRED, revoked",
        "400, invalid_grant, 65001, INTERACTION_REQUIRED, consented",
        "400, invalid_grant, 50076, INTERACTION_REQUIRED, multi-factor",
        "400, interaction_required, 50079, INTERACTION_REQUIRED, multi-factor",
        "400, interaction_required, 53003, INTERACTION_REQUIRED, conditional access",
        "400, invalid_grant, 50055, INTERACTION_REQUIRED, password has expired",
        "400, invalid_grant, 50057, INTERACTION_REQUIRED, disabled",
        "400, invalid_grant, 700007, INTERACTION_REQUIRED, another app",
        "400, invalid_grant, 50196, TOKEN_ENDPOINT_UNAVAILABLE, too many",
        "400, invalid_grant, 90033, TOKEN_ENDPOINT_UNAVAILABLE, try again later",
        "401, invalid_client, 999999, CREDENTIAL_REJECTED, not accepted",
        "400, invalid_grant, 999999, INTERACTION_REQUIRED, no longer accepted",
        "400, interaction_required, 999999, INTERACTION_REQUIRED, must sign in",
        "400, access_denied, 999999, INTERACTION_REQUIRED, declined",
        "400, expired_token, 999999, INTERACTION_REQUIRED, nobody signed in",
        "400, invalid_scope, 999999, CREDENTIAL_REJECTED, scope",
        "400, invalid_request, 999999, CREDENTIAL_REJECTED, check tenant",
        "400, temporarily_unavailable, 999999, TOKEN_ENDPOINT_UNAVAILABLE, try again later",
        "400, brand_new, 999999, TOKEN_ENDPOINT_UNAVAILABLE, check the cloud's authority",
        "503, invalid_client, 7000215, TOKEN_ENDPOINT_UNAVAILABLE, try again later",
        "400, brand_new, 99999999999999, TOKEN_ENDPOINT_UNAVAILABLE, check the cloud's authority"
    })
    void of_errorOfEntra_messageHasReasonNumberAndRemedyButNoUserName(
            int status, String error, long number, AuthenticationReason reason, String remedy) {
        AuthenticationException failure = refusal(answer(status, entra(error, number)));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.getMessage())
                .startsWith("The login service login.example:443 (tenant contoso.example) answered HTTP " + status
                        + ", " + error + ", AADSTS" + number + ": ")
                .contains(remedy)
                .endsWith("[trace id 00000000-1111-2222-3333-444444444444]")
                .doesNotContain("canary");
        assertThat(failure.getCause()).isNull();
    }

    @Test
    void of_withoutErrorCodes_takesTheNumberFromTheDescription() {
        AuthenticationException failure =
                refusal(answer(400, "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS700082: canary\"}"));

        assertThat(failure.getMessage()).contains("AADSTS700082").contains("90 days");
    }

    @ParameterizedTest
    @CsvSource({
        "400, ''",
        "404, <html>canary</html>",
        "400, '{\"error\":\"canary@contoso.example\"}'",
        "400, '{\"error\":7,\"error_codes\":\"canary\"}'",
        "400, '[]'",
        "302, ''"
    })
    void of_notOAuth_isUnavailableAndQuotesNothing(int status, String body) {
        AuthenticationException failure = refusal(answer(status, body));

        assertThat(failure.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        assertThat(failure.getMessage())
                .contains("HTTP " + status)
                .contains("check the cloud's authority")
                .doesNotContain("canary");
    }

    @Test
    void of_tooManyRequests_messageSaysWhenToTryAgain() {
        LoginAnswer answer = new LoginAnswer(429, Map.of("retry-after", List.of("57")), "");

        assertThat(refusal(answer).getMessage()).contains("try again after 57 s");
        assertThat(refusal(answer).retryAfter()).contains(Duration.ofSeconds(57));
    }

    @ParameterizedTest
    @CsvSource({"56.2, 57", "'57, 57', 57", "'Wed, 15 Apr 2026 10:00:57 GMT', 57", "99999999999, 3600"})
    void of_retryAfterInAnyForm_isRead(String header, int seconds) {
        LoginAnswer answer = new LoginAnswer(
                503, Map.of("Retry-After", List.of(header), "Date", List.of("Wed, 15 Apr 2026 10:00:00 GMT")), "");

        assertThat(refusal(answer).retryAfter()).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void of_retryAfterInvalid_isNotQuoted() {
        LoginAnswer answer = new LoginAnswer(429, Map.of("Retry-After", List.of("canary")), "");

        assertThat(refusal(answer).getMessage()).contains("try again later").doesNotContain("canary");
    }
}
