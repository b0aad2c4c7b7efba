package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The events of a listener: each start event has an end event, and a call and its attempt end with the same failure.
 */
@Timeout(20)
class ListenerEventsTest {

    private static final SupportProfile PROFILE =
            SupportProfile.builder().email("a@b").telephone("1").website("w").build();
    private static final SupportProfileReply REPLY =
            SupportProfileReply.of(PROFILE, ResponseMetadata.builder(200).build());

    private final FakeTime time = new FakeTime();
    private final ScriptedGateway gateway = new ScriptedGateway();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Runnable> atStart = new AtomicReference<>(() -> {});
    private final CountDownLatch callHasEnded = new CountDownLatch(1);

    private final class AttemptRecorder implements CallListener {
        @Override
        public void attemptStarted(Attempt attempt) {
            events.add("start " + attempt.number());
            atStart.get().run();
        }

        @Override
        public void attemptEnded(Attempt attempt, AttemptEnd end) {
            events.add("end " + attempt.number() + how(end.failure()));
        }

        @Override
        public void callEnded(CallEnd call) {
            events.add("call" + how(call.failure()));
            callHasEnded.countDown();
        }

        private String how(@Nullable Throwable failure) {
            if (failure == null) {
                return "";
            }
            failures.add(failure);
            return " " + ((PartnerCenterException) failure).category();
        }
    }

    private PartnerCenter.Builder builder() {
        return PartnerCenter.builder()
                .gateway(gateway)
                .tokens(AccessTokenProvider.fixed(AccessToken.of("t")))
                .time(time)
                .threads(time.threads())
                .retryPolicy(RetryPolicy.none())
                .attemptTimeout(Duration.ofMinutes(10))
                .reconcile(false)
                .updateRoute(UpdateRoute.DOCUMENTED)
                .listener(new AttemptRecorder());
    }

    private SupportProfileOperations support() {
        return builder().build().profiles().supportProfile();
    }

    @Test
    void deadline_endsAttemptAndCallWithOneFailure() throws Exception {
        gateway.thenNothing();

        support().updateAsync(PROFILE);
        time.advance(Duration.ofSeconds(60));
        assertThat(callHasEnded.await(5, TimeUnit.SECONDS)).isTrue();

        assertThat(events).containsExactly("start 1", "end 1 TIMEOUT", "call TIMEOUT");
        assertThat(failures.get(0)).isSameAs(failures.get(1));
    }

    @Test
    void close_endsAttemptAndCallWithOneFailure() {
        gateway.thenNothing();
        PartnerCenter client = builder().build();

        CompletableFuture<SupportProfile> call =
                client.profiles().supportProfile().updateAsync(PROFILE);
        client.close();

        assertThat(call).failsWithin(Duration.ofSeconds(10)).withThrowableOfType(ExecutionException.class);
        assertThat(events).containsExactly("start 1", "end 1 CLOSED", "call CLOSED");
    }

    @Test
    void call_endsBeforeTheExchangeBegins_alsoEndsItsAttempt() {
        PartnerCenter client = builder().build();
        atStart.set(client::close);

        CompletableFuture<SupportProfile> call =
                client.profiles().supportProfile().updateAsync(PROFILE);

        assertThat(call).failsWithin(Duration.ofSeconds(10)).withThrowableOfType(ExecutionException.class);
        assertThat(events).containsExactly("start 1", "end 1 CLOSED", "call CLOSED");
        assertThat(gateway.asked).isEmpty();
    }

