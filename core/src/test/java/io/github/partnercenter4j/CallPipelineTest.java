package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.TokenRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CallPipelineTest {

    private static final SupportProfile PROFILE =
            SupportProfile.builder().email("a@b").telephone("1").website("w").build();
    private static final SupportProfileReply REPLY = reply(PROFILE, null);

    private final FakeTime time = new FakeTime();
    private final ScriptedGateway gateway = new ScriptedGateway();
    private final List<CallListener.CallEnd> ends = new ArrayList<>();
    private final List<CallListener.Attempt> attempts = new ArrayList<>();

    private static SupportProfileReply reply(SupportProfile profile, @Nullable String etag) {
        return SupportProfileReply.of(
                profile, ResponseMetadata.builder(200).etag(etag).build());
    }

    private static PartnerCenterException refusal(RequestContext context, int status) {
        return ServiceException.builder(context, status).build();
    }

    private PartnerCenter.Builder builder() {
        return PartnerCenter.builder()
                .gateway(gateway)
                .tokens(AccessTokenProvider.fixed(AccessToken.of("secret-token")))
                .time(time)
                .threads(time.threads())
                .retryPolicy(RetryPolicy.none())
                .reconcile(false)
                .attemptTimeout(Duration.ofMinutes(10))
                .listener(new CallListener() {
                    @Override
                    public void attemptStarted(Attempt attempt) {
                        attempts.add(attempt);
                    }

                    @Override
                    public void callEnded(CallEnd call) {
                        ends.add(call);
                    }
                });
    }

    private SupportProfileOperations support(PartnerCenter.Builder builder) {
        return builder.build().profiles().supportProfile();
    }

    private SupportProfileOperations support() {
        return support(builder());
    }

    private static PartnerCenterException failure(CompletableFuture<?> future) {
        ExecutionException wrapper =
                catchThrowableOfType(ExecutionException.class, () -> future.get(5, TimeUnit.SECONDS));
        return (PartnerCenterException) wrapper.getCause();
    }

    // --- requests to the gateway ---

    @Test
    void get_always_fetchesOnceWithTokenIdsAndDefaults() {
        gateway.thenReply(REPLY);

        assertThat(support().get()).isEqualTo(PROFILE);

        assertThat(gateway.asked).hasSize(1);
        RequestContext context = gateway.asked.get(0).context();
        assertThat(gateway.asked.get(0).method()).isEqualTo("GET");
        assertThat(context.accessToken()).isEqualTo(AccessToken.of("secret-token"));
        assertThat(context.path()).isEqualTo(ResourcePath.SUPPORT);
        assertThat(context.locale()).isEqualTo("en-US");
        assertThat(context.applicationName()).isNull();
        assertThat(context.ifMatch()).isNull();
        assertThat(context.validateMfa()).isFalse();
        assertThat(context.timeLeft()).isEqualTo(Duration.ofSeconds(60));
        assertThat(context.requestId()).isNotEqualTo(context.correlationId());
    }

    @Test
    void calls_eachTime_haveNewIds() {
        gateway.thenReply(REPLY).thenReply(REPLY);
        SupportProfileOperations support = support();

        support.get();
        support.get();

        RequestContext first = gateway.asked.get(0).context();
        RequestContext second = gateway.asked.get(1).context();
        assertThat(List.of(first.requestId(), first.correlationId(), second.requestId(), second.correlationId()))
                .doesNotHaveDuplicates();
    }

    @Test
    void random_seeded_givesTheSameIdsOfVersion4() {
        gateway.thenReply(REPLY).thenReply(REPLY);

        support(builder().random(new Random(7))).get();
        support(builder().random(new Random(7))).get();

        String id = gateway.asked.get(0).context().requestId();
        assertThat(gateway.asked.get(1).context().requestId()).isEqualTo(id);
        assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void options_whenSet_areSentToTheGateway() {
        gateway.thenReply(REPLY);
        String correlationId = "20604323-50bf-4738-9968-c5486ab32be0";

        support(builder().applicationName("Contoso Panel"))
                .with(CallOptions.builder()
                        .locale(Locale.forLanguageTag("sv-SE"))
                        .correlationId(correlationId)
                        .validateMfa(true)
                        .timeout(Duration.ofSeconds(5))
                        .build())
                .update(PROFILE);

        RequestContext context = gateway.asked.get(0).context();
        assertThat(context.locale()).isEqualTo("sv-SE");
        assertThat(context.correlationId()).isEqualTo(correlationId);
        assertThat(context.validateMfa()).isTrue();
        assertThat(context.timeLeft()).isEqualTo(Duration.ofSeconds(5));
        assertThat(context.applicationName()).isEqualTo("Contoso Panel");
        assertThat(gateway.asked.get(0).sent()).isSameAs(PROFILE);
    }

    @Test
    void getReplyAsync_always_returnsTheWholeReply() {
        gateway.thenReply(REPLY);

        assertThat(support().getReplyAsync()).isCompletedWithValue(REPLY);
    }

    // --- routes ---

    @Test
    void update_documentedRoute_usesThatPathOnly() {
        gateway.thenFail(context -> refusal(context, 404));

        assertThatThrownBy(() ->
                        support(builder().updateRoute(UpdateRoute.DOCUMENTED)).update(PROFILE))
                .isInstanceOf(ServiceException.class);

        assertThat(gateway.asked).hasSize(1);
        assertThat(gateway.asked.get(0).context().path()).isEqualTo(ResourcePath.SUPPORT_PROFILE);
    }

    @Test
    void update_sdkRoute_usesThatPath() {
        gateway.thenReply(REPLY);

        support(builder().updateRoute(UpdateRoute.SDK)).update(PROFILE);

        assertThat(gateway.asked.get(0).context().path()).isEqualTo(ResourcePath.SUPPORT);
    }

    @Test
    void update_autoRouteRefused_triesTheOtherWithANewRequestIdAndRemembersIt() {
        gateway.thenFail(context -> refusal(context, 405)).thenReply(REPLY).thenReply(REPLY);
        SupportProfileOperations support = support();

        support.update(PROFILE);
        support.update(PROFILE);

        assertThat(gateway.asked)
                .extracting(asked -> asked.context().path())
                .containsExactly(ResourcePath.SUPPORT_PROFILE, ResourcePath.SUPPORT, ResourcePath.SUPPORT);
        RequestContext first = gateway.asked.get(0).context();
        RequestContext second = gateway.asked.get(1).context();
        assertThat(second.requestId()).isNotEqualTo(first.requestId());
        assertThat(second.correlationId()).isEqualTo(first.correlationId());
        assertThat(ends.get(0).attempts()).isEqualTo(2);
    }

    @Test
    void update_bothRoutesRefused_throwsTheFirstWithTheSecondSuppressedAndRemembersNothing() {
        gateway.thenFail(context -> refusal(context, 404))
                .thenFail(context -> refusal(context, 405))
                .thenReply(REPLY);
        SupportProfileOperations support = support();

        ServiceException thrown = catchThrowableOfType(ServiceException.class, () -> support.update(PROFILE));
        support.update(PROFILE);

        assertThat(thrown.status()).isEqualTo(404);
        assertThat(thrown.attempts()).isEqualTo(2);
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(thrown.getSuppressed()).hasSize(1);
        assertThat(((ServiceException) thrown.getSuppressed()[0]).status()).isEqualTo(405);
        assertThat(gateway.asked.get(2).context().path()).isEqualTo(ResourcePath.SUPPORT_PROFILE);
    }

    @Test
    void update_secondRouteBreaks_failsWithUnknownOutcome() {
        gateway.thenFail(context -> refusal(context, 404))
                .thenFail(context -> TransportException.io(context, WriteOutcome.UNKNOWN, "Broke.", null));

        PartnerCenterException thrown =
                catchThrowableOfType(TransportException.class, () -> support().update(PROFILE));

        assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(thrown.getSuppressed()[0]).isInstanceOf(ServiceException.class);
    }

    @Test
    void update_autoRouteRefusedWithOtherStatus_doesNotTryTheSecondRoute() {
        gateway.thenFail(context -> refusal(context, 403));

        assertThatThrownBy(() -> support().update(PROFILE)).isInstanceOf(ServiceException.class);

        assertThat(gateway.asked).hasSize(1);
    }

    // --- edit ---

    @Test
    void edit_change_getsThenPutsUnderOneCorrelationId() {
        SupportProfile changed = PROFILE.withTelephone("2");
        gateway.thenReply(REPLY).thenReply(reply(changed, null));

        assertThat(support().edit(profile -> profile.withTelephone("2"))).isEqualTo(changed);

        assertThat(gateway.asked).extracting(ScriptedGateway.Asked::method).containsExactly("GET", "PUT");
        assertThat(gateway.asked.get(1).sent()).isEqualTo(changed);
        assertThat(gateway.asked.get(1).context().ifMatch()).isNull();
        assertThat(gateway.asked.get(1).context().correlationId())
                .isEqualTo(gateway.asked.get(0).context().correlationId());
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0).operation()).isEqualTo(CallListener.Operation.EDIT);
    }

    @Test
    void edit_noChange_putsNothing() {
        gateway.thenReply(REPLY);

        assertThat(support().edit(profile -> profile.withTelephone("1"))).isEqualTo(PROFILE);

        assertThat(gateway.asked).hasSize(1);
    }

    @Test
    void edit_withEtag_isConditionalAndReadsAgainWhenRefused() {
        SupportProfile other = PROFILE.withWebsite("new");
        gateway.thenReply(reply(PROFILE, "\"one\""))
                .thenFail(context -> refusal(context, 412))
                .thenReply(reply(other, "two"))
                .thenReply(reply(other.withTelephone("2"), null));

        support(builder().updateRoute(UpdateRoute.DOCUMENTED)).edit(profile -> profile.withTelephone("2"));

        assertThat(gateway.asked).extracting(ScriptedGateway.Asked::method).containsExactly("GET", "PUT", "GET", "PUT");
        assertThat(gateway.asked.get(1).context().ifMatch()).isEqualTo("\"one\"");
        assertThat(gateway.asked.get(3).context().ifMatch()).isEqualTo("\"two\"");
        assertThat(gateway.asked.get(3).sent()).isEqualTo(other.withTelephone("2"));
    }

    @Test
    void edit_alwaysRefused_failsAfterThreeRounds() {
        for (int round = 0; round < 3; round++) {
            gateway.thenReply(reply(PROFILE, "e")).thenFail(context -> refusal(context, 412));
        }

        PartnerCenterException thrown = catchThrowableOfType(
                PartnerCenterException.class, () -> support().edit(profile -> profile.withTelephone("2")));

        assertThat(thrown.category()).isEqualTo(ErrorCategory.PRECONDITION);
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(gateway.asked).hasSize(6);
    }

    @Test
    void edit_blocking_runsTheFunctionOnTheCallersThread() {
        gateway.then(asked -> CompletableFuture.supplyAsync(() -> REPLY)).thenReply(REPLY);
        AtomicReference<Thread> ran = new AtomicReference<>();

        support().edit(profile -> {
            ran.set(Thread.currentThread());
            return profile.withEmail("c@d");
        });

        assertThat(ran.get()).isSameAs(Thread.currentThread());
    }

    @Test
    void edit_functionThrows_failsWithItsExceptionAndWritesNothing() {
        gateway.thenReply(REPLY);
        IllegalStateException own = new IllegalStateException("mine");

        assertThatThrownBy(() -> support().edit(profile -> {
                    throw own;
                }))
                .isSameAs(own);

        assertThat(gateway.asked).hasSize(1);
    }

    @Test
    void edit_functionReturnsNull_failsWithNullPointerException() {
        gateway.thenReply(REPLY);

        assertThatThrownBy(() -> support().edit(profile -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("the function of edit returned null");
    }

    // --- failures ---

    @Test
    void failure_ofTheGateway_getsTheFactsOfTheCall() {
        gateway.then(asked -> {
            time.advance(Duration.ofMillis(30));
            return CompletableFuture.failedFuture(refusal(asked.context(), 503));
        });

        ServiceException thrown =
                catchThrowableOfType(ServiceException.class, () -> support().update(PROFILE));

        RequestContext sent = gateway.asked.get(0).context();
        assertThat(thrown.category()).isEqualTo(ErrorCategory.SERVER);
        assertThat(thrown.isRetryable()).isTrue();
        assertThat(thrown.attempts()).isEqualTo(1);
        assertThat(thrown.elapsed()).isEqualTo(Duration.ofMillis(30));
        assertThat(thrown.requestId()).isEqualTo(sent.requestId());
        assertThat(thrown.correlationId()).isEqualTo(sent.correlationId());
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(thrown).hasMessageContaining("HTTP 503").hasMessageContaining(sent.requestId());
    }

    @Test
    void failure_ofARead_hasNoWriteOutcome() {
        gateway.thenFail(context -> refusal(context, 503));

        PartnerCenterException thrown = catchThrowableOfType(
                PartnerCenterException.class, () -> support().get());

        assertThat(thrown.writeOutcome()).isEmpty();
        assertThat(thrown.getMessage()).doesNotContain("profile was not changed");
    }

    @Test
    void failure_fromAnotherThread_hasTheCallersStackAsOneSuppressedException() {
        gateway.then(asked -> {
            CompletableFuture<SupportProfileReply> later = new CompletableFuture<>();
            new Thread(() -> later.completeExceptionally(refusal(asked.context(), 500))).start();
            return later;
        });

        PartnerCenterException thrown = catchThrowableOfType(
                PartnerCenterException.class, () -> support().get());

        assertThat(thrown.getSuppressed()).hasSize(1);
        assertThat(thrown.getSuppressed()[0].getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(CallPipelineTest.class.getName()));
    }

    @Test
    void gateway_throwsOrReturnsNull_isProtocolFailureWithUnknownOutcome() {
        gateway.then(asked -> {
                    throw new IllegalStateException("broken gateway");
                })
                .then(asked -> null)
                .thenReply(null);
        SupportProfileOperations support = support();

        for (int i = 0; i < 3; i++) {
            PartnerCenterException thrown =
                    catchThrowableOfType(PartnerCenterException.class, () -> support.update(PROFILE));
            assertThat(thrown.category()).isEqualTo(ErrorCategory.PROTOCOL);
            assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        }
    }

    @Test
    void gateway_throwsAnError_failsWithThatError() {
        gateway.thenFail(context -> new StackOverflowError("deep"));

        assertThatThrownBy(() -> support().get()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void listener_throws_doesNotChangeTheCall() {
        gateway.thenReply(REPLY);

        SupportProfile read = support(builder().listener(new CallListener() {
                    @Override
                    public void attemptStarted(Attempt attempt) {
                        throw new IllegalStateException("listener");
                    }

                    @Override
                    public void callEnded(CallEnd call) {
                        throw new IllegalStateException("listener");
                    }
                }))
                .get();

        assertThat(read).isEqualTo(PROFILE);
    }

    @Test
    void listener_throwsAnError_callStillCompletes() {
        gateway.thenReply(REPLY).thenNothing();
        CallListener broken = new CallListener() {
            @Override
            public void callEnded(CallEnd call) {
                throw new AssertionError("listener");
            }
        };
        PartnerCenter partnerCenter = builder().listener(broken).build();

        assertThat(partnerCenter.profiles().supportProfile().get()).isEqualTo(PROFILE);
        CompletableFuture<SupportProfile> open =
                partnerCenter.profiles().supportProfile().getAsync();
        partnerCenter.close();

        assertThat(failure(open).category()).isEqualTo(ErrorCategory.CLOSED);
    }

    @Test
    void listener_closesTheClientBeforeTheExchange_nothingIsSent() {
        AtomicReference<PartnerCenter> client = new AtomicReference<>();
        client.set(builder()
                .listener(new CallListener() {
                    @Override
                    public void attemptStarted(Attempt attempt) {
                        client.get().close();
                    }
                })
                .build());

        PartnerCenterException closed =
                failure(client.get().profiles().supportProfile().updateAsync(PROFILE));
        assertThat(closed.category()).isEqualTo(ErrorCategory.CLOSED);
        assertThat(closed.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(gateway.asked).isEmpty();
    }

    @Test
    void gateway_failsTwiceWithTheSameException_failureIsReported() {
        AtomicReference<Throwable> same = new AtomicReference<>();
        gateway.thenFail(context -> {
                    same.set(refusal(context, 404));
                    return same.get();
                })
                .thenFail(context -> same.get());

        assertThatThrownBy(() -> support().update(PROFILE)).isInstanceOf(ServiceException.class);
        assertThat(gateway.asked).hasSize(2);
    }

    @Test
    void timer_rejectsTheDeadline_callFailsBeforeAnythingIsSent() {
        RejectedExecutionException stopped = new RejectedExecutionException("timer is shut down");
        Time broken = new Time() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public Cancellable after(Duration delay, Runnable task) {
                throw stopped;
            }
        };

        CompletableFuture<SupportProfile> call = support(builder().time(broken)).getAsync();

        assertThat(call).isCompletedExceptionally();
        assertThat(call.handle((value, thrown) -> thrown).join()).isSameAs(stopped);
        assertThat(gateway.asked).isEmpty();
    }

    @Test
    void timer_cannotCancelTheDeadline_resultStays() {
        gateway.thenReply(REPLY).thenFail(context -> refusal(context, 403));
        Time broken = new Time() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public Cancellable after(Duration delay, Runnable task) {
                return () -> {
                    throw new IllegalStateException("timer");
                };
            }
        };
        SupportProfileOperations support = support(builder().time(broken));

        assertThat(support.update(PROFILE)).isEqualTo(PROFILE);
        assertThatThrownBy(() -> support.update(PROFILE)).isInstanceOf(ServiceException.class);
    }

    // --- tokens ---

    @Test
    void token_fromTheApplicationsCode_runsOnTheBlockingExecutor() {
        gateway.thenReply(REPLY);
        List<Runnable> ran = new ArrayList<>();
        Executor executor = task -> {
            ran.add(task);
            task.run();
        };

        support(builder()
                        .tokens(AccessTokenProvider.of(() -> AccessToken.of("own")))
                        .blockingExecutor(executor))
                .get();

        assertThat(ran).hasSize(1);
        assertThat(gateway.asked.get(0).context().accessToken().value()).isEqualTo("own");
    }

    @Test
    void token_providerFails_isAuthenticationAndNothingIsSent() {
        IllegalStateException cause = new IllegalStateException("vault is down");
        AccessTokenProvider provider = AccessTokenProvider.of(() -> {
            throw cause;
        });

        AuthenticationException thrown = catchThrowableOfType(
                AuthenticationException.class,
                () -> support(builder().tokens(provider)).update(PROFILE));

        assertThat(thrown.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        assertThat(thrown.isRetryable()).isTrue();
        assertThat(thrown).hasCause(cause);
        assertThat(thrown.attempts()).isZero();
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(gateway.asked).isEmpty();
    }

    @Test
    void token_providerFailsWithAuthenticationException_keepsItsReasonAndGetsTheIds() {
        AccessTokenProvider provider = request -> CompletableFuture.failedFuture(
                AuthenticationException.of(AuthenticationReason.INTERACTION_REQUIRED, "Consent again.", null));

        AuthenticationException thrown = catchThrowableOfType(
                AuthenticationException.class,
                () -> support(builder().tokens(provider)).get());

        assertThat(thrown.reason()).isEqualTo(AuthenticationReason.INTERACTION_REQUIRED);
        assertThat(thrown.requestId()).isEqualTo(ends.get(0).requestId()).isNotEmpty();
    }

    @Test
    void token_null_messageSaysWhatTheProviderMustDo() {
        assertThatThrownBy(() -> support(builder().tokens(request -> CompletableFuture.completedFuture(null)))
                        .get())
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("must return a token or fail");
    }

    @Test
    void token_refusedByTheService_isAuthenticationWithTheAnswerAsCause() {
        gateway.thenFail(
                context -> ServiceException.builder(context, 401).code("900421").build());

        AuthenticationException thrown = catchThrowableOfType(
                AuthenticationException.class, () -> support().get());

        assertThat(thrown.reason()).isEqualTo(AuthenticationReason.TOKEN_REJECTED);
        assertThat(((ServiceException) thrown.getCause()).code()).contains("900421");
        assertThat(thrown).hasMessageContaining("multi-factor");
    }

    // --- the deadline ---

    @Test
    void deadline_duringAWrite_failsWithUnknownOutcomeAndCancelsTheExchange() {
        gateway.thenNothing();

        CompletableFuture<SupportProfile> call = support().updateAsync(PROFILE);
        time.advance(Duration.ofSeconds(59));
        assertThat(call).isNotDone();
        time.advance(Duration.ofSeconds(1));

        PartnerCenterException thrown = failure(call);
        assertThat(thrown.category()).isEqualTo(ErrorCategory.TIMEOUT);
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(gateway.given.get(0)).isCancelled();
    }

    @Test
    void deadline_whileWaitingForTheToken_endsTheCallWithNothingSent() {
        CompletableFuture<AccessToken> never = new CompletableFuture<>();

        CompletableFuture<SupportProfile> call = support(
                        builder().tokens(request -> never).timeout(Duration.ofSeconds(3)))
                .updateAsync(PROFILE);
        time.advance(Duration.ofSeconds(3));

        PartnerCenterException thrown = failure(call);
        assertThat(thrown.category()).isEqualTo(ErrorCategory.TIMEOUT);
        assertThat(thrown).hasMessageContaining("the access token provider had not answered");
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(never).isCancelled();
        assertThat(gateway.asked).isEmpty();
    }

    @Test
    void deadline_always_doesNotRunTheCallersCodeOnTheTimersThread() throws Exception {
        gateway.thenNothing();
        CompletableFuture<Thread> ranOn = new CompletableFuture<>();

        support().getAsync().whenComplete((value, failure) -> ranOn.complete(Thread.currentThread()));
        time.advance(Duration.ofSeconds(60));

        assertThat(ranOn.get(5, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void deadline_afterTheCallEnded_isRemovedFromTheTimer() {
        gateway.thenReply(REPLY);

        support().get();

        assertThat(time.waiting()).isZero();
    }

    @Test
    void timeLeft_afterASlowToken_isShorter() {
        gateway.thenReply(REPLY);
        List<TokenRequest> requests = new ArrayList<>();

        support(builder().tokens(request -> {
                    requests.add(request);
                    time.advance(Duration.ofSeconds(5));
                    return CompletableFuture.completedFuture(AccessToken.of("t"));
                }))
                .get();

        assertThat(requests.get(0).timeLeft()).isEqualTo(Duration.ofSeconds(10));
        assertThat(gateway.asked.get(0).context().timeLeft()).isEqualTo(Duration.ofSeconds(55));
    }

    // --- interrupt, cancellation, close ---

    @Test
    void interrupt_before_sendsNothingAndKeepsTheFlag() {
        Thread.currentThread().interrupt();

        PartnerCenterException thrown = catchThrowableOfType(
                PartnerCenterException.class, () -> support().update(PROFILE));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown.category()).isEqualTo(ErrorCategory.CANCELLED);
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(gateway.asked).isEmpty();
    }

    @Test
    void interrupt_duringAWrite_failsWithUnknownOutcomeAndKeepsTheFlag() {
        Thread caller = Thread.currentThread();
        gateway.then(asked -> {
            new Thread(caller::interrupt).start();
            return new CompletableFuture<>();
        });

        PartnerCenterException thrown = catchThrowableOfType(
                PartnerCenterException.class, () -> support().update(PROFILE));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown.category()).isEqualTo(ErrorCategory.CANCELLED);
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(gateway.given.get(0)).isCancelled();
    }

    @Test
    void interrupt_insideTheFunctionOfAnEdit_endsTheCallBeforeTheWrite() {
        gateway.thenReply(REPLY);

        PartnerCenterException thrown = catchThrowableOfType(
                PartnerCenterException.class,
                () -> support().edit(profile -> {
                    Thread.currentThread().interrupt();
                    return profile.withTelephone("2");
                }));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown.category()).isEqualTo(ErrorCategory.CANCELLED);
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(gateway.asked).hasSize(1);
    }

    @Test
    void cancel_beforeTheFunctionOfAnEdit_neverRunsIt() {
        CompletableFuture<SupportProfileReply> read = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                return false;
            }
        };
        gateway.then(asked -> read);
        List<SupportProfile> ran = new ArrayList<>();

        support()
                .editAsync(profile -> {
                    ran.add(profile);
                    return profile;
                })
                .cancel(true);
        read.complete(REPLY);

        assertThat(ran).isEmpty();
    }

    @Test
    void cancel_duringAnAttempt_listenerGetsCategoryCancelled() {
        gateway.thenNothing();
        List<Throwable> failures = new ArrayList<>();

        support(builder().listener(new CallListener() {
                    @Override
                    public void attemptEnded(Attempt attempt, AttemptEnd end) {
                        failures.add(end.failure());
                    }
                }))
                .getAsync()
                .cancel(true);

        assertThat(failures).hasSize(1);
        assertThat(((PartnerCenterException) failures.get(0)).category()).isEqualTo(ErrorCategory.CANCELLED);
    }

    @Test
    void cancel_ofTheFuture_cancelsTheExchangeAndTheTimer() {
        gateway.thenNothing();

        CompletableFuture<SupportProfile> call = support().updateAsync(PROFILE);
        call.cancel(true);

        assertThat(gateway.given.get(0)).isCancelled();
        assertThat(time.waiting()).isZero();
        assertThat(((PartnerCenterException) ends.get(0).failure()).category()).isEqualTo(ErrorCategory.CANCELLED);
    }

    @Test
    void end_byTheCaller_abortsTheCallBeforeTheCallbacksOfItsFuture() {
        List<Consumer<CompletableFuture<SupportProfile>>> waysToEnd = List.of(
                future -> future.cancel(true),
                future -> future.complete(PROFILE),
                future -> future.completeExceptionally(new IllegalStateException("the caller's own")));
        for (Consumer<CompletableFuture<SupportProfile>> end : waysToEnd) {
            gateway.thenNothing();
            CompletableFuture<SupportProfile> future = support().getAsync();
            CompletableFuture<SupportProfileReply> exchange = gateway.given.get(gateway.given.size() - 1);
            AtomicReference<Boolean> abortedAtCallback = new AtomicReference<>();
            future.whenComplete((profile, failure) -> abortedAtCallback.set(exchange.isCancelled()));

            end.accept(future);

            assertThat(abortedAtCallback).hasValue(true);
            assertThat(ends.get(ends.size() - 1).failure())
                    .isInstanceOfSatisfying(
                            PartnerCenterException.class,
                            failure -> assertThat(failure.category()).isEqualTo(ErrorCategory.CANCELLED));
        }
        assertThat(ends).hasSize(waysToEnd.size());
    }

    @Test
    void cancel_whileWaitingForTheToken_sendsNothingLater() {
        CompletableFuture<AccessToken> token = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                return false;
            }
        };

        CompletableFuture<SupportProfile> call =
                support(builder().tokens(request -> token)).getAsync();
        call.cancel(true);
        token.complete(AccessToken.of("late"));

        assertThat(gateway.asked).isEmpty();
    }

    @Test
    void close_duringACall_failsItAndLaterCallsWithCategoryClosed() {
        gateway.thenNothing();
        PartnerCenter partnerCenter = builder().build();
        SupportProfileOperations support = partnerCenter.profiles().supportProfile();

        CompletableFuture<SupportProfile> call = support.updateAsync(PROFILE);
        partnerCenter.close();
        partnerCenter.close();

        assertThat(failure(call).category()).isEqualTo(ErrorCategory.CLOSED);
        assertThat(failure(call)).hasMessageContaining("ended this call in flight");
        assertThat(failure(call).writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(gateway.given.get(0)).isCancelled();
        PartnerCenterException later =
                catchThrowableOfType(PartnerCenterException.class, () -> support.update(PROFILE));
        assertThat(later.category()).isEqualTo(ErrorCategory.CLOSED);
        assertThat(later).hasMessageContaining("is closed: create a new one");
        assertThat(later.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(failure(support.getAsync()).category()).isEqualTo(ErrorCategory.CLOSED);
        assertThat(gateway.asked).hasSize(1);
    }

    // --- the executor ---

    @Test
    void executor_whenSet_completesAsyncCalls() throws Exception {
        gateway.thenReply(REPLY);
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<String> completedOn = new AtomicReference<>();

        support(builder().callbackExecutor(task -> new Thread(task, "callbacks").start()))
                .getAsync()
                .whenComplete((value, failure) -> {
                    completedOn.set(Thread.currentThread().getName());
                    done.countDown();
                });

        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        // If the future is already complete, a dependent runs on this thread.
        assertThat(completedOn.get()).isIn("callbacks", Thread.currentThread().getName());
    }

    @Test
    void executor_rejectsTheTask_callStillCompletes() {
        gateway.thenReply(REPLY);

        CompletableFuture<SupportProfile> call = support(builder().callbackExecutor(task -> {
                    throw new RejectedExecutionException("full");
                }))
                .getAsync();

        assertThat(call).isCompletedWithValue(PROFILE);
    }

    @Test
    void executor_rejectsOrThrows_editStillRuns() {
        gateway.thenReply(REPLY).thenReply(REPLY).thenReply(REPLY).thenReply(REPLY);

        CompletableFuture<SupportProfile> rejected = support(builder().callbackExecutor(task -> {
                    throw new RejectedExecutionException("full");
                }))
                .editAsync(profile -> profile.withEmail("x"));
        CompletableFuture<SupportProfile> broken = support(builder().callbackExecutor(task -> {
                    throw new OutOfMemoryError("no thread");
                }))
                .editAsync(profile -> profile.withEmail("x"));

        assertThat(rejected).isCompletedWithValue(PROFILE);
        assertThat(broken).isCompletedWithValue(PROFILE);
    }

    // --- arguments ---

    @Test
    void arguments_null_asyncMethodsAlsoThrowAtOnce() {
        SupportProfileOperations support = support();

        assertThatThrownBy(() -> support.update(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("profile");
        assertThatThrownBy(() -> support.updateAsync(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> support.editAsync(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> support.with(null)).isInstanceOf(NullPointerException.class);
        assertThat(gateway.asked).isEmpty();
    }

    @Test
    void update_withoutAnyText_throwsAtOnceAndSaysWhatToUse() {
        SupportProfileOperations support = support();
        SupportProfile empty = PROFILE.toBuilder()
                .email(null)
                .telephone(null)
                .website(null)
                .profileType("support_profile")
                .build();

        List<ThrowableAssert.ThrowingCallable> ways = List.of(
                () -> support.update(empty),
                () -> support.updateReply(empty),
                () -> support.updateAsync(empty),
                () -> support.updateReplyAsync(empty),
                () -> support.update(
                        empty.toBuilder().email("").telephone(" ").website("").build()));

        assertThat(ways)
                .allSatisfy(way -> assertThatThrownBy(way)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("Use edit to change a part, or clear to erase everything."));
        assertThat(gateway.asked).isEmpty();
    }

    @Test
    void clear_inEachForm_writesTheEmptyProfile() {
        SupportProfile empty = SupportProfile.builder().build();
        SupportProfileReply stored = reply(empty, null);
        gateway.thenReply(stored).thenReply(stored).thenReply(stored).thenReply(stored);
        SupportProfileOperations support = support();

        assertThat(support.clear()).isEqualTo(empty);
        assertThat(support.clearReply()).isSameAs(stored);
        assertThat(support.clearAsync()).isCompletedWithValue(empty);
        assertThat(support.clearReplyAsync()).isCompletedWithValue(stored);

        assertThat(gateway.asked).hasSize(4).allSatisfy(asked -> {
            assertThat(asked.method()).isEqualTo("PUT");
            assertThat(asked.sent()).isEqualTo(empty);
        });
        assertThat(ends).extracting(CallListener.CallEnd::operation).containsOnly(CallListener.Operation.UPDATE);
    }

    @Test
    void build_withoutGatewayOrTokens_throwsAndNamesTheMissingOne() {
        assertThatThrownBy(() -> PartnerCenter.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("gateway is missing. Call gateway(..) before build().");
        assertThatThrownBy(() -> PartnerCenter.builder().gateway(gateway).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tokens is missing. Call tokens(..) before build().");
    }

    @Test
    void build_gatewayAndTokensOfDifferentClouds_isRefused() {
        Cloud other = Cloud.custom(URI.create("http://localhost:1"), URI.create("http://localhost:2"), "s");
        SupportProfileGateway global = new SupportProfileGateway() {
            @Override
            public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
                return gateway.fetch(context);
            }

            @Override
            public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
                return gateway.replace(profile, context);
            }

            @Override
            public Cloud cloud() {
                return Cloud.GLOBAL;
            }

            @Override
            public void close() {}
        };
        AccessTokenProvider tokens = new AccessTokenProvider() {
            @Override
            public CompletableFuture<AccessToken> accessToken(TokenRequest request) {
                return CompletableFuture.completedFuture(AccessToken.of("t"));
            }

            @Override
            public Cloud cloud() {
                return other;
            }
        };

        assertThatThrownBy(() ->
                        PartnerCenter.builder().gateway(global).tokens(tokens).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same cloud");
    }

    @Test
    void timeouts_notPositive_areRefused() {
        assertThatThrownBy(() -> builder().timeout(Duration.ZERO)).hasMessageContaining("timeout must be longer");
        assertThatThrownBy(() -> CallOptions.builder().timeout(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CallOptions.builder().locale(Locale.ROOT))
                .hasMessageContaining("must name a language");
        assertThatThrownBy(() -> CallOptions.builder().correlationId("no guid"))
                .hasMessageContaining("correlationId must be a GUID");
    }
}
