package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.port.support.OwnThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that the service refuses, and token sources that fail, hang or return invalid tokens. */
@Timeout(20)
class UnreliableTokensTest {

    private static final SupportProfile PROFILE =
            SupportProfile.builder().email("a@b").telephone("1").website("w").build();
    private static final SupportProfileReply REPLY =
            SupportProfileReply.of(PROFILE, ResponseMetadata.builder(200).build());
    private static final Duration HOUR = Duration.ofHours(1);

    private Executor threads = Runnable::run;
    private final FakeTime time = new FakeTime();
    private final ScriptedGateway gateway = new ScriptedGateway();
    private final List<TokenRequest> requests = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<AccessToken>> answers = new CopyOnWriteArrayList<>();

    private SupportProfileOperations support(RetryPolicy policy) {
        return support(this::ask, policy);
    }

    /** A provider that answers when the test says so. */
    private CompletableFuture<AccessToken> ask(TokenRequest request) {
        requests.add(request);
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        answers.add(answer);
        return answer;
    }

    private SupportProfileOperations support(AccessTokenProvider tokens, RetryPolicy policy) {
        return client(tokens, policy).profiles().supportProfile();
    }

    private PartnerCenter client(AccessTokenProvider tokens, RetryPolicy policy) {
        return PartnerCenter.builder()
                .gateway(gateway)
                .tokens(tokens)
                .time(time)
                .retryPolicy(policy)
                .tokenTimeout(Duration.ofSeconds(1))
                .threads(threads)
                .build();
    }

    private static AccessToken token(String value) {
        return AccessToken.of(value);
    }

    private void gives(String token) {
        answers.get(answers.size() - 1).complete(AccessToken.of(token, HOUR));
    }

    private void isDown() {
        answers.get(answers.size() - 1)
                .completeExceptionally(AuthenticationException.of(
                        AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "The login is down.", null));
    }

    /** The service refuses the token of an exchange that is under way. */
    private void refuses(int exchange) {
        gateway.given
                .get(exchange)
                .completeExceptionally(
                        ServiceException.builder(gateway.asked.get(exchange).context(), 401)
                                .build());
    }

    private void refuses() {
        gateway.thenFail(context -> ServiceException.builder(context, 401).build());
    }

    private List<String> sentTokens() {
        return gateway.asked.stream()
                .map(asked -> asked.context().accessToken().value())
                .toList();
    }

    private static AuthenticationException failure(CompletableFuture<?> call) {
        return (AuthenticationException)
                catchThrowableOfType(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS))
                        .getCause();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within ten seconds").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    // --- refused tokens ---

