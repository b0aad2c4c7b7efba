package io.github.partnercenter4j.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.micrometer.ObservedCalls;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.ExchangeScope;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpObservationInterceptor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs the code of docs/observing.md. */
@PartnerCenterFake
class ObservingTest {

    /** Checks the chain of spans: the request, the call, its attempts, and the HTTP client's span in each attempt. */
    @Test
    void spans_ofTheCallAndItsAttempts_areBetweenTheRequestAndTheHttpClient(FakePartnerCenter fake) {
        AccessTokenProvider tokens = AccessTokenProvider.fixed(fake.tokens().appPlusUser());
        SimpleTracer tracer = new SimpleTracer();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(OkHttpObservationInterceptor.builder(observations, "http.client")
                        .build())
                .build();
        SupportProfileGateway gateway =
                RetrofitSupportProfileGateway.builder(fake.cloud()).client(http).build();
        // region observing-micrometer
        PartnerCenter client = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(tokens)
                .listener(ObservedCalls.create(observations, "contoso"))
                .build();
        // endregion
        fake.next(Fault.answer(503).header("Retry-After", "0"));
        try (gateway;
                client) {
            Observation.createNotStarted("request", observations)
                    .observe(() -> client.profiles().supportProfile().get());
            Observation.createNotStarted("async request", observations)
                    .observe(() -> client.profiles().supportProfile().getAsync().join());
        }
        List<SimpleSpan> spans = List.copyOf(tracer.getSpans());
        assertThat(spans.stream()
                        .filter(span -> span.getTags().containsKey("http.url")
                                || span.getTags().containsKey("target.host"))
                        .map(span -> parents(spans, span)))
                .containsExactly(
                        "GET /v1/profiles/support < partnercenter get < request",
                        "GET /v1/profiles/support < partnercenter get < request",
                        "GET /v1/profiles/support < partnercenter get < async request");
    }

    private static String parents(List<SimpleSpan> spans, SimpleSpan span) {
        return spans.stream()
                .filter(each -> each.getSpanId().equals(span.getParentId()))
                .findFirst()
                .map(parent -> {
                    String above = parents(spans, parent);
                    return parent.getName() + (above.isEmpty() ? "" : " < " + above);
                })
                .orElse("");
    }

    @Test
    void log_ofTheHttpClientInAnAsyncCall_hasTheCallersMdc(FakePartnerCenter fake) {
        AccessTokenProvider tokens = AccessTokenProvider.fixed(fake.tokens().appPlusUser());
        // region observing-async-mdc
        CallListener mdcOfTheCaller = new CallListener() {
            @Override
            public CallListener callStarted(CallStart call) {
                Map<String, String> caller = MDC.getCopyOfContextMap();
                return new CallListener() {
                    @Override
                    public ExchangeScope openScope(Attempt attempt) {
                        Map<String, String> before = MDC.getCopyOfContextMap();
                        MDC.setContextMap(caller == null ? Map.of() : caller);
                        return () -> MDC.setContextMap(before == null ? Map.of() : before);
                    }
                };
            }
        };
        // endregion
        List<String> orders = new CopyOnWriteArrayList<>();
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    orders.add(String.valueOf(MDC.get("order")));
                    return chain.proceed(chain.request());
                })
                .build();
        try (SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(fake.cloud())
                        .client(http)
                        .build();
                PartnerCenter client = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(tokens)
                        .listener(mdcOfTheCaller)
                        .build()) {
            MDC.put("order", "17");
            client.profiles().supportProfile().getAsync().join();
            assertThat(MDC.get("order")).isEqualTo("17");
            MDC.remove("order");
            client.profiles().supportProfile().getAsync().join();
        } finally {
            MDC.remove("order");
        }
        assertThat(orders).containsExactly("17", "null");
    }

    @Test
    void metrics_countEachCall(FakePartnerCenter fake) {
        MeterRegistry meters = new SimpleMeterRegistry();
        Cloud cloud = fake.cloud();
        AccessTokenProvider tokens = AccessTokenProvider.fixed(fake.tokens().appPlusUser());
        // region observing-metrics
        CallListener timing = new CallListener() {
            @Override
            public void callEnded(CallEnd call) {
                Timer.builder("support.profile.call")
                        .tag("operation", call.operation().name())
                        .tag("outcome", call.failure() == null ? "success" : "failure")
                        .register(meters)
                        .record(call.elapsed());
            }
        };
        SupportProfileGateway gateway = RetrofitSupportProfileGateway.create(cloud);
        PartnerCenter client = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(tokens)
                .listener(timing)
                .build();
        // endregion
        try (gateway;
                client) {
            client.profiles().supportProfile().get();
        }
        assertThat(meters.get("support.profile.call")
                        .tag("outcome", "success")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void logs_ofTheHttpClient_haveTheCallersMdc(FakePartnerCenter fake) {
        Cloud cloud = fake.cloud();
        AccessTokenProvider tokens = AccessTokenProvider.fixed(fake.tokens().appPlusUser());
        Logger log = (Logger) LoggerFactory.getLogger("http");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        // region observing-mdc
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    log.info("{} {}", chain.request().method(), chain.request().url());
                    return chain.proceed(chain.request());
                })
                .build();
        SupportProfileGateway gateway =
                RetrofitSupportProfileGateway.builder(cloud).client(http).build();
        PartnerCenter client =
                PartnerCenter.builder().gateway(gateway).tokens(tokens).build();

        MDC.put("order", "17");
        client.profiles().supportProfile().get();
        // endregion
        try (gateway;
                client) {
            assertThat(lines.list).singleElement().satisfies(line -> {
                assertThat(line.getFormattedMessage()).startsWith("GET http");
                assertThat(line.getMDCPropertyMap()).containsEntry("order", "17");
            });
        } finally {
            log.detachAppender(lines);
            MDC.remove("order");
        }
    }

    @Test
    void spans_ofTheHttpClient_areChildrenOfTheCallers(FakePartnerCenter fake) {
        Cloud cloud = fake.cloud();
        AccessTokenProvider tokens = AccessTokenProvider.fixed(fake.tokens().appPlusUser());
        SimpleTracer tracer = new SimpleTracer();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
        // region observing-traces
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(OkHttpObservationInterceptor.builder(observations, "http.client")
                        .build())
                .build();
        SupportProfileGateway gateway =
                RetrofitSupportProfileGateway.builder(cloud).client(http).build();
        PartnerCenter client =
                PartnerCenter.builder().gateway(gateway).tokens(tokens).build();

        Observation.createNotStarted("order", observations)
                .observe(() -> client.profiles().supportProfile().get());
        // endregion
        fake.next(Fault.answer(503).header("Retry-After", "0"));
        try (gateway;
                client) {
            Observation.createNotStarted("second order", observations)
                    .observe(() -> client.profiles().supportProfile().get());
        }
        List<SimpleSpan> spans = List.copyOf(tracer.getSpans());
        assertThat(spans).extracting(SimpleSpan::getName).contains("order", "second order");
        assertThat(spansUnder(spans, "order")).isEqualTo(1);
        assertThat(spansUnder(spans, "second order"))
                .as("one span for each attempt")
                .isEqualTo(2);
    }

    private static long spansUnder(List<SimpleSpan> spans, String name) {
        String parent = spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getSpanId();
        return spans.stream().filter(span -> parent.equals(span.getParentId())).count();
    }
}
