package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.port.AccessToken;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class VerificationTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualClock clock = VirtualClock.start();
    private final FakePartnerCenter fake =
            FakePartnerCenter.builder().clock(clock).journalLimit(20).build();

    @AfterEach
    void close() {
        fake.close();
    }

    @ParameterizedTest
    @EnumSource
    void verify_countsMatchingRequests(TwoDoors door) {
        door.get(fake, fake.tokens().appPlusUser(), "sv-SE");
        door.get(fake);
        door.put(fake, "1");

        assertThat(fake.verify(Request.put()).once()).isSameAs(fake.journal().last());
        assertThat(fake.verify(Request.get()).times(2)).hasSize(2);
        assertThat(fake.verify(Request.any()).atLeast(2)).hasSize(3);
        assertThat(fake.verify(Request.get().header("x-locale", "sv-SE").tenant(fake.tenant()))
                        .once()
                        .status())
                .isEqualTo(200);
        assertThat(fake.verify(Request.put()
                                .path("/v1/profiles/support")
                                .body(text -> text.contains("\"Telephone\":\"1\"")))
                        .once()
                        .committed())
                .isTrue();
        fake.verify(Request.method("DELETE")).never();
    }

    @Test
    void wrongCount_messageShowsTheRequestsAndTheClosestOfTheOthers() throws IOException {
        AccessToken token = fake.tokens().appPlusUser();
        String good = "Authorization: Bearer " + token.value();
        RawHttp.send(fake.url(), "", "GET /v1/profiles/support?code=hidden HTTP/1.1", good, "X-Locale: en-US");
        RawHttp.send(fake.url(), "", "DELETE /v1/x HTTP/1.1", good);
        Request wanted = Request.get()
                .path("/v1/profiles/support")
                .header("X-Locale", "sv-SE")
                .header("Authorization", "Bearer hidden");

        assertThatThrownBy(() -> fake.verify(wanted).once())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Expected 'GET, path /v1/profiles/support, X-Locale: sv-SE, Authorization:"
                        + " <redacted>': exactly 1, but none came.\nClosest other requests:\n")
                .hasMessageContaining("""
                        GET /v1/profiles/support?code=<redacted> -> 200
                            wanted X-Locale: sv-SE, found X-Locale: en-US
                            wanted Authorization: <redacted>, found Authorization: Bearer <redacted>
                        """)
                .hasMessageContaining("""
                            wanted GET, found DELETE
                            wanted path /v1/profiles/support, found path /v1/x
                            wanted X-Locale: sv-SE, found no X-Locale
                        """)
                .message()
                .doesNotContain("hidden", token.value())
                .satisfies(text -> assertThat(text.indexOf("found X-Locale")).isLessThan(text.indexOf("DELETE")));
        assertThatThrownBy(() -> fake.verify(Request.get()).never())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("none, but 1 came.\nThese came:\n")
                .hasMessageContaining("wanted GET, found DELETE");
        assertThatThrownBy(() -> fake.verify(Request.any()).times(1)).hasMessageContaining("exactly 1, but 2 came");
        assertThatThrownBy(() -> fake.verify(Request.any()).times(3)).hasMessageContaining("exactly 3, but 2 came");
        assertThatThrownBy(() -> fake.verify(Request.any()).atLeast(3)).hasMessageContaining("at least 3, but 2 came");
    }

    @ParameterizedTest
    @EnumSource
    void wrongBody_isShownByVerifyShowingBodiesOnly(TwoDoors door) {
        door.put(fake, "555");
        Request wanted = Request.put().body(text -> text.contains("666"));

        assertThatThrownBy(() -> fake.verify(wanted).once())
                .hasMessageContaining("wanted a certain body, found another")
                .message()
                .doesNotContain("555");
        assertThatThrownBy(() -> fake.verifyShowingBodies(wanted).once())
                .hasMessageContaining("wanted a certain body, found {")
                .hasMessageContaining("\"Telephone\":\"555\"");
    }

    @Test
    void invalidRequest_doesNotMatchAny() throws IOException {
        RawHttp.exchange(fake.url(), "what is this?\r\n\r\n", new byte[0]);

        fake.verify(Request.any()).never();
        assertThatThrownBy(() -> fake.verify(Request.any()).once()).hasMessageContaining("found none");
    }

    @Test
    void bodyCondition_unreadBody_doesNotMatch() {
        fake.next(Fault.drop(Fault.Point.AFTER_HEAD));
        TwoDoors.IN_MEMORY.put(fake, "1");
        fake.next(Fault.drop(Fault.Point.AFTER_HEAD));
        TwoDoors.HTTP.put(fake, "1");

        fake.verify(Request.put().body(text -> true)).never();
        assertThat(fake.verify(Request.put()).times(2)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void await_enoughRequests_returns(TwoDoors door) throws Exception {
        CompletableFuture<RecordedExchange> put = CompletableFuture.supplyAsync(
                () -> fake.verify(Request.put()).await().once());
        door.get(fake);
        door.put(fake, "1");

        assertThat(put.get(9, TimeUnit.SECONDS).method()).isEqualTo("PUT");
    }

    /** The journal is cleared while a verification waits. */
    @Test
    void await_journalIsCleared_keepsWaiting() throws Exception {
        for (int i = 0; i < 5; i++) {
            TwoDoors.IN_MEMORY.get(fake);
        }
        CompletableFuture<RecordedExchange> put = new CompletableFuture<>();
        Thread waiting =
                new Thread(() -> put.complete(fake.verify(Request.put()).await().once()));
        waiting.start();
        long end = System.nanoTime() + SECOND.multipliedBy(10).toNanos();
        while (waiting.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < end) {
            Thread.onSpinWait();
        }

        fake.reset();
        TwoDoors.IN_MEMORY.put(fake, "1");

        assertThat(put.get(5, TimeUnit.SECONDS).method()).isEqualTo("PUT");
    }

    @Test
    void await_tooFewRequests_failsAfterTheTimeout() {
        TwoDoors.IN_MEMORY.get(fake);

        assertThatThrownBy(() ->
                        fake.verify(Request.get()).await(Duration.ofMillis(1)).times(2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("exactly 2, but 1 came within PT0.001S");
        assertThatThrownBy(() -> fake.verify(Request.get()).await(Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fake.verify(Request.get()).await(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fake.verify(Request.put()).await().never()).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void gaps_areMeasuredFromAnswerToNextRequest(TwoDoors door) {
        door.get(fake);
        clock.advance(SECOND);
        door.get(fake);
        clock.advance(SECOND.multipliedBy(2));
        door.get(fake);

        assertThat(fake.verify(Request.get()).gapsAtLeast(SECOND, SECOND.multipliedBy(2)))
                .hasSize(3);
        assertThatThrownBy(() -> fake.verify(Request.get()).gapsAtLeast(SECOND, SECOND.multipliedBy(3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Number 3 came PT2S after number 2 was answered.");
        assertThatThrownBy(() -> fake.verify(Request.get()).gapsAtLeast(SECOND, SECOND, SECOND))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("but 3 came");
    }

    @Test
    void verifyInOrder_allowsOtherRequestsBetween() {
        TwoDoors.IN_MEMORY.get(fake);
        TwoDoors.HTTP.put(fake, "1");
        TwoDoors.IN_MEMORY.get(fake);
        TwoDoors.IN_MEMORY.put(fake, "2");

        assertThat(fake.verifyInOrder(Request.get(), Request.put(), Request.put()))
                .extracting(RecordedExchange::door)
                .containsExactly(
                        RecordedExchange.Door.IN_MEMORY, RecordedExchange.Door.HTTP, RecordedExchange.Door.IN_MEMORY);
        assertThatThrownBy(() -> fake.verifyInOrder(Request.put(), Request.get(), Request.get()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Number 3, GET, did not come after these:")
                .hasMessageContaining("wanted GET, found PUT");
    }

    @Test
    void exactCount_someExchangesRemoved_fails() {
        for (int i = 0; i < 21; i++) {
            TwoDoors.IN_MEMORY.get(fake);
        }

        assertThatThrownBy(() -> fake.verify(Request.put()).never())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Only the latest 20 of 21 are kept");
        assertThatThrownBy(() -> fake.verify(Request.get()).times(20)).isInstanceOf(AssertionError.class);
        assertThat(fake.verify(Request.get()).atLeast(20)).hasSize(20);
    }

    @Test
    void invalidVerification_isRefused() {
        assertThatThrownBy(() -> fake.verify(Request.any()).times(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fake.verify(Request.any()).gapsAtLeast()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(fake::verifyInOrder).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tokenRequests_areCountedAndTimed() throws Exception {
        LoginClient client = new LoginClient(fake);
        fake.login().verify().never();
        client.refresh(fake.login().issueRefreshToken());
        assertThat(fake.login().verify().once().received()).isEqualTo(clock.instant());
        clock.advance(SECOND);
        client.refresh(fake.login().issueRefreshToken());

        assertThat(fake.login().verify("refresh_token").await().gapsAtLeast(SECOND))
                .hasSize(2);
        fake.login().verify("device_code").never();
        assertThatThrownBy(() -> fake.login().verify("refresh_token").once())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected 'request for tokens by refresh_token': exactly 1, but 2 came.")
                .message()
                .doesNotContain(fake.login().clientSecret());
        assertThatThrownBy(() -> fake.login().verify("device_code").once())
                .hasMessageContaining("Among these requests for tokens:\n  v2");
    }
}
