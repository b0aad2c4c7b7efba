package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The write outcome of calls whose response was lost. Runs on virtual time. */
@Timeout(20)
class WriteOutcomeTest {

    private static final SupportProfile BEFORE = SupportProfile.builder()
            .email("a@b")
            .telephone("1")
            .website("w")
            .profileType("special_profile")
            .attributes(ProfileAttributes.of("PartnerSupportProfile", null, Map.of("rank", "1")))
            .unknownMembers(Map.of("extra", "1"))
            .build();

    private final FakeTime time = new FakeTime();
    private final ScriptedGateway gateway = new ScriptedGateway();

    private static SupportProfileReply reply(SupportProfile profile, @Nullable String etag) {
        return SupportProfileReply.of(
                profile, ResponseMetadata.builder(200).etag(etag).build());
    }

    private PartnerCenter.Builder builder() {
        return PartnerCenter.builder()
                .gateway(gateway)
                .tokens(AccessTokenProvider.fixed(AccessToken.of("t")))
                .time(time)
                .threads(time.threads())
                .updateRoute(UpdateRoute.DOCUMENTED);
    }

    private SupportProfileOperations support() {
        return builder().build().profiles().supportProfile();
    }

    private PartnerCenterException failure(CompletableFuture<?> call) {
        for (int i = 0; i < 5; i++) {
            time.advance(Duration.ofSeconds(1));
        }
        ExecutionException wrapper =
                catchThrowableOfType(ExecutionException.class, () -> call.get(5, TimeUnit.SECONDS));
        assertThat(wrapper).as("the call's failure").isNotNull();
        return (PartnerCenterException) wrapper.getCause();
    }

    private static Function<RequestContext, PartnerCenterException> status(int status) {
        return context -> ServiceException.builder(context, status).build();
    }

    private static Function<RequestContext, PartnerCenterException> hinted(int status, Duration wait) {
        return context -> ServiceException.builder(context, status)
                .retryAfter(wait, String.valueOf(wait.toSeconds()))
                .build();
    }

    private static PartnerCenterException broken(RequestContext context) {
        return TransportException.io(context, WriteOutcome.UNKNOWN, "broken", null);
    }

    private List<String> methods() {
        return gateway.asked.stream().map(ScriptedGateway.Asked::method).toList();
    }

    // --- an update that is sent again ---

    @Test
    void update_sentAgainAfterALostAnswerAndAccepted_isApplied() {
        gateway.thenFail(WriteOutcomeTest::broken)
                .thenFail(context -> TransportException.io(context, WriteOutcome.APPLIED, "broken in the body", null));

        PartnerCenterException thrown = failure(support().updateAsync(BEFORE));

        assertThat(thrown.writeOutcome()).contains(WriteOutcome.APPLIED);
        assertThat(thrown.isRetryable()).isFalse();
        assertThat(methods()).containsExactly("PUT", "PUT");
    }

    // --- an edit is applied once ---

    /**
     * Runs an edit whose first PUT was applied but its response lost. The second PUT finds the profile changed, by the
     * first PUT.
     */
    private CompletableFuture<SupportProfile> lostAndFoundChanged(
            SupportProfileOperations support, AtomicInteger runs) {
        return support.editAsync(profile -> {
            runs.incrementAndGet();
            return profile.withTelephone(profile.telephone() + "1");
        });
    }

    @Test
    void edit_reconcilingReadFails_isNotAppliedAgain() {
        AtomicInteger runs = new AtomicInteger();
        gateway.thenReply(reply(BEFORE, "one"))
                .thenFail(WriteOutcomeTest::broken)
                .thenFail(status(412))
                .thenFail(WriteOutcomeTest::broken)
                .thenReply(reply(BEFORE.withTelephone("11"), "two"))
                .thenReply(reply(BEFORE.withTelephone("111"), "three"));

        PartnerCenterException thrown = failure(lostAndFoundChanged(support(), runs));

        assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(thrown.category()).isEqualTo(ErrorCategory.PRECONDITION);
        assertThat(runs).hasValue(1);
        assertThat(methods()).containsExactly("GET", "PUT", "PUT", "GET");
    }

