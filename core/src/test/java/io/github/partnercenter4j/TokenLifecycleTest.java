package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.CallFacts;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.TokenRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class TokenLifecycleTest {

    private static final SupportProfile PROFILE =
            SupportProfile.builder().email("a@b").telephone("1").website("w").build();
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeTime time = new FakeTime();
    private final Provider provider = new Provider();
    private final Service service = new Service();
    private final PartnerCenter client = PartnerCenter.builder()
            .gateway(service)
            .tokens(provider)
            .time(time)
            .retryPolicy(RetryPolicy.none())
            .updateRoute(UpdateRoute.DOCUMENTED)
            .threads(Runnable::run)
            .build();
    private final SupportProfileOperations support = client.profiles().supportProfile();

    /** A provider whose requests the test completes. */
    private static final class Provider implements AccessTokenProvider {
        final List<TokenRequest> requests = new CopyOnWriteArrayList<>();
        final List<CompletableFuture<AccessToken>> answers = new CopyOnWriteArrayList<>();

        @Override
        public synchronized CompletableFuture<AccessToken> accessToken(TokenRequest request) {
            requests.add(request);
            CompletableFuture<AccessToken> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        }

        int asked() {
            return requests.size();
        }

        void gives(String token, Duration life) {
            last().complete(AccessToken.of(token, life));
        }

        void fails(Throwable failure) {
            last().completeExceptionally(failure);
        }

        void failsFor(AuthenticationReason reason) {
            fails(AuthenticationException.of(reason, "The login said no.", null));
        }

        CompletableFuture<AccessToken> last() {
            return answers.get(answers.size() - 1);
        }
    }

    /** A service that accepts every token except those that the test refuses. */
    private static final class Service implements SupportProfileGateway {
        final List<RequestContext> asked = new CopyOnWriteArrayList<>();
        final Set<String> refused = new HashSet<>();
        volatile int refusal = 401;
        volatile @Nullable CompletableFuture<Void> hold;

        @Override
        public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
            asked.add(context);
            CompletableFuture<Void> held = hold;
            return held == null ? answer(context) : held.thenCompose(released -> answer(context));
        }

        @Override
        public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
            return fetch(context);
        }

        private CompletableFuture<SupportProfileReply> answer(RequestContext context) {
            return refused.contains(context.accessToken().value())
                    ? CompletableFuture.failedFuture(
                            ServiceException.builder(context, refusal).build())
                    : CompletableFuture.completedFuture(SupportProfileReply.of(
                            PROFILE, ResponseMetadata.builder(200).build()));
        }

        List<String> tokens() {
            return asked.stream().map(context -> context.accessToken().value()).toList();
        }

        @Override
        public void close() {}
    }

    private List<CompletableFuture<SupportProfile>> gets(int count) {
        List<CompletableFuture<SupportProfile>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(support.getAsync());
        }
        return calls;
    }

    /** Gives the client a token. */
    private void signIn(String token, Duration life) {
        CompletableFuture<SupportProfile> call = support.getAsync();
        provider.gives(token, life);
        assertThat(call).isCompletedWithValue(PROFILE);
        service.asked.clear();
    }

    private static AuthenticationException failure(CompletableFuture<?> call) {
        ExecutionException wrapper =
                catchThrowableOfType(ExecutionException.class, () -> call.get(5, TimeUnit.SECONDS));
        return (AuthenticationException) wrapper.getCause();
    }

    // --- one token request for all calls ---

    @Test
    void aThousandCalls_onANewClient_requestOneToken() {
        List<CompletableFuture<SupportProfile>> calls = gets(1000);

        provider.gives("t1", HOUR);

        assertThat(calls)
                .allSatisfy(call -> assertThat(call).succeedsWithin(PATIENCE).isEqualTo(PROFILE));
        assertThat(provider.asked()).isEqualTo(1);
        assertThat(provider.requests.get(0).rejected()).isNull();
        assertThat(service.asked).hasSize(1000);
    }

    @Test
    void aThousandCalls_afterTheTokenExpired_requestOneToken() {
        signIn("t1", HOUR);
        time.advance(HOUR);

        List<CompletableFuture<SupportProfile>> calls = gets(1000);
        provider.gives("t2", HOUR);

        assertThat(calls)
                .allSatisfy(call -> assertThat(call).succeedsWithin(PATIENCE).isEqualTo(PROFILE));
        assertThat(provider.asked()).isEqualTo(2);
        assertThat(service.tokens()).containsOnly("t2");
    }

    @Test
    void aThousandCalls_refusedAtOnce_requestOneTokenAndAreAllSentAgain() {
        signIn("t1", HOUR);
        service.refused.add("t1");
        service.hold = new CompletableFuture<>();
        List<CompletableFuture<SupportProfile>> calls = gets(1000);

        service.hold.complete(null);
        assertThat(provider.asked()).isEqualTo(2);
        provider.gives("t2", HOUR);

        assertThat(calls)
                .allSatisfy(call -> assertThat(call).succeedsWithin(PATIENCE).isEqualTo(PROFILE));
        assertThat(provider.asked()).isEqualTo(2);
        assertThat(provider.requests.get(1).rejected()).isEqualTo(AccessToken.of("t1"));
        assertThat(service.asked).hasSize(2000);
    }

    /** Calls come from many threads while tokens arrive on other threads: there is never a second request. */
    @Test
    void callsFromManyThreads_eachTimeATokenExpires_requestOneToken() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        int threads = 16;
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try (PartnerCenter shared = PartnerCenter.builder()
                .gateway(service)
                .time(time)
                .tokens(AccessTokenProvider.of(() -> AccessToken.of("t" + asked.incrementAndGet(), HOUR)))
                .build()) {
            for (int round = 1; round <= 20; round++) {
                CountDownLatch together = new CountDownLatch(threads);
                List<Future<SupportProfile>> calls = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    calls.add(callers.submit(() -> {
                        together.countDown();
                        together.await();
                        return shared.profiles().supportProfile().get();
                    }));
                }
                for (Future<SupportProfile> call : calls) {
                    assertThat(call.get()).isEqualTo(PROFILE);
                }
                assertThat(asked).hasValue(round);
                time.advance(HOUR);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    // --- 401 ---

    @Test
    void refusedWrite_isSentOnceMoreWithTheNextToken() {
        signIn("t1", HOUR);
        service.refused.add("t1");

        CompletableFuture<SupportProfile> call = support.updateAsync(PROFILE);
        provider.gives("t2", HOUR);

        assertThat(call).isCompletedWithValue(PROFILE);
        RequestContext first = service.asked.get(0);
        RequestContext second = service.asked.get(1);
        assertThat(service.tokens()).containsExactly("t1", "t2");
        assertThat(second.requestId()).isNotEqualTo(first.requestId());
        assertThat(second.correlationId()).isEqualTo(first.correlationId());
        assertThat(support.getAsync()).isCompletedWithValue(PROFILE);
        assertThat(provider.asked()).isEqualTo(2);
    }

    @Test
    void refusedWithAnOlderToken_isSentAgainWithTheNewOneWithoutATokenRequest() {
        signIn("t1", HOUR);
        service.refused.add("t1");
        CompletableFuture<Void> slow = new CompletableFuture<>();
        service.hold = slow;
        CompletableFuture<SupportProfile> late = support.getAsync();
        service.hold = null;
        CompletableFuture<SupportProfile> quick = support.getAsync();
        provider.gives("t2", HOUR);
        assertThat(quick).isCompletedWithValue(PROFILE);

        slow.complete(null);

        assertThat(late).isCompletedWithValue(PROFILE);
        assertThat(provider.asked()).isEqualTo(2);
        assertThat(service.tokens()).containsExactly("t1", "t1", "t2", "t2");
    }

    @Test
    void refusedTwice_isRejectedWithTheFirstRefusalSuppressed() {
        signIn("t1", HOUR);
        service.refused.addAll(Set.of("t1", "t2"));

        CompletableFuture<SupportProfile> call = support.updateAsync(PROFILE);
        provider.gives("t2", HOUR);

        AuthenticationException thrown = failure(call);
        assertThat(thrown.reason()).isEqualTo(AuthenticationReason.TOKEN_REJECTED);
        assertThat(thrown.attempts()).isEqualTo(2);
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(thrown.getCause()).isInstanceOf(ServiceException.class);
        assertThat(thrown.getSuppressed()).hasSize(1).hasOnlyElementsOfType(AuthenticationException.class);
        assertThat(service.asked).hasSize(2);
        assertThat(provider.asked()).isEqualTo(2);
    }

    @Test
    void refusedInBothExchangesOfAnEdit_isSentAgainOnceOnly() {
        signIn("t1", HOUR);
        service.refused.add("t1");

        CompletableFuture<SupportProfile> call = support.editAsync(profile -> {
            service.refused.add("t2");
            return profile.withEmail("c@d");
        });
        provider.gives("t2", HOUR);

        assertThat(failure(call).reason()).isEqualTo(AuthenticationReason.TOKEN_REJECTED);
        assertThat(service.tokens()).containsExactly("t1", "t2", "t2");
        assertThat(provider.asked()).isEqualTo(2);
    }

    @Test
    void refused_providerReturnsTheSameToken_isNotSentAgain() {
        signIn("t1", HOUR);
        service.refused.add("t1");

        CompletableFuture<SupportProfile> call = support.getAsync();
        provider.gives("t1", HOUR);

        assertThat(failure(call).reason()).isEqualTo(AuthenticationReason.TOKEN_REJECTED);
        assertThat(service.asked).hasSize(1);
    }

    @Test
    void refused_nextTokenRequestFails_failsWithThatAndTheRefusalSuppressed() {
        signIn("t1", HOUR);
        service.refused.add("t1");

        CompletableFuture<SupportProfile> call = support.updateAsync(PROFILE);
        provider.failsFor(AuthenticationReason.INTERACTION_REQUIRED);

        AuthenticationException thrown = failure(call);
        assertThat(thrown.reason()).isEqualTo(AuthenticationReason.INTERACTION_REQUIRED);
        assertThat(thrown.attempts()).isEqualTo(1);
        assertThat(thrown.getSuppressed()).hasSize(1);
        assertThat(service.asked).hasSize(1);
    }

    @Test
    void forbidden_always_requestsNoOtherToken() {
        signIn("t1", HOUR);
        service.refused.add("t1");
        service.refusal = 403;

        CompletableFuture<SupportProfile> call = support.getAsync();

        assertThat(call).isCompletedExceptionally();
        assertThat(service.asked).hasSize(1);
        assertThat(provider.asked()).isEqualTo(1);
    }

    // --- renewal in the background ---

    @Test
    void staleToken_isUsedWhileOneRequestForTheNextIsMade() {
        signIn("t1", HOUR);
        time.advance(Duration.ofMinutes(57));

        assertThat(gets(100))
                .allSatisfy(call -> assertThat(call).succeedsWithin(PATIENCE).isEqualTo(PROFILE));
        assertThat(provider.asked()).isEqualTo(2);
        assertThat(service.tokens()).containsOnly("t1");

        provider.gives("t2", HOUR);
        support.get();
        assertThat(service.tokens()).endsWith("t2");
        assertThat(provider.asked()).isEqualTo(2);
    }

    @Test
    void freshToken_isNotRenewed() {
        signIn("t1", HOUR);
        time.advance(Duration.ofMinutes(54));

        support.get();

        assertThat(provider.asked()).isEqualTo(1);
    }

    @Test
    void renewal_fails_callsUseTheOldTokenAndRenewalIsRetried() {
        signIn("t1", HOUR);
        time.advance(Duration.ofMinutes(57));
        support.get();
        provider.failsFor(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);

        support.get();
        assertThat(provider.asked()).isEqualTo(2);
        time.advance(Duration.ofSeconds(1));
        support.get();

        assertThat(provider.asked()).isEqualTo(3);
        assertThat(service.tokens()).containsOnly("t1");
    }

    @Test
    void renewal_isSlow_callsWaitOnlyAfterTheTokenExpired() {
        signIn("t1", Duration.ofMinutes(10));
        time.advance(Duration.ofMinutes(9).plusSeconds(58));
        support.get();
        time.advance(Duration.ofSeconds(2));

        CompletableFuture<SupportProfile> call = support.getAsync();
        assertThat(call).isNotDone();
        provider.gives("t2", HOUR);

        assertThat(call).isCompletedWithValue(PROFILE);
        assertThat(provider.asked()).isEqualTo(2);
    }

    // --- failures ---

    @Test
    void request_fails_eachWaitingCallGetsItsOwnException() {
        List<CompletableFuture<SupportProfile>> calls = gets(50);
        IllegalStateException cause = new IllegalStateException("vault is down");

        provider.fails(cause);

        Set<AuthenticationException> thrown = new HashSet<>();
        calls.forEach(call -> thrown.add(failure(call)));
        assertThat(thrown).hasSize(50).allSatisfy(failure -> {
            assertThat(failure.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure).hasCause(cause);
        });
        assertThat(thrown.stream().map(PartnerCenterException::requestId)).doesNotHaveDuplicates();
        assertThat(provider.asked()).isEqualTo(1);
        assertThat(service.asked).isEmpty();
    }

    @Test
    void request_failsRepeatedly_isRememberedForHalfASecondAndThenLonger() {
        support.getAsync();
        provider.failsFor(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);

        AuthenticationException atOnce = failure(support.getAsync());
        assertThat(atOnce.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        assertThat(atOnce).hasMessageContaining("not repeated for another").hasMessageContaining("The login said no.");
        assertThat(provider.asked()).isEqualTo(1);

        time.advance(Duration.ofMillis(500));
        support.getAsync();
        assertThat(provider.asked()).isEqualTo(2);
        provider.failsFor(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);

        time.advance(Duration.ofMillis(700));
        support.getAsync();
        assertThat(provider.asked()).isEqualTo(2);
        time.advance(Duration.ofMillis(300));
        support.getAsync();
        assertThat(provider.asked()).isEqualTo(3);
    }

    @Test
    void request_failsWithRetryAfter_isNotRepeatedBefore() {
        CompletableFuture<SupportProfile> first = support.getAsync();
        provider.fails(
                AuthenticationException.of(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "The login is busy.", null)
                        .withRetryAfter(Duration.ofSeconds(7)));
        assertThat(failure(first).retryAfter()).contains(Duration.ofSeconds(7));

        time.advance(Duration.ofMillis(6_900));
        assertThat(failure(support.getAsync()).retryAfter()).contains(Duration.ofMillis(100));
        assertThat(provider.asked()).isEqualTo(1);

        time.advance(Duration.ofMillis(100));
        CompletableFuture<SupportProfile> last = support.getAsync();
        provider.gives("a", HOUR);
        assertThat(last).isCompletedWithValue(PROFILE);
    }

    @Test
    void request_rememberedLongerThanRetryAfter_failureHasNoRetryAfterAnyMore() {
        for (int failures = 0; failures < 3; failures++) {
            support.getAsync();
            provider.fails(AuthenticationException.of(
                            AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "The login is busy.", null)
                    .withRetryAfter(Duration.ofMillis(100)));
            time.advance(Duration.ofMillis(failures == 2 ? 500 : 2_000));
        }

        assertThat(failure(support.getAsync()).retryAfter()).isEmpty();
        assertThat(provider.asked()).isEqualTo(3);
    }

    @Test
    void request_failsNotRetryable_isRememberedForThirtySecondsAtOnce() {
        CompletableFuture<SupportProfile> first = support.getAsync();
        provider.fails(
                AuthenticationException.of(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "No TLS with it.", null)
                        .notRetryable());
        assertThat(failure(first).isRetryable()).isFalse();

        time.advance(Duration.ofSeconds(20));
        assertThat(failure(support.getAsync()).isRetryable()).isFalse();
        assertThat(provider.asked()).isEqualTo(1);

        time.advance(Duration.ofSeconds(10));
        support.getAsync();
        assertThat(provider.asked()).isEqualTo(2);
    }

    @Test
    void request_succeedsAfterAFailure_failureIsForgotten() {
        for (int i = 0; i < 4; i++) {
            support.getAsync();
            provider.failsFor(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
            time.advance(Duration.ofSeconds(30));
        }
        signIn("t1", HOUR);
        time.advance(HOUR);
        support.getAsync();
        provider.failsFor(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);

        time.advance(Duration.ofMillis(500));
        support.getAsync();

        assertThat(provider.asked()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREDENTIAL_REJECTED", "INTERACTION_REQUIRED"})
    void credential_refused_isRememberedForThirtySecondsAtOnce(AuthenticationReason reason) {
        support.getAsync();
        provider.failsFor(reason);

        time.advance(Duration.ofSeconds(22));
        assertThat(failure(support.getAsync()).reason()).isEqualTo(reason);
        assertThat(provider.asked()).isEqualTo(1);

        time.advance(Duration.ofSeconds(8));
        support.getAsync();
        assertThat(provider.asked()).isEqualTo(2);
    }

    @Test
    void forgetToken_afterAFailure_requestsAtOnce() {
        support.getAsync();
        provider.failsFor(AuthenticationReason.CREDENTIAL_REJECTED);

        client.forgetToken();
        signIn("t1", HOUR);

        assertThat(provider.asked()).isEqualTo(2);
    }

    @Test
    void forgetToken_duringARequest_laterCallsDoNotGetItsToken() {
        CompletableFuture<SupportProfile> before = support.getAsync();
        client.forgetToken();
        CompletableFuture<SupportProfile> after = support.getAsync();

        provider.answers.get(1).complete(AccessToken.of("new", HOUR));
        provider.answers.get(0).complete(AccessToken.of("old", HOUR));
        support.get();

        assertThat(before).isCompleted();
        assertThat(after).isCompleted();
        assertThat(service.tokens()).containsExactly("new", "old", "new");
    }

    @Test
    void provider_failsWithAnError_isNeitherWrappedNorRemembered() {
        CompletableFuture<SupportProfile> call = support.getAsync();
        LinkageError error = new LinkageError("no such class");
        provider.fails(error);

        assertThat(call.handle((value, thrown) -> thrown).join()).isSameAs(error);
        signIn("t1", HOUR);
        assertThat(provider.asked()).isEqualTo(2);
    }

    @Test
    void provider_isClosed_isNotRetried() {
        CompletableFuture<SupportProfile> call = support.getAsync();
        provider.fails(PartnerCenterException.closed(
                CallFacts.of("", "", 0, Duration.ZERO, null), "access token provider", false));

        ExecutionException wrapper =
                catchThrowableOfType(ExecutionException.class, () -> call.get(5, TimeUnit.SECONDS));
        PartnerCenterException thrown = (PartnerCenterException) wrapper.getCause();
        assertThat(thrown.category()).isEqualTo(ErrorCategory.CLOSED);
        assertThat(thrown.isRetryable()).isFalse();
        assertThat(thrown.requestId()).isNotEmpty();
    }

    // --- each call waits for its own time ---

    @Test
    void deadline_ofOneWaitingCall_endsOnlyThatCall() throws Exception {
        CompletableFuture<SupportProfile> patient = support.getAsync();
        CompletableFuture<SupportProfile> shortCall = support.with(
                        CallOptions.builder().timeout(Duration.ofSeconds(1)).build())
                .getAsync();

        time.advance(Duration.ofSeconds(1));
        ExecutionException ended =
                catchThrowableOfType(ExecutionException.class, () -> shortCall.get(5, TimeUnit.SECONDS));
        assertThat(((PartnerCenterException) ended.getCause()).category()).isEqualTo(ErrorCategory.TIMEOUT);
        assertThat(patient).isNotDone();
        assertThat(provider.last()).isNotDone();

        provider.gives("t1", HOUR);
        assertThat(patient).isCompletedWithValue(PROFILE);
    }

    @Test
    void lastWaitingCall_ends_requestIsCancelled() {
        List<CompletableFuture<SupportProfile>> calls = gets(2);

        calls.get(0).cancel(true);
        assertThat(provider.last()).isNotDone();
        calls.get(1).cancel(true);
        assertThat(provider.last()).isCancelled();

        signIn("t1", HOUR);
        assertThat(provider.asked()).isEqualTo(2);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void waitingCall_endsDuringARenewal_renewalGoesOn() {
        signIn("t1", Duration.ofMinutes(10));
        time.advance(Duration.ofMinutes(9).plusSeconds(58));
        support.get();
        time.advance(Duration.ofSeconds(2));

        support.getAsync().cancel(true);
        assertThat(provider.last()).isNotDone();
        provider.gives("t2", HOUR);

        support.get();
        assertThat(provider.asked()).isEqualTo(2);
    }

    @Test
    void request_neverEnds_failsAfterItsTimeoutNotOnTheTimersThread() throws Exception {
        CompletableFuture<Thread> ranOn = new CompletableFuture<>();
        PartnerCenter usual = PartnerCenter.builder()
                .gateway(service)
                .tokens(provider)
                .time(time)
                .retryPolicy(RetryPolicy.none())
                .build();
        CompletableFuture<SupportProfile> call =
                usual.profiles().supportProfile().getAsync();
        call.whenComplete((value, thrown) -> ranOn.complete(Thread.currentThread()));

        time.advance(Duration.ofSeconds(10));

        assertThat(ranOn.get(5, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
        AuthenticationException thrown = failure(call);
        assertThat(thrown.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        assertThat(thrown).hasMessageContaining("did not answer within 10000 ms");
        assertThat(provider.last().handle((token, failure) -> failure).get(5, TimeUnit.SECONDS))
                .isInstanceOf(java.util.concurrent.CancellationException.class);
    }

    @Test
    void tokenTimeout_whenSet_limitsTheRequest() {
        PartnerCenter shortTokenTimeout = PartnerCenter.builder()
                .gateway(service)
                .tokens(provider)
                .time(time)
                .retryPolicy(RetryPolicy.none())
                .tokenTimeout(Duration.ofSeconds(2))
                .build();

        CompletableFuture<SupportProfile> call =
                shortTokenTimeout.profiles().supportProfile().getAsync();
        assertThat(provider.requests.get(0).timeLeft()).isEqualTo(Duration.ofSeconds(2));
        time.advance(Duration.ofSeconds(2));

        assertThat(failure(call)).hasMessageContaining("did not answer within 2000 ms");
    }

    @Test
    void close_duringARenewal_cancelsIt() {
        signIn("t1", HOUR);
        time.advance(Duration.ofMinutes(57));
        support.get();

        client.close();

        assertThat(provider.last()).isCancelled();
        assertThat(time.waiting()).isZero();
    }

    // --- the lifetime of a token ---

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE / 1_000_000_000})
    void token_withoutLifetime_isUsedByWaitingCallsOnly(long seconds) {
        List<CompletableFuture<SupportProfile>> calls = gets(3);

        provider.gives("t1", Duration.ofSeconds(seconds));

        assertThat(calls)
                .allSatisfy(call -> assertThat(call).succeedsWithin(PATIENCE).isEqualTo(PROFILE));
        assertThat(provider.asked()).isEqualTo(1);
        support.getAsync();
        assertThat(provider.asked()).isEqualTo(2);
    }

    @Test
    void token_withUnknownOrAbsurdLifetime_isUsedForFiveMinutes() {
        for (Function<String, AccessToken> token : List.<Function<String, AccessToken>>of(
                AccessToken::of, value -> AccessToken.of(value, Duration.ofDays(30)))) {
            int before = provider.asked();
            CompletableFuture<SupportProfile> call = support.getAsync();
            provider.last().complete(token.apply("t"));
            assertThat(call).isCompleted();

            time.advance(Duration.ofMinutes(4).minusSeconds(1));
            support.get();
            assertThat(provider.asked()).isEqualTo(before + 1);
            time.advance(Duration.ofMinutes(1).plusSeconds(1));
            assertThat(support.getAsync()).isNotDone();
            provider.gives("none", Duration.ZERO);
        }
    }

    @Test
    void lifetime_always_countsFromTheRequest() {
        support.getAsync();
        time.advance(Duration.ofSeconds(9));
        provider.gives("t1", Duration.ofSeconds(10));

        time.advance(Duration.ofSeconds(1));
        support.getAsync();

        assertThat(provider.asked()).isEqualTo(2);
    }

    @Test
    void lifetime_machineWasAsleep_isOver() {
        signIn("t1", HOUR);
        time.stepWallClock(Duration.ofHours(2));

        CompletableFuture<SupportProfile> call = support.getAsync();
        assertThat(call).isNotDone();
        provider.gives("t2", HOUR);

        assertThat(call).isCompleted();
        assertThat(provider.asked()).isEqualTo(2);
    }

    @Test
    void lifetime_wallClockSetBack_isNotLonger() {
        signIn("t1", HOUR);
        time.stepWallClock(Duration.ofDays(-1));

        support.get();
        time.advance(HOUR);
        support.getAsync();

        assertThat(provider.asked()).isEqualTo(2);
    }
}