    @Test
    void call_endsDuringTheStartEvent_eventsStayInOrder() throws Exception {
        PartnerCenter client = builder().build();
        atStart.set(() -> {
            Thread closer = new Thread(client::close);
            closer.start();
            try {
                closer.join(5_000);
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
        });

        CompletableFuture<SupportProfile> call =
                client.profiles().supportProfile().updateAsync(PROFILE);

        assertThat(call).failsWithin(Duration.ofSeconds(10)).withThrowableOfType(ExecutionException.class);
        assertThat(callHasEnded.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(events).containsExactly("start 1", "end 1 CLOSED", "call CLOSED");
    }

    @Test
    void failure_ofTheCall_hasTheSameIdAsTheEvent() {
        List<String> ids = new ArrayList<>();
        gateway.thenFail(context -> TransportException.io(context, WriteOutcome.UNKNOWN, "broken", null))
                .thenFail(context -> ServiceException.builder(context, 500).build());

        Throwable thrown = catchThrowable(() -> builder()
                .reconcile(true)
                .listener(new CallListener() {
                    @Override
                    public void callEnded(CallEnd call) {
                        ids.add(call.requestId());
                    }
                })
                .build()
                .profiles()
                .supportProfile()
                .update(PROFILE));

        assertThat(ids).containsExactly(((PartnerCenterException) thrown).requestId());
        assertThat(ids).containsExactly(gateway.asked.get(0).context().requestId());
    }

    // --- reads ---

    @Test
    void read_fails_hasNoWriteOutcome() {
        for (int i = 0; i < 3; i++) {
            gateway.thenFail(context -> TransportException.io(context, WriteOutcome.UNKNOWN, "broken", null));
        }
        List<Throwable> seen = new ArrayList<>();
        CompletableFuture<SupportProfile> call = builder()
                .retryPolicy(RetryPolicy.defaults())
                .listener(new CallListener() {
                    @Override
                    public void attemptEnded(Attempt attempt, AttemptEnd end) {
                        seen.add(end.failure());
                    }

                    @Override
                    public void retryWaitStarted(Retry retry) {
                        seen.add(retry.failure());
                    }
                })
                .build()
                .profiles()
                .supportProfile()
                .getAsync();
        time.advance(Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(1));
        Throwable thrown = call.handle((read, failure) -> failure).join();

        seen.add(thrown);
        seen.addAll(Arrays.asList(thrown.getSuppressed()));
        assertThat(seen).hasSize(8).allSatisfy(failure -> {
            assertThat(((PartnerCenterException) failure).writeOutcome()).isEmpty();
            assertThat(failure.getMessage()).doesNotContain("applied", "changed", "written", "writing");
        });
    }

    @Test
    void readOfAnEdit_fails_itsAttemptHasNoWriteOutcome() {
        gateway.thenFail(context -> ServiceException.builder(context, 500).build());

        Throwable thrown = catchThrowable(() -> support().edit(profile -> profile.withTelephone("2")));

        assertThat(((PartnerCenterException) failures.get(0)).writeOutcome()).isEmpty();
        assertThat(((PartnerCenterException) thrown).writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
    }

    @Test
    void read_withRefusedToken_causeHasNoWriteOutcome() {
        gateway.thenFail(context -> ServiceException.builder(context, 401).build());

        Throwable thrown = catchThrowable(() -> support().get());

        ServiceException cause = (ServiceException) thrown.getCause();
        assertThat(cause.writeOutcome()).isEmpty();
        assertThat(cause.getMessage()).doesNotContain("changed", "written");
        assertThat(cause.requestId()).isEqualTo(((PartnerCenterException) thrown).requestId());
    }

    @Test
    void precondition_messageDoesNotContradictItself() {
        gateway.thenFail(context -> ServiceException.builder(context, 412).build());

        Throwable thrown = catchThrowable(() -> support().update(PROFILE));

        assertThat(((PartnerCenterException) thrown).category()).isEqualTo(ErrorCategory.PRECONDITION);
        assertThat(thrown.getMessage()).contains("changed since it was read").doesNotContain("not changed");
    }

    // --- exceptions of an edit's function ---

    @Test
    void editFunction_throwsTheSameExceptionTwice_isThrownUnchanged() {
        IllegalStateException own = new IllegalStateException("mine");
        SupportProfileOperations support = support();

        for (int i = 0; i < 3; i++) {
            gateway.then(asked -> CompletableFuture.supplyAsync(() -> REPLY));
            assertThat(catchThrowable(() -> support.edit(profile -> {
                        throw own;
                    })))
                    .isSameAs(own);
        }

        gateway.then(asked -> {
            CompletableFuture<SupportProfileReply> later = new CompletableFuture<>();
            new Thread(() -> later.complete(REPLY)).start();
            return later;
        });
        Throwable other = offThread();
        assertThat(catchThrowable(() -> support.edit(profile -> {
                    throw (RuntimeException) other;
                })))
                .isSameAs(other);
        assertThat(other.getSuppressed()).isEmpty();
        assertThat(own.getSuppressed()).isEmpty();
    }

    /** Returns an exception without the caller in its stack. */
    private static Throwable offThread() {
        return CompletableFuture.supplyAsync(() -> new IllegalStateException("theirs"))
                .join();
    }

    @Test
    void editFunction_throwsPartnerCenterOrCompletionException_isThrownUnchanged() {
        PartnerCenterException inner =
                (PartnerCenterException) CompletableFuture.supplyAsync(() -> catchThrowable(() -> {
                            gateway.thenFail(context ->
                                    ServiceException.builder(context, 403).build());
                            support().get();
                        }))
                        .join();
        java.util.concurrent.CompletionException wrapper =
                new java.util.concurrent.CompletionException(new IllegalStateException("mine"));
        int before = inner.getSuppressed().length;

        for (RuntimeException own : List.of(inner, wrapper)) {
            gateway.thenReply(REPLY).thenReply(REPLY);
            assertThat(catchThrowable(() -> support().edit(profile -> {
                        throw own;
                    })))
                    .isSameAs(own);
            CompletableFuture<SupportProfile> async = support().editAsync(profile -> {
                throw own;
            });
            AtomicReference<Throwable> given = new AtomicReference<>();
            async.whenComplete((value, failure) -> given.set(failure));
            assertThat(given.get()).isSameAs(own);
        }
        assertThat(inner.getSuppressed()).hasSize(before);
    }

    /** Records all events of one call. */
    private static class EventRecorder implements CallListener {

        final List<String> events = Collections.synchronizedList(new ArrayList<>());

        @Override
        public CallListener callStarted(CallStart call) {
            events.add("call " + call.operation());
            return this;
        }

        @Override
        public void tokenWaitStarted(CallStart call) {
            events.add(" token?");
        }

        @Override
        public void tokenWaitEnded(CallStart call, Duration elapsed, @Nullable Throwable failure) {
            events.add(" token after " + elapsed.toSeconds() + " s" + how(failure));
        }

        @Override
        public void attemptStarted(Attempt attempt) {
            events.add(" " + attempt.method() + " " + attempt.number());
        }

        @Override
        public void attemptEnded(Attempt attempt, AttemptEnd end) {
            events.add(" end " + attempt.number() + ": " + end.status() + how(end.failure()));
        }

        @Override
        public void retryWaitStarted(Retry retry) {
            events.add(" wait");
        }

        @Override
        public void retryWaitEnded(Retry retry, Duration elapsed) {
            events.add(" waited" + (elapsed.compareTo(retry.delay()) >= 0 ? "" : " not to the end"));
        }

        @Override
        public void callEnded(CallEnd end) {
            events.add("end: " + end.status() + (end.reconciled() ? " reconciled" : "") + how(end.failure()));
        }

        @Override
        public void tokenRequested(TokenStart start) {
            events.add("asked" + (start.early() ? " early" : ""));
        }

        @Override
        public void tokenEnded(TokenEnd end) {
            events.add("answered, good for " + end.tokenLeft().toMinutes() + " min" + how(end.failure()));
        }

        private static String how(@Nullable Throwable failure) {
            return failure == null
                    ? ""
                    : " "
                            + (failure instanceof PartnerCenterException ours
                                    ? ours.category()
                                    : failure.getClass().getSimpleName());
        }
    }

    @Test
    void call_withATokenRequestAndARetry_hasTheDocumentedEvents() {
        CompletableFuture<AccessToken> token = new CompletableFuture<>();
        gateway.thenFail(context -> ServiceException.builder(context, 503).build());
        gateway.thenReply(REPLY);
        EventRecorder recorder = new EventRecorder();
        CompletableFuture<SupportProfile> call = builder()
                .tokens(request -> token)
                .retryPolicy(RetryPolicy.defaults())
                .listener(recorder)
                .build()
                .profiles()
                .supportProfile()
                .getAsync();
        time.advance(Duration.ofSeconds(2));
        token.complete(AccessToken.of("t", Duration.ofHours(1)));
        time.advance(Duration.ZERO);
        time.advance(Duration.ofSeconds(10));

        assertThat(call).succeedsWithin(Duration.ofSeconds(10));
        assertThat(recorder.events)
                .filteredOn(line -> !line.startsWith("answered"))
                .containsExactly(
                        "call GET",
                        "asked",
                        " token?",
                        " token after 2 s",
                        " GET 1",
                        " end 1: 503 SERVER",
                        " wait",
                        " waited",
                        " GET 2",
                        " end 2: 200",
                        "end: 200");
    }

    @Test
    void call_endsDuringARetryWait_alsoEndsTheWait() {
        gateway.thenFail(context -> ServiceException.builder(context, 503).build());
        EventRecorder recorder = new EventRecorder();
        PartnerCenter client =
                builder().retryPolicy(RetryPolicy.defaults()).listener(recorder).build();

        CompletableFuture<SupportProfile> call =
                client.profiles().supportProfile().getAsync();
        call.cancel(true);

        assertThat(recorder.events).endsWith(" wait", " waited not to the end", "end: null CANCELLED");
    }

    @Test
    void call_endsDuringATokenWait_alsoEndsTheWaitAndTheRequest() {
        EventRecorder recorder = new EventRecorder();
        PartnerCenter client = builder()
                .tokens(request -> new CompletableFuture<>())
                .threads(Runnable::run)
                .listener(recorder)
                .build();

        client.profiles().supportProfile().getAsync().cancel(true);

        assertThat(recorder.events)
                .containsExactlyInAnyOrder(
                        "call GET",
                        "asked",
                        " token?",
                        " token after 0 s CANCELLED",
                        "end: null CANCELLED",
                        "answered, good for 0 min CancellationException");
    }

    @Test
    void callStarted_always_runsOnTheCallersThreadAndReturnsTheListenerForTheCall() {
        gateway.thenReply(REPLY);
        EventRecorder ofTheCall = new EventRecorder();
        Thread[] listenerThread = new Thread[1];

        builder()
                .listener(new CallListener() {
                    @Override
                    public CallListener callStarted(CallStart call) {
                        listenerThread[0] = Thread.currentThread();
                        return ofTheCall;
                    }

                    @Override
                    public void callEnded(CallEnd call) {
                        throw new AssertionError("the event went to the other listener");
                    }
                })
                .build()
                .profiles()
                .supportProfile()
                .get();

        assertThat(listenerThread[0]).isSameAs(Thread.currentThread());
        assertThat(ofTheCall.events).containsExactly(" GET 1", " end 1: 200", "end: 200");
    }

    @Test
    void listeners_oneThrows_othersStillGetAllEvents() {
        gateway.thenReply(REPLY);
        EventRecorder first = new EventRecorder();
        EventRecorder last = new EventRecorder();

        builder()
                .listener(first)
                .listener(new CallListener() {
                    @Override
                    public CallListener callStarted(CallStart call) {
                        throw new AssertionError("a listener's fault");
                    }
                })
                .listener(last)
                .build()
                .profiles()
                .supportProfile()
                .get();

        assertThat(first.events).contains("call GET", "end: 200").isEqualTo(last.events);
    }

    @Test
    void write_reconciledByARead_endEventSaysReconciled() {
        gateway.thenFail(context -> TransportException.io(context, WriteOutcome.UNKNOWN, "broken", null));
        gateway.thenReply(REPLY);
        EventRecorder recorder = new EventRecorder();

        builder()
                .reconcile(true)
                .listener(recorder)
                .build()
                .profiles()
                .supportProfile()
                .update(PROFILE);

        assertThat(recorder.events).endsWith("end: 200 reconciled");
    }

    @Test
    void attemptEnded_always_hasTheTimesOfQueueAndConnecting() {
        List<CallListener.AttemptEnd> ends = new ArrayList<>();
        gateway.thenFail(context -> {
            context.progress().waiting();
            time.advance(Duration.ofSeconds(3));
            context.progress().connecting();
            time.advance(Duration.ofSeconds(2));
            context.progress().sending();
            time.advance(Duration.ofSeconds(1));
            return ServiceException.builder(context, 500).build();
        });

        builder()
                .listener(new CallListener() {
                    @Override
                    public void attemptEnded(Attempt attempt, AttemptEnd end) {
                        ends.add(end);
                    }
                })
                .build()
                .profiles()
                .supportProfile()
                .getAsync();

        assertThat(ends).singleElement().satisfies(end -> {
            assertThat(end.queued()).isEqualTo(Duration.ofSeconds(3));
            assertThat(end.connecting()).isEqualTo(Duration.ofSeconds(2));
            assertThat(end.elapsed()).isEqualTo(Duration.ofSeconds(6));
            assertThat(end.status()).isEqualTo(500);
        });
    }

    @Test
    void end_beforeTheListenerRuns_exchangeIsAborted() {
        AtomicBoolean abortedByGateway = new AtomicBoolean();
        gateway.then(asked -> {
            CompletableFuture<SupportProfileReply> exchange = new CompletableFuture<>();
            // A transport aborts its exchange in this way.
            var unused = exchange.whenComplete((reply, ended) -> abortedByGateway.set(true));
            return exchange;
        });
        AtomicReference<Boolean> aborted = new AtomicReference<>();
        CallListener slow = new CallListener() {
            @Override
            public void callEnded(CallEnd call) {
                aborted.set(abortedByGateway.get());
            }
        };
        PartnerCenter partnerCenter = builder().listener(slow).build();

        partnerCenter.profiles().supportProfile().getAsync().cancel(true);

        assertThat(aborted).hasValue(true);
    }

    @Test
    void end_beforeTheListenerRuns_unusedTokenRequestIsCancelled() {
        CompletableFuture<AccessToken> request = new CompletableFuture<>();
        AtomicReference<Boolean> givenUp = new AtomicReference<>();
        CallListener slow = new CallListener() {
            @Override
            public void callEnded(CallEnd call) {
                givenUp.set(request.isCancelled());
            }
        };
        PartnerCenter partnerCenter =
                builder().tokens(asked -> request).listener(slow).build();

        partnerCenter.profiles().supportProfile().getAsync().cancel(true);

        assertThat(givenUp).hasValue(true);
    }
}
