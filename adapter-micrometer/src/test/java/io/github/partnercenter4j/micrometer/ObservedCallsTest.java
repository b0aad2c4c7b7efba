package io.github.partnercenter4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.CallListener.TokenEnd;
import io.github.partnercenter4j.CallListener.TokenStart;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.micrometer.common.KeyValue;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservedCallsTest {

    private static final Fault UNAVAILABLE = Fault.answer(503).header("Retry-After", "0");

    private final FakePartnerCenter fake = FakePartnerCenter.create();
    private final TestObservationRegistry registry = TestObservationRegistry.create();

    @AfterEach
    void close() {
        fake.close();
    }

    private PartnerCenter.Builder builder(ObservationRegistry observations) {
        return PartnerCenter.builder()
                .gateway(fake.gateway())
                .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                .listener(ObservedCalls.create(observations, "contoso"));
    }

    private SupportProfileOperations support() {
        return builder(registry).build().profiles().supportProfile();
    }

    @Test
    void call_hasItsOperationAndIds_andIsAChildOfTheCallersObservation() {
        Observation.createNotStarted("request", registry)
                .observe(() -> support().get());

        assertThat(registry)
                .hasObservationWithNameEqualTo("partnercenter.call")
                .that()
                .hasParentObservationContextMatching(parent -> "request".equals(parent.getName()))
                .hasContextualNameEqualTo("partnercenter get")
                .hasLowCardinalityKeyValue("partner", "contoso")
                .hasLowCardinalityKeyValue("operation", "get")
                .hasLowCardinalityKeyValue("error.type", "none")
                .hasHighCardinalityKeyValue(
                        "ms.request.id", fake.journal().last().requestHeader("MS-RequestId"))
                .hasHighCardinalityKeyValue(
                        "ms.correlation.id", fake.journal().last().requestHeader("MS-CorrelationId"))
                .hasHighCardinalityKeyValue("partnercenter.attempts", "1")
                .doesNotHaveError()
                .hasBeenStopped();
    }

    @Test
    void attempt_hasItsMethodPathAndStatus() {
        support().edit(profile -> profile.withTelephone("4255550100"));

        assertThat(registry).hasNumberOfObservationsWithNameEqualTo("partnercenter.attempt", 2);
        assertThat(registry)
                .hasAnObservation(attempt -> attempt.hasContextualNameEqualTo("GET /v1/profiles/support")
                        .hasLowCardinalityKeyValue("operation", "edit")
                        .hasLowCardinalityKeyValue("http.request.method", "GET")
                        .hasLowCardinalityKeyValue("url.template", "/v1/profiles/support")
                        .hasLowCardinalityKeyValue("http.response.status_code", "200")
                        .hasHighCardinalityKeyValue("partnercenter.attempt.number", "1"))
                .hasAnObservation(attempt -> attempt.hasContextualNameEqualTo("PUT /v1/profiles/supportprofile")
                        .hasHighCardinalityKeyValue("partnercenter.attempt.number", "2")
                        .hasHighCardinalityKeyValue(
                                "ms.request.id", fake.journal().last().requestHeader("MS-RequestId")));
    }

    @Test
    void failedAttempt_hasItsStatusAndCategory_andTheCallHasAnEventOfTheRetry() {
        fake.next(UNAVAILABLE);

        support().get();

        assertThat(registry)
                .hasAnObservation(attempt -> attempt.hasNameEqualTo("partnercenter.attempt")
                        .hasLowCardinalityKeyValue("http.response.status_code", "503")
                        .hasLowCardinalityKeyValue("error.type", "server")
                        .hasError())
                .hasObservationWithNameEqualTo("partnercenter.call")
                .that()
                .hasEvent("retry")
                .hasHighCardinalityKeyValue("partnercenter.attempts", "2")
                .doesNotHaveError();
    }

    @Test
    void failedCall_hasTheCategoryOfItsFailure() {
        fake.next(Fault.answer(403));

        assertThatThrownBy(() -> support().get()).isInstanceOf(PartnerCenterException.class);

        assertThat(registry)
                .hasObservationWithNameEqualTo("partnercenter.call")
                .that()
                .hasLowCardinalityKeyValue("error.type", "forbidden")
                .hasError();
    }

    @Test
    void cancelledCall_isStopped_andSoIsItsAttempt() {
        fake.next(Fault.stall(Fault.Point.BEFORE_COMMIT));

        CompletableFuture<?> call = support().getAsync();
        call.cancel(true);

        assertThat(call).isCancelled();
        assertThat(registry)
                .hasObservationWithNameEqualTo("partnercenter.call")
                .that()
                .hasLowCardinalityKeyValue("error.type", "cancelled")
                .hasBeenStopped()
                .backToTestObservationRegistry()
                .hasObservationWithNameEqualTo("partnercenter.attempt")
                .that()
                .hasBeenStopped();
    }

    @Test
    void tokenRequest_isAnObservationOfItsOwn_andTheCallHasAnEventOfTheWait() {
        AccessToken token = fake.tokens().appPlusUser();
        CompletableFuture<AccessToken> given = new CompletableFuture<>();
        PartnerCenter client = builder(registry).tokens(request -> given).build();

        CompletableFuture<?> call = client.profiles().supportProfile().getAsync();
        given.complete(token);
        call.join();

        assertThat(registry)
                .hasObservationWithNameEqualTo("partnercenter.token")
                .that()
                .hasLowCardinalityKeyValue("partner", "contoso")
                .hasLowCardinalityKeyValue("early", "false")
                .hasLowCardinalityKeyValue("error.type", "none")
                .hasBeenStopped()
                .backToTestObservationRegistry()
                .hasObservationWithNameEqualTo("partnercenter.call")
                .that()
                .hasEvent("token.wait");
    }

    @Test
    void tokenRequest_thatFails_isAnError() {
        PartnerCenter client = builder(registry)
                .tokens(request -> CompletableFuture.failedFuture(new IllegalStateException("no login today")))
                .retryPolicy(RetryPolicy.none())
                .build();

        assertThatThrownBy(() -> client.profiles().supportProfile().getAsync().join())
                .isInstanceOf(CompletionException.class);

        assertThat(registry)
                .hasObservationWithNameEqualTo("partnercenter.token")
                .that()
                .hasError()
                .hasBeenStopped();
    }

    @Test
    void meters_areTimersAndCounters() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        fake.next(UNAVAILABLE);

        builder(observations).build().profiles().supportProfile().get();

        assertThat(meters.get("partnercenter.call")
                        .tags("partner", "contoso", "operation", "get", "error.type", "none")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("partnercenter.attempt")
                        .tags("http.response.status_code", "503", "error.type", "server")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("partnercenter.call.retry")
                        .tag("partner", "contoso")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTags())
                        .as(meter.getId().getName())
                        .noneSatisfy(tag -> assertThat(tag.getKey()).startsWith("ms.")));
    }

    @Test
    void documentation_namesEveryKeyAndNoOther() {
        fake.next(UNAVAILABLE);
        support().edit(profile -> profile.withTelephone("4255550100"));

        assertThat(registry).hasHandledContextsThatSatisfy(contexts -> {
            for (PartnerCenterObservation each : PartnerCenterObservation.values()) {
                assertThat(contexts)
                        .filteredOn(context -> each.metric().equals(context.getName()))
                        .as(each.metric())
                        .isNotEmpty()
                        .allSatisfy(context -> {
                            assertThat(keys(context.getLowCardinalityKeyValues()))
                                    .containsExactlyInAnyOrderElementsOf(names(each.getLowCardinalityKeyNames()));
                            assertThat(keys(context.getHighCardinalityKeyValues()))
                                    .containsExactlyInAnyOrderElementsOf(names(each.getHighCardinalityKeyNames()));
                        });
            }
        });
    }

    private static List<String> keys(Iterable<KeyValue> values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(KeyValue::getKey)
                .toList();
    }

    private static List<String> names(KeyName[] keys) {
        return Arrays.stream(keys).map(KeyName::asString).toList();
    }

    /** A client reports the end of a cancelled request later, when the next one may have begun or ended. */
    @Test
    void tokenRequests_thatOverlap_haveEachTheirOwnEnd() {
        ObservedCalls listener = ObservedCalls.create(registry);
        TokenStart cancelled = new TokenStart(1, false);
        TokenStart next = new TokenStart(2, true);

        listener.tokenRequested(cancelled);
        listener.tokenRequested(next);
        listener.tokenEnded(new TokenEnd(2, true, Duration.ZERO, 0, Duration.ZERO, null));
        listener.tokenEnded(new TokenEnd(1, false, Duration.ZERO, 0, Duration.ZERO, new CancellationException()));

        assertThat(registry)
                .hasAnObservation(each ->
                        each.hasLowCardinalityKeyValue("early", "true").hasLowCardinalityKeyValue("error.type", "none"))
                .hasAnObservation(each -> each.hasLowCardinalityKeyValue("early", "false")
                        .hasLowCardinalityKeyValue("error.type", "cancelled")
                        .doesNotHaveError());
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "close", "error"})
    void handler_thatThrows_leavesNothingOpen(String when) {
        List<String> open = new ArrayList<>();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new ObservationHandler<>() {
            private void fail(String now) {
                if (now.equals(when)) {
                    throw new IllegalStateException("a handler's fault");
                }
            }

            @Override
            public void onStart(Observation.Context context) {
                open.add(context.getName());
            }

            @Override
            public void onStop(Observation.Context context) {
                open.remove(context.getName());
            }

            @Override
            public void onScopeOpened(Observation.Context context) {
                fail("open");
            }

            @Override
            public void onScopeClosed(Observation.Context context) {
                fail("close");
            }

            @Override
            public void onError(Observation.Context context) {
                fail("error");
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        fake.next(Fault.answer(400));

        assertThatThrownBy(() -> builder(observations)
                        .build()
                        .profiles()
                        .supportProfile()
                        .get())
                .isInstanceOf(PartnerCenterException.class);

        assertThat(observations.getCurrentObservation()).isNull();
        assertThat(open).isEmpty();
    }

    @Test
    void attempt_ofACallThatIsNotObserved_isAChildOfTheCallersObservation() {
        registry.observationConfig().observationPredicate((name, context) -> !"partnercenter.call".equals(name));

        Observation.createNotStarted("request", registry)
                .observe(() -> support().getAsync().join());

        assertThat(registry)
                .hasObservationWithNameEqualTo("partnercenter.attempt")
                .that()
                .hasParentObservationContextMatching(parent -> "request".equals(parent.getName()));
    }

    @Test
    void registry_thatIsOff_changesNothing() {
        assertThat(builder(ObservationRegistry.NOOP)
                        .build()
                        .profiles()
                        .supportProfile()
                        .get())
                .isEqualTo(fake.profile());
    }
}
