package io.github.partnercenter4j.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Observers see every exchange and cannot change it. */
@Timeout(60)
class ObserverTest {

    private final FakePartnerCenter fake = FakePartnerCenter.create();
    private final SupportProfile profile =
            SupportProfile.builder().email("help@contoso.example").build();

    @AfterEach
    void close() {
        fake.close();
    }

    private SupportProfileGateway gateway(ExecChainHandler... observers) {
        ApacheSupportProfileGateway.Builder builder =
                ApacheSupportProfileGateway.builder(fake.cloud()).header("X-Key", "canary");
        Arrays.asList(observers).forEach(builder::observer);
        return builder.build();
    }

    private RequestContext context() {
        return RequestContext.builder()
                .requestId(UUID.randomUUID().toString())
                .correlationId(UUID.randomUUID().toString())
                .accessToken(fake.tokens().appPlusUser())
                .build();
    }

    private static PartnerCenterException failureOf(CompletableFuture<?> call) {
        ExecutionException wrapper =
                catchThrowableOfType(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS));
        return (PartnerCenterException) wrapper.getCause();
    }

    @Test
    void observers_seeEachExchangeInOrder_andMayAddHeaders() throws Exception {
        List<String> seen = new ArrayList<>();
        ExecChainHandler outer = (request, scope, chain) -> {
            seen.add("outer " + request.getMethod() + " "
                    + scope.route.getTargetHost().getPort());
            seen.add(Arrays.toString(request.getHeaders()));
            request.setHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
            ClassicHttpResponse response = chain.proceed(request, scope);
            seen.add("outer " + response.getCode());
            seen.add(Arrays.toString(request.getHeaders()));
            return response;
        };
        ExecChainHandler inner = (request, scope, chain) -> {
            seen.add("inner");
            return chain.proceed(request, scope);
        };
        try (SupportProfileGateway gateway = gateway(outer, inner)) {
            RequestContext context = context();

            gateway.fetch(context).get(10, TimeUnit.SECONDS);

            assertThat(seen).hasSize(5).startsWith("outer GET " + fake.url().getPort());
            assertThat(seen.subList(2, 4)).containsExactly("inner", "outer 200");
            assertThat(seen.toString())
                    .contains(context.requestId())
                    .doesNotContain(context.accessToken().value(), "canary");
            assertThat(fake.journal().last().requestHeader("traceparent")).startsWith("00-4bf92f35");
            assertThat(fake.journal().last().requestHeader("X-Key")).isEqualTo("canary");
        }
    }

    @Test
    void observer_blockingCall_runsOnTheCallersThread() {
        List<Thread> threads = new ArrayList<>();
        try (PartnerCenter partnerCenter = PartnerCenter.builder()
                .ownedGateway(gateway((request, scope, chain) -> {
                    threads.add(Thread.currentThread());
                    return chain.proceed(request, scope);
                }))
                .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                .build()) {
            partnerCenter.profiles().supportProfile().get();

            assertThat(threads).containsExactly(Thread.currentThread());
        }
    }

    @Test
    void observer_proceedsTwice_sendsOnce() {
        try (SupportProfileGateway gateway = gateway((request, scope, chain) -> {
            chain.proceed(request, scope);
            return chain.proceed(request, scope);
        })) {
            PartnerCenterException failure = failureOf(gateway.replace(profile, context()));

            assertThat(failure.category()).isEqualTo(ErrorCategory.PROTOCOL);
            assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
            assertThat(fake.journal().total()).isEqualTo(1);
        }
    }

    @Test
    void observer_replacesTheResponse_isIgnored() throws Exception {
        try (SupportProfileGateway gateway = gateway((request, scope, chain) -> {
            chain.proceed(request, scope);
            return new BasicClassicHttpResponse(500);
        })) {
            assertThat(gateway.replace(profile, context())
                            .get(10, TimeUnit.SECONDS)
                            .metadata()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void observer_hidesFailure_isIgnored() {
        fake.next(Fault.reset(Fault.Point.BEFORE_COMMIT));
        try (SupportProfileGateway gateway = gateway((request, scope, chain) -> {
            try {
                return chain.proceed(request, scope);
            } catch (IOException | HttpException swallowed) {
                return new BasicClassicHttpResponse(200);
            }
        })) {
            PartnerCenterException failure = failureOf(gateway.replace(profile, context()));

            assertThat(failure.category()).isEqualTo(ErrorCategory.IO);
            assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        }
    }

    @Test
    void observer_throwsAfterTheResponse_leavesNoConnectionInUse() throws Exception {
        try (SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(fake.cloud())
                .maxConnections(1)
                .observer((request, scope, chain) -> {
                    ClassicHttpResponse response = chain.proceed(request, scope);
                    if (request.getMethod().equals("PUT")) {
                        throw new IllegalStateException("broken");
                    }
                    return response;
                })
                .build()) {
            PartnerCenterException failure = failureOf(gateway.replace(profile, context()));

            assertThat(failure.category()).isEqualTo(ErrorCategory.PROTOCOL);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(gateway.fetch(context())
                            .get(10, TimeUnit.SECONDS)
                            .profile()
                            .email())
                    .isEqualTo("help@contoso.example");
        }
    }

    @Test
    void observer_doesNotProceed_callFails() {
        try (SupportProfileGateway gateway = gateway((request, scope, chain) -> new BasicClassicHttpResponse(200))) {
            PartnerCenterException failure = failureOf(gateway.replace(profile, context()));

            assertThat(failure.category()).isEqualTo(ErrorCategory.PROTOCOL);
            assertThat(failure.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
            assertThat(fake.journal().total()).isZero();
        }
    }

    @Test
    void observer_changesTheTarget_sendsNothing() {
        try (SupportProfileGateway gateway = gateway((request, scope, chain) -> {
            request.setPath("/v1/elsewhere");
            return chain.proceed(request, scope);
        })) {
            PartnerCenterException failure = failureOf(gateway.fetch(context()));

            assertThat(failure.category()).isEqualTo(ErrorCategory.PROTOCOL);
            assertThat(fake.journal().total()).isZero();
        }
    }

    @Test
    void observer_setsAnotherRoute_isIgnored() throws Exception {
        try (SupportProfileGateway gateway = gateway((request, scope, chain) -> {
            HttpRoute elsewhere = new HttpRoute(new HttpHost("http", "stranger.example", 80));
            return chain.proceed(
                    request,
                    new ExecChain.Scope(
                            scope.exchangeId,
                            elsewhere,
                            scope.originalRequest,
                            scope.execRuntime,
                            scope.clientContext));
        })) {
            gateway.fetch(context()).get(10, TimeUnit.SECONDS);

            assertThat(fake.journal().total()).isEqualTo(1);
        }
    }
}