    @Test
    void refusedToken_whileTheLoginIsDown_isNotSentAgain() {
        SupportProfileOperations support = support(RetryPolicy.none());
        refuses();
        CompletableFuture<SupportProfile> first = support.getAsync();
        gives("t1");
        isDown();
        assertThat(failure(first).reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);

        AuthenticationException second = failure(support.getAsync());

        assertThat(second.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        assertThat(second.isRetryable()).isTrue();
        assertThat(sentTokens()).containsExactly("t1");
        time.advance(Duration.ofSeconds(1));
        gateway.thenReply(REPLY);
        CompletableFuture<SupportProfile> third = support.getAsync();
        assertThat(requests.get(2).rejected()).isEqualTo(AccessToken.of("t1"));
        gives("t2");
        assertThat(third).isCompletedWithValue(PROFILE);
        assertThat(sentTokens()).containsExactly("t1", "t2");
    }

    @Test
    void refusedToken_firstRequestForAnotherFails_callWaitsForTheNextRequest() throws Exception {
        SupportProfileOperations support = support(RetryPolicy.defaults());
        refuses();
        gateway.thenReply(REPLY);
        CompletableFuture<SupportProfile> call = support.updateAsync(PROFILE);
        gives("t1");
        isDown();

        time.advance(Duration.ofSeconds(5));
        await(() -> answers.size() == 3);
        gives("t2");

        assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(PROFILE);
        assertThat(sentTokens()).containsExactly("t1", "t2");
        RequestContext refused = gateway.asked.get(0).context();
        assertThat(gateway.asked.get(1).context().requestId()).isNotEqualTo(refused.requestId());
    }

    // --- token sources of the application ---

    @Test
    void tokenSource_hangs_isNotRunASecondTime() throws Exception {
        threads = new OwnThreads("test");
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch hangs = new CountDownLatch(1);
        SupportProfileOperations support = support(
                AccessTokenProvider.of(() -> {
                    runs.incrementAndGet();
                    awaitQuietly(hangs);
                    return AccessToken.of("late", HOUR);
                }),
                RetryPolicy.none());
        for (int window = 0; window < 3; window++) {
            CompletableFuture<SupportProfile> call = support.getAsync();
            await(() -> runs.get() > 0);
            time.advance(Duration.ofSeconds(1));
            assertThat(failure(call)).hasMessageContaining("did not answer within 1000 ms");
            time.advance(Duration.ofMinutes(1));
        }
        gateway.thenReply(REPLY);
        CompletableFuture<SupportProfile> served = support.getAsync();

        hangs.countDown();

        assertThat(served.get(10, TimeUnit.SECONDS)).isEqualTo(PROFILE);
        assertThat(runs).hasValue(1);
    }

    @Test
    void tokenSource_returnsATokenRefusedMeanwhile_runsAgainForThatRequest() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        AccessTokenProvider tokens = AccessTokenProvider.of(() -> {
            if (runs.incrementAndGet() > 1) {
                return AccessToken.of("fresh", HOUR);
            }
            awaitQuietly(first);
            return AccessToken.of("refused", HOUR);
        });
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CompletableFuture<AccessToken> asked = tokens.accessToken(TokenRequest.of(HOUR, threads));
            await(() -> runs.get() == 1);
            CompletableFuture<AccessToken> refusing =
                    tokens.accessToken(TokenRequest.of(HOUR, threads).rejecting(AccessToken.of("refused")));

            first.countDown();

            assertThat(asked.get(10, TimeUnit.SECONDS).value()).isEqualTo("refused");
            assertThat(refusing.get(10, TimeUnit.SECONDS).value()).isEqualTo("fresh");
            assertThat(runs).hasValue(2);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(15, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void malformedToken_always_messageSaysWhatIsWrongAndRequestIsNotRetried() {
        AtomicInteger runs = new AtomicInteger();
        SupportProfileOperations support = support(
                AccessTokenProvider.of(() -> {
                    runs.incrementAndGet();
                    return AccessToken.of("canary\n");
                }),
                RetryPolicy.defaults());

        AuthenticationException thrown = failure(support.getAsync());

        assertThat(thrown).hasMessageContaining("U+000A at position 6");
        assertThat(thrown.getMessage()).doesNotContain("canary");
        assertThat(thrown.isRetryable()).isFalse();
        assertThat(failure(support.getAsync())).hasMessageContaining("U+000A at position 6");
        assertThat(runs).hasValue(1);
    }

    @Test
    void token_refusedInTheReplay_isNotSentByTheNextCall() {
        refuses();
        refuses();
        gateway.then(asked -> CompletableFuture.completedFuture(REPLY));
        SupportProfileOperations support = support(RetryPolicy.none());
        CompletableFuture<SupportProfile> first = support.getAsync();
        gives("t1");
        gives("t2");
        assertThat(failure(first).reason()).isEqualTo(AuthenticationReason.TOKEN_REJECTED);

        CompletableFuture<SupportProfile> next = support.getAsync();
        gives("t3");

        assertThat(next).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(PROFILE);
        assertThat(sentTokens()).containsExactly("t1", "t2", "t3");
    }

    @Test
    void token_returnedAfterItsRefusal_isNotSentAndAnotherIsRequested() {
        SupportProfileOperations support = support(RetryPolicy.none());
        CompletableFuture<SupportProfileReply> held = new CompletableFuture<>();
        gateway.then(asked -> held).thenReply(REPLY);
        CompletableFuture<SupportProfile> early = support.getAsync();
        answers.get(0).complete(AccessToken.of("t1", Duration.ofSeconds(20)));
        time.advance(Duration.ofSeconds(18));
        CompletableFuture<SupportProfile> inBetween = support.getAsync();
        assertThat(inBetween).isCompletedWithValue(PROFILE);
        assertThat(requests).as("the renewal in the background").hasSize(2);
        gateway.thenReply(REPLY);

        held.completeExceptionally(
                ServiceException.builder(gateway.asked.get(0).context(), 401).build());
        gives("t1");
        assertThat(requests).hasSize(3);
        assertThat(requests.get(2).rejected()).isEqualTo(AccessToken.of("t1"));
        gives("t2");

        assertThat(early).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(PROFILE);
        assertThat(sentTokens()).containsExactly("t1", "t1", "t2");
    }

    @Test
    void executor_dropsATask_onlyThatTokenRequestFails() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        AccessTokenProvider tokens = AccessTokenProvider.of(() -> {
            runs.incrementAndGet();
            return AccessToken.of("t", HOUR);
        });
        tokens.accessToken(TokenRequest.of(HOUR, task -> {}));

        CompletableFuture<AccessToken> next = tokens.accessToken(TokenRequest.of(HOUR, Runnable::run));

        assertThat(next.get(10, TimeUnit.SECONDS).value()).isEqualTo("t");
        assertThat(runs).hasValue(1);
    }

    @Test
    void refusedToken_returnedAgainMeanwhile_isNotSentAgain() {
        SupportProfileOperations support = support(RetryPolicy.none());
        gateway.thenNothing().thenReply(REPLY).thenReply(REPLY).thenReply(REPLY);
        support.getAsync();
        answers.get(0).complete(AccessToken.of("same", Duration.ofSeconds(2)));
        time.advance(Duration.ofSeconds(3));
        support.getAsync();
        answers.get(1).complete(AccessToken.of("same", HOUR));

        refuses(0);
        support.getAsync();

        assertThat(requests).hasSize(3);
        assertThat(requests.get(2).rejected()).isEqualTo(AccessToken.of("same"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"the last waiting call ends,500", "the request times out,30000"})
    void tokenRequest_isGivenUp_isCancelledBeforeTheListenerRuns(String why, long timeoutMillis) {
        List<Boolean> ended = new CopyOnWriteArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void tokenEnded(TokenEnd end) {
                // The next request may begin while this listener runs, and must be the only one.
                ended.add(answers.get(0).isCancelled());
            }
        };
        CompletableFuture<SupportProfile> call = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(request -> {
                    CompletableFuture<AccessToken> answer = new CompletableFuture<>();
                    answers.add(answer);
                    return answer;
                })
                .time(time)
                .tokenTimeout(Duration.ofSeconds(1))
                .retryPolicy(RetryPolicy.none())
                .threads(threads)
                .listener(listener)
                .build()
                .profiles()
                .supportProfile()
                .with(CallOptions.builder()
                        .timeout(Duration.ofMillis(timeoutMillis))
                        .build())
                .getAsync();

        time.advance(Duration.ofSeconds(1));

        assertThat(call).isCompletedExceptionally();
        assertThat(ended).as(why).containsExactly(true);
    }

    @Test
    void refusedToken_whileAListenerGetsTheRefusal_isNotSentByOtherCalls() {
        AtomicInteger asked = new AtomicInteger();
        List<CompletableFuture<SupportProfile>> others = new CopyOnWriteArrayList<>();
        SupportProfileOperations[] support = new SupportProfileOperations[1];
        support[0] = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(request ->
                        CompletableFuture.completedFuture(AccessToken.of("t" + asked.incrementAndGet(), HOUR)))
                .time(time)
                .threads(threads)
                .listener(new CallListener() {
                    @Override
                    public void attemptEnded(Attempt attempt, AttemptEnd end) {
                        // Another call, while this listener runs.
                        if (end.failure() != null) {
                            others.add(support[0].getAsync());
                        }
                    }
                })
                .build()
                .profiles()
                .supportProfile();
        refuses();
        gateway.thenReply(REPLY).thenReply(REPLY);

        assertThat(support[0].getAsync()).isCompletedWithValue(PROFILE);

        assertThat(others).singleElement().satisfies(other -> assertThat(other).isCompletedWithValue(PROFILE));
        assertThat(sentTokens()).containsExactly("t1", "t2", "t2");
    }

    @Test
    void listener_blocksWhenATokenRequestIsGivenUp_delaysNoCall() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        threads = task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        };
        SupportProfileOperations support = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(request -> new CompletableFuture<>())
                .threads(threads)
                .listener(new CallListener() {
                    @Override
                    public void tokenEnded(TokenEnd end) {
                        try {
                            blocked.await(15, TimeUnit.SECONDS);
                        } catch (InterruptedException interrupt) {
                            Thread.currentThread().interrupt();
                        }
                    }
                })
                .build()
                .profiles()
                .supportProfile()
                .with(CallOptions.builder().timeout(Duration.ofMillis(100)).build());