    @Test
    void edit_withoutReconcilingRead_isNotAppliedAgain() {
        AtomicInteger runs = new AtomicInteger();
        gateway.thenReply(reply(BEFORE, "one"))
                .thenFail(WriteOutcomeTest::broken)
                .thenFail(status(412))
                .thenReply(reply(BEFORE.withTelephone("11"), "two"))
                .thenReply(reply(BEFORE.withTelephone("111"), "three"));

        PartnerCenterException thrown = failure(lostAndFoundChanged(
                builder().reconcile(false).build().profiles().supportProfile(), runs));

        assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(runs).hasValue(1);
    }

    @Test
    void edit_reconcilingReadShowsAChangeOfAnotherWriter_isNotAppliedAgain() {
        AtomicInteger runs = new AtomicInteger();
        SupportProfile theirs = BEFORE.withTelephone("11").withEmail("x@y");
        gateway.thenReply(reply(BEFORE, "one"))
                .thenFail(WriteOutcomeTest::broken)
                .thenFail(status(412))
                .thenReply(reply(theirs, "three"))
                .thenReply(reply(theirs, "three"))
                .thenReply(reply(theirs.withTelephone("111"), "four"));

        PartnerCenterException thrown = failure(lostAndFoundChanged(support(), runs));

        assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(runs).hasValue(1);
        assertThat(methods()).containsExactly("GET", "PUT", "PUT", "GET");
    }

    // --- what the reconciling read can prove ---

