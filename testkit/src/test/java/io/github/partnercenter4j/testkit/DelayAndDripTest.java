package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.Fault.Point;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Responses that come late or slowly, with a clock that the test advances. */
@Timeout(30)
class DelayAndDripTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final VirtualClock clock = VirtualClock.start();
    private final FakePartnerCenter fake =
            FakePartnerCenter.builder().seed(7).clock(clock).build();
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        fake.close();
        callers.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void delay_responseComesLaterThanTheWrite(TwoDoors door) throws Exception {
        fake.when(Request.put()).times(1).delay(Duration.ofSeconds(5)).play(Fault.none());
        CompletableFuture<Integer> put = CompletableFuture.supplyAsync(() -> door.put(fake, "42"), callers);

        assertThat(fake.journal().await(1, PATIENCE)).isTrue();
        assertThat(fake.profile().telephone()).isEqualTo("42");
        clock.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(put).isNotDone();
        assertThat(clock.pending()).isPositive();
        clock.advance(Duration.ofNanos(1));

        assertThat(put.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        RecordedExchange exchange = fake.journal().last();
        assertThat(exchange.delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(exchange.fault()).isNull();
        assertThat(exchange.toString()).contains("delay PT5S");
        assertThat(door.put(fake, "43")).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void delay_appliesToFaultsToo(TwoDoors door) throws Exception {
        fake.when(Request.get())
                .delay(Duration.ofSeconds(1))
                .inTurn(Fault.answer(503), Fault.reset(Point.BEFORE_COMMIT));

        for (int expected : List.of(503, 0)) {
            long before = fake.journal().total();
            CompletableFuture<Integer> get = CompletableFuture.supplyAsync(() -> door.get(fake), callers);
            assertThat(fake.journal().await((int) before + 1, PATIENCE)).isTrue();
            clock.advance(Duration.ofMillis(999));
            assertThat(get).isNotDone();
            clock.advance(Duration.ofMillis(1));
            assertThat(get.get(10, TimeUnit.SECONDS)).isEqualTo(expected);
        }
    }

    @Test
    void delay_inMemory_completesOnTheThreadThatAdvancesTheClock() {
        fake.when(Request.get()).delay(Duration.ofHours(1)).play(Fault.answer(503));
        CompletableFuture<SupportProfileReply> get =
                fake.gateway().fetch(TwoDoors.context(fake.tokens().appPlusUser(), "en-US"));
        Thread mover = Thread.currentThread();
        List<Thread> completers = new ArrayList<>();
        CompletableFuture<SupportProfileReply> seen =
                get.whenComplete((reply, failure) -> completers.add(Thread.currentThread()));

        clock.advance(Duration.ofHours(1));

        assertThat(seen).isCompletedExceptionally();
        assertThat(completers).containsExactly(mover);
    }

    @Test
    void delay_inMemory_endsWhenTheGatewayCloses() {
        fake.when(Request.get()).delay(Duration.ofHours(1)).play(Fault.none());
        SupportProfileGateway gateway = fake.gateway();
        CompletableFuture<SupportProfileReply> get =
                gateway.fetch(TwoDoors.context(fake.tokens().appPlusUser(), "en-US"));
        assertThat(clock.pending()).isPositive();
        gateway.close();

        assertThat(get)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        PartnerCenterException.class,
                        closed -> assertThat(closed.category()).isEqualTo(ErrorCategory.CLOSED));
        assertThat(clock.pending()).isZero();
    }

    @Test
    void delay_overHttp_endsWhenTheFakeCloses() throws Exception {
        fake.when(Request.get()).delay(Duration.ofHours(1)).play(Fault.none());
        CompletableFuture<Integer> get = CompletableFuture.supplyAsync(() -> TwoDoors.HTTP.get(fake), callers);
        assertThat(fake.journal().await(1, PATIENCE)).isTrue();
        fake.close();

        assertThat(get.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(fake.connections()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void delay_withoutAVirtualClock_passesInRealTime(TwoDoors door) {
        try (FakePartnerCenter real = FakePartnerCenter.create()) {
            real.when(Request.any()).delay(Duration.ofMillis(50)).play(Fault.none());
            long before = System.nanoTime();

            assertThat(door.get(real)).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }

    /** A callback at the end of a call may start the next call and wait for it. */
    @Test
    void delay_inMemoryInRealTime_doesNotBlockTheTimer() {
        try (FakePartnerCenter real = FakePartnerCenter.create()) {
            real.when(Request.any()).delay(Duration.ofMillis(20)).play(Fault.none());
            SupportProfileGateway gateway = real.gateway();
            CompletableFuture<Integer> second = gateway.fetch(
                            TwoDoors.context(real.tokens().appPlusUser(), "en-US"))
                    .thenApply(first -> TwoDoors.IN_MEMORY.get(real));

            assertThat(second).succeedsWithin(PATIENCE).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void delayRange_sameSeed_givesTheSameDelays(TwoDoors door) {
        List<Duration> delays = delays(door, 7);

        assertThat(delays)
                .hasSizeGreaterThan(1)
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofNanos(500_000), Duration.ofMillis(1)));
        assertThat(delays.stream().distinct()).hasSizeGreaterThan(2);
        assertThat(delays(door, 7)).isEqualTo(delays);
        assertThat(delays(door, 8)).isNotEqualTo(delays);
    }

    private static List<Duration> delays(TwoDoors door, long seed) {
        try (FakePartnerCenter real = FakePartnerCenter.builder().seed(seed).build()) {
            FaultRule rule = real.when(Request.get())
                    .delay(Duration.ofNanos(500_000), Duration.ofMillis(1))
                    .play(Fault.none());
            for (int i = 0; i < 5; i++) {
                door.get(real);
            }
            return rule.played().stream().map(RecordedExchange::delay).toList();
        }
    }

    @Test
    void drip_overHttp_sendsTheBodyInPieces() throws Exception {
        fake.when(Request.get()).delay(Duration.ofSeconds(10)).play(Fault.drip(100, Duration.ofSeconds(1)));
        URI url = fake.url();
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("GET /v1/profiles/support HTTP/1.1\r\nHost: fake\r\nConnection: close\r\nAuthorization: Bearer "
                                            + fake.tokens().appPlusUser().value() + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(fake.journal().await(1, PATIENCE)).isTrue();
            InputStream in = socket.getInputStream();

            socket.setSoTimeout(50);
            assertThat(isSilent(in)).isTrue();
            clock.advance(Duration.ofSeconds(10));
            socket.setSoTimeout(10_000);
            String head = head(in);
            int length = Integer.parseInt(head.replaceFirst("(?s).*Content-Length: ([0-9]+).*", "$1"));
            assertThat(in.readNBytes(100)).hasSize(100);
            socket.setSoTimeout(50);
            assertThat(isSilent(in)).isTrue();
            clock.advance(Duration.ofSeconds(1));
            socket.setSoTimeout(10_000);
            assertThat(in.readNBytes(100)).hasSize(100);
            clock.advance(Duration.ofHours(1));
            assertThat(in.readAllBytes()).hasSize(length - 200);
        }
    }

    @Test
    void drip_inMemory_takesAsLongAsOverHttp() {
        fake.when(Request.get()).delay(Duration.ofSeconds(10)).play(Fault.drip(100, Duration.ofSeconds(1)));
        CompletableFuture<SupportProfileReply> get =
                fake.gateway().fetch(TwoDoors.context(fake.tokens().appPlusUser(), "en-US"));
        int pieces = (int) Math.ceil(Integer.parseInt(length()) / 100.0);

        assertThat(pieces).isGreaterThan(2);
        clock.advance(Duration.ofSeconds(10 + pieces - 1).minusNanos(1));
        assertThat(get).isNotDone();
        clock.advance(Duration.ofNanos(1));
        assertThat(get.join().metadata().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void drip_shortBody_isSentAtOnce(TwoDoors door) {
        fake.when(Request.get()).play(Fault.drip(Integer.MAX_VALUE, Duration.ofSeconds(1)));

        assertThat(door.get(fake)).isEqualTo(200);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void invalidValues_areRefusedAtOnce() {
        FaultRule.Builder rule = fake.when(Request.any());
        assertThatIllegalArgumentException().isThrownBy(() -> rule.delay(Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> rule.delay(Duration.ofDays(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> rule.delay(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.drip(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.drip(1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.drip(1, Duration.ofDays(2)));
        rule.delay(Duration.ofSeconds(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule.play(Fault.drop(Point.ACCEPT)))
                .withMessageContaining("delay");
        assertThat(fake.when(Request.any())
                        .delay(Duration.ofSeconds(1), Duration.ofSeconds(2))
                        .play(Fault.none()))
                .hasToString("when(any request): delay PT1S to PT2S, none() [0 hits]");
    }

    /** Returns the length of the fake's response, which does not depend on the speed. */
    private static String length() {
        try (FakePartnerCenter other = FakePartnerCenter.create()) {
            TwoDoors.HTTP.get(other);
            return String.valueOf(other.journal().last().responseHeader("Content-Length"));
        }
    }

    private static boolean isSilent(InputStream in) throws IOException {
        try {
            return in.read() == Integer.MIN_VALUE;
        } catch (SocketTimeoutException silent) {
            return true;
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }
}
