package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.TokenRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Unknown members of a token response are read quickly and ignored. */
@Timeout(60)
class UnknownMembersTest {

    private static final String TENANT = "contoso.onmicrosoft.com";
    private static final int MANY = 200_000;

    private final ScriptedService service = new ScriptedService();
    private final RefreshTokenStore store = RefreshTokenStore.inMemory();

    private MsalAccessTokenProvider tokens() {
        store.save(TENANT, RefreshToken.publicClient("rt1"));
        return MsalAccessTokenProvider.builder(Cloud.GLOBAL)
                .tenant(TENANT)
                .clientId("11111111-2222-3333-4444-555555555555")
                .publicClient()
                .refreshTokens(store)
                .service(service)
                .build();
    }

    /** Runs on a daemon thread, which would run forever if the test failed. */
    private static CompletableFuture<AccessToken> ask(MsalAccessTokenProvider tokens) {
        Executor daemon = task -> {
            Thread thread = new Thread(task, "asking");
            thread.setDaemon(true);
            thread.start();
        };
        return tokens.accessToken(TokenRequest.of(Duration.ofSeconds(10), daemon));
    }

    static Stream<String> members() {
        return Stream.of(
                "\"x\":[]",
                "\"x\":[],\"y\":1",
                "\"x\":[{\"a\":1}]",
                "\"x\":[[],[{}]]",
                "\"x\":{}",
                "\"x\":{\"y\":[]}",
                "\"x\":null",
                "\"x\":1e999999999",
                "\"x\":" + "9".repeat(MANY),
                "\"x\":" + "[".repeat(900) + "]".repeat(900),
                "\"id_token\":[]",
                "\"id_token\":\"not.a.token\"",
                "\"client_info\":{\"uid\":[]}",
                "\"client_info\":\"%%%\"",
                "\"foci\":[{}]",
                "\"scope\":[\"a\"]",
                "\"ext_expires_in\":[]",
                "\"refresh_in\":\"soon\"");
    }

    @ParameterizedTest
    @MethodSource("members")
    void accessToken_responseWithAnUnknownMember_isRead(String member) throws Exception {
        service.then(
                200, "{\"access_token\":\"at1\",\"refresh_token\":\"rt2\",\"token_type\":\"Bearer\"," + member + "}");
        try (MsalAccessTokenProvider tokens = tokens()) {
            assertThat(ask(tokens).get(10, TimeUnit.SECONDS).value()).isEqualTo("at1");
            assertThat(store.load(TENANT)).isEqualTo(RefreshToken.publicClient("rt2"));
        }
    }

    static Stream<String> bodies() {
        return Stream.of(
                "",
                "{",
                "[",
                "{\"x\"",
                "{\"x\":",
                "{\"x\":[",
                "{\"x\":[{",
                "{\"x\":[1,",
                "{\"x\":{\"y\":",
                "{\"access_token\":[\"at1\"",
                "{\"x\":" + "[".repeat(MANY),
                "{\"x\":" + "{\"x\":".repeat(MANY),
                "{" + "\"x\":[],".repeat(MANY / 2),
                "{}}}}",
                "\u0000".repeat(MANY),
                "{\"access_token\":\"" + "\\u0000".repeat(MANY / 2) + "\"}");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void members_ofAnInvalidBody_haveNoToken(String body) throws Exception {
        CompletableFuture<Map<String, Object>> members = new CompletableFuture<>();
        Thread reading = new Thread(() -> members.complete(new LoginAnswer(200, Map.of(), body).members()), "reading");
        reading.setDaemon(true);
        reading.start();

        assertThat(members.get(10, TimeUnit.SECONDS).get("access_token"))
                .satisfiesAnyOf(
                        token -> assertThat(token).isNull(),
                        token -> assertThat(String.valueOf(token)).startsWith("\u0000"));
    }

    @Test
    void accessToken_afterAnUnknownMember_nextRequestRuns() throws Exception {
        service.then(200, "{\"access_token\":\"at1\",\"x\":[]}").thenToken("at2", null);
        try (MsalAccessTokenProvider tokens = tokens()) {
            CompletableFuture<AccessToken> first = ask(tokens);
            CompletableFuture<AccessToken> second = ask(tokens);

            assertThat(second.get(10, TimeUnit.SECONDS).value()).isEqualTo("at2");
            assertThat(first).isCompleted();
        }
    }
}