    static List<UnaryOperator<SupportProfile>> changesThatAReadCannotDetect() {
        return List.of(
                profile -> profile.toBuilder().profileType(null).build(),
                profile -> profile.toBuilder().unknownMembers(Map.of()).build(),
                profile -> profile.toBuilder()
                        .attributes(ProfileAttributes.of("PartnerSupportProfile", null, Map.of("rank", "2")))
                        .build(),
                profile -> profile.toBuilder()
                        .attributes(ProfileAttributes.of("PartnerSupportProfile", null, Map.of()))
                        .build(),
                profile -> profile.toBuilder()
                        .attributes(ProfileAttributes.of("Other", null, Map.of("rank", "1")))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("changesThatAReadCannotDetect")
    void lostUpdate_readShowsTheOldProfile_isUnknown(UnaryOperator<SupportProfile> change) {
        gateway.thenFail(WriteOutcomeTest::broken)
                .thenFail(WriteOutcomeTest::broken)
                .thenReply(reply(BEFORE, null));

        PartnerCenterException thrown = failure(support().updateAsync(change.apply(BEFORE)));

        assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
    }

    @ParameterizedTest
    @MethodSource("changesThatAReadCannotDetect")
    void lostEdit_readShowsTheOldProfile_isUnknown(UnaryOperator<SupportProfile> change) {
        gateway.thenReply(reply(BEFORE, null))
                .thenFail(WriteOutcomeTest::broken)
                .thenFail(WriteOutcomeTest::broken)
                .thenReply(reply(BEFORE, null));

        PartnerCenterException thrown = failure(support().editAsync(change));

        assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
    }

    @Test
    void lostEdit_readShowsTheChangeAndMembersOfTheService_isReconciled() {
        SupportProfile edited =
                BEFORE.withTelephone("2").toBuilder().unknownMembers(Map.of()).build();
        gateway.thenReply(reply(BEFORE, null))
                .thenFail(WriteOutcomeTest::broken)
                .thenFail(WriteOutcomeTest::broken)
                .thenReply(reply(BEFORE.withTelephone("2"), null));

        CompletableFuture<SupportProfileReply> call = support().editReplyAsync(profile -> edited);
        time.advance(Duration.ofSeconds(1));

        assertThat(call.join().metadata().reconciled()).isTrue();
    }

    @Test
    void lostUpdate_readShowsTheProfileAndDefaultsOfTheService_isReconciled() {
        SupportProfile built =
                SupportProfile.builder().email("e").telephone("t").website("w").build();
        SupportProfile stored = built.toBuilder()
                .profileType("support_profile")
                .attributes(ProfileAttributes.of("PartnerSupportProfile", "7", Map.of()))
                .build();
        gateway.thenFail(WriteOutcomeTest::broken)
                .thenFail(WriteOutcomeTest::broken)
                .thenReply(reply(stored, null));

        CompletableFuture<SupportProfileReply> call = support().updateReplyAsync(built);
        time.advance(Duration.ofSeconds(1));

        assertThat(call.join().metadata().reconciled()).isTrue();
    }

    // --- Retry-After applies to all requests of a call ---

    @Test
    void reconcilingRead_duringALongRetryAfter_isNotSent() {
        gateway.thenFail(hinted(503, Duration.ofHours(1))).thenReply(reply(BEFORE, null));

        PartnerCenterException thrown = failure(support().updateAsync(BEFORE));

        assertThat(methods()).containsExactly("PUT");
        assertThat(thrown.retryStop()).contains(RetryStop.RETRY_AFTER);
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
    }

    @Test
    void reconcilingRead_duringAShortRetryAfter_waitsForItsEnd() {
        gateway.thenFail(hinted(503, Duration.ofSeconds(3))).thenReply(reply(BEFORE, null));
        PartnerCenter client = builder()
                .retryPolicy(RetryPolicy.builder().maxAttempts(1).build())
                .build();

        CompletableFuture<SupportProfileReply> call =
                client.profiles().supportProfile().updateReplyAsync(BEFORE);
        time.advance(Duration.ofMillis(2999));
        assertThat(methods()).containsExactly("PUT");
        time.advance(Duration.ofSeconds(1));

        assertThat(call.join().metadata().reconciled()).isTrue();
        assertThat(methods()).containsExactly("PUT", "GET");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void secondRouteRereadAndReplay_afterAResponseWithRetryAfter_waitForItsEnd() {
        Duration wait = Duration.ofSeconds(3);
        SupportProfile changed = BEFORE.withTelephone("2");
        gateway.thenFail(hinted(404, wait)).thenReply(reply(BEFORE, null));
        gateway.thenReply(reply(BEFORE, "one"))
                .thenFail(hinted(412, wait))
                .thenReply(reply(BEFORE, "two"))
                .thenReply(reply(changed, "three"));
        gateway.thenFail(hinted(401, wait)).thenReply(reply(BEFORE, null));
        AtomicInteger tokens = new AtomicInteger();

        List<CompletableFuture<SupportProfile>> calls = new java.util.ArrayList<>();
        List<Integer> firsts = List.of(1, 2, 1);
        List<Integer> wholes = List.of(2, 4, 2);
        for (int i = 0; i < 3; i++) {
            SupportProfileOperations support = builder()
                    .updateRoute(UpdateRoute.AUTO)
                    .tokens(request ->
                            CompletableFuture.completedFuture(AccessToken.of("t" + tokens.incrementAndGet())))
                    .build()
                    .profiles()
                    .supportProfile();
            int before = gateway.asked.size();
            calls.add(
                    i == 1
                            ? support.editAsync(profile -> profile.withTelephone("2"))
                            : i == 0 ? support.updateAsync(BEFORE) : support.getAsync());
            time.advance(Duration.ofMillis(2999));
            assertThat(gateway.asked).as("call " + i).hasSize(before + firsts.get(i));
            time.advance(Duration.ofSeconds(1));
            assertThat(gateway.asked).as("call " + i).hasSize(before + wholes.get(i));
        }
        assertThat(calls).allSatisfy(call -> assertThat(call).isCompleted());
    }

    @Test
    void reread_duringALongRetryAfter_isNotSentAndTheFailureSaysWhy() {
        gateway.thenReply(reply(BEFORE, "one")).thenFail(hinted(412, Duration.ofHours(1)));

        PartnerCenterException thrown = failure(support().editAsync(profile -> profile.withTelephone("2")));

        assertThat(thrown.category()).isEqualTo(ErrorCategory.PRECONDITION);
        assertThat(thrown.retryStop()).contains(RetryStop.RETRY_AFTER);
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
    }

    // --- the request that failed ---

    @Test
    void failure_afterAReconcilingRead_hasTheIdAndNumberOfTheFailedWrite() {
        gateway.thenFail(WriteOutcomeTest::broken)
                .thenFail(WriteOutcomeTest::broken)
                .thenFail(status(500));

        PartnerCenterException thrown = failure(support().updateAsync(BEFORE));

        assertThat(thrown.requestId())
                .isEqualTo(gateway.asked.get(1).context().requestId())
                .isNotEqualTo(gateway.asked.get(2).context().requestId());
        assertThat(thrown.attempts()).isEqualTo(3);
        assertThat(thrown)
                .hasMessageContaining("request id " + thrown.requestId())
                .hasMessageContaining("attempt 2 of 3");
    }

    @Test
    void deadline_duringTheReconcilingRead_hasTheIdAndNumberOfTheFailedWrite() {
        gateway.thenFail(context -> TransportException.protocol(context, WriteOutcome.UNKNOWN, "no HTTP", null))
                .thenNothing();

        PartnerCenterException thrown = failure(builder()
                .timeout(Duration.ofSeconds(3))
                .build()
                .profiles()
                .supportProfile()
                .updateAsync(BEFORE));

        assertThat(methods()).containsExactly("PUT", "GET");
        assertThat(thrown.category()).isEqualTo(ErrorCategory.TIMEOUT);
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(thrown.requestId())
                .isEqualTo(gateway.asked.get(0).context().requestId())
                .isNotEqualTo(gateway.asked.get(1).context().requestId());
        assertThat(thrown).hasMessageContaining("attempt 1 of 2");
    }

    @Test
    void failure_ofBothRoutes_hasTheIdOfItsOwnRequest() {
        gateway.thenFail(status(404)).thenFail(status(405));

        PartnerCenterException thrown = failure(builder()
                .updateRoute(UpdateRoute.AUTO)
                .build()
                .profiles()
                .supportProfile()
                .updateAsync(BEFORE));

        assertThat(((ServiceException) thrown).status()).isEqualTo(404);
        assertThat(thrown.requestId()).isEqualTo(gateway.asked.get(0).context().requestId());
        assertThat(thrown).hasMessageContaining("attempt 1 of 2");
        PartnerCenterException second = (PartnerCenterException) thrown.getSuppressed()[0];
        assertThat(second.requestId()).isEqualTo(gateway.asked.get(1).context().requestId());
    }

    // --- writes that were applied ---

    @Test
    void write_applied_isNotRetryable() {
        gateway.thenFail(context -> TransportException.io(context, WriteOutcome.APPLIED, "cut short", null))
                .then(asked -> {
                    asked.context().progress().sending();
                    asked.context().progress().accepted();
                    return new CompletableFuture<>();
                });

        PartnerCenterException cut = failure(support().updateAsync(BEFORE));
        CompletableFuture<SupportProfile> slow = builder()
                .timeout(Duration.ofSeconds(3))
                .build()
                .profiles()
                .supportProfile()
                .updateAsync(BEFORE);
        PartnerCenterException late = failure(slow);

        assertThat(List.of(cut, late)).allSatisfy(thrown -> {
            assertThat(thrown.writeOutcome()).contains(WriteOutcome.APPLIED);
            assertThat(thrown.isRetryable()).isFalse();
        });
    }

    /** The call ends as interrupted, but the outcome of the exchange counts. */
    @Test
    void interrupt_ofABlockingWriteThatIsRefused_isNotApplied() {
        gateway.then(asked -> {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(
                    ServiceException.builder(asked.context(), 403).build());
        });
        try {
            PartnerCenterException thrown = catchThrowableOfType(
                    PartnerCenterException.class, () -> support().update(BEFORE));

            assertThat(thrown.category()).isEqualTo(ErrorCategory.CANCELLED);
            assertThat(thrown.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