        CompletableFuture<SupportProfile> call = support.getAsync();

        assertThat(call).failsWithin(Duration.ofSeconds(5)).withThrowableOfType(ExecutionException.class);
        blocked.countDown();
    }

    @Test
    void token_refusedAfterForgetToken_isNotUsedAgain() {
        PartnerCenter client = client(this::ask, RetryPolicy.none());
        SupportProfileOperations support = client.profiles().supportProfile();
        gateway.thenNothing().thenReply(REPLY).thenReply(REPLY);
        CompletableFuture<SupportProfile> early = support.getAsync();
        gives("t1");
        client.forgetToken();
        CompletableFuture<SupportProfile> late = support.getAsync();

        refuses(0);
        gives("t1");

        assertThat(requests).hasSize(3);
        assertThat(requests.get(2).rejected()).isEqualTo(AccessToken.of("t1"));
        gives("t2");
        assertThat(early).isCompletedWithValue(PROFILE);
        assertThat(late).isCompletedWithValue(PROFILE);
        assertThat(sentTokens()).containsExactly("t1", "t2", "t2");
    }

    @Test
    void tokens_refusedDuringATokenRequest_areNotUsedAgain() {
        PartnerCenter client = client(this::ask, RetryPolicy.none());
        SupportProfileOperations support = client.profiles().supportProfile();
        gateway.thenNothing().thenNothing().thenReply(REPLY).thenReply(REPLY);
        CompletableFuture<SupportProfile> first = support.getAsync();
        gives("t1");
        client.forgetToken();
        CompletableFuture<SupportProfile> second = support.getAsync();
        gives("t2");
        client.forgetToken();

        refuses(1);
        refuses(0);
        gives("t1");

        assertThat(requests).extracting(TokenRequest::rejected).containsExactly(null, null, token("t2"), token("t1"));
        gives("t3");
        assertThat(first).isCompletedWithValue(PROFILE);
        assertThat(second).isCompletedWithValue(PROFILE);
        assertThat(sentTokens()).containsExactly("t1", "t2", "t3", "t3");
    }
}
