package io.github.partnercenter4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpObservationInterceptor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that the HTTP client's own observation is a child of the attempt, over both transports. */
class HttpClientSpansTest {

    private SupportProfileGateway retrofit() {
        return RetrofitSupportProfileGateway.builder(fake.cloud())
                .client(new OkHttpClient.Builder()
                        .addInterceptor(OkHttpObservationInterceptor.builder(registry, "http.client")
                                .build())
                        .build())
                .build();
    }

    private SupportProfileGateway apache() {
        return ApacheSupportProfileGateway.builder(fake.cloud())
                .observer((request, scope, chain) -> {
                    Observation observation = Observation.start("http.client", registry);
                    try {
                        return chain.proceed(request, scope);
                    } finally {
                        observation.stop();
                    }
                })
                .build();
    }

    private final FakePartnerCenter fake = FakePartnerCenter.create();
    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final List<List<String>> chains = new CopyOnWriteArrayList<>();

    HttpClientSpansTest() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStart(Observation.Context context) {
                if ("http.client".equals(context.getName())) {
                    chains.add(chain(context));
                }
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    private static List<String> chain(Observation.ContextView context) {
        List<String> names = new ArrayList<>();
        names.add(context.getName());
        for (ObservationView parent = context.getParentObservation();
                parent != null;
                parent = parent.getContextView().getParentObservation()) {
            names.add(parent.getContextView().getName());
        }
        return names;
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void okHttpsObservation_isAChildOfTheAttempt() {
        assertChains(retrofit());
    }

    @Test
    void httpClient5sObservation_isAChildOfTheAttempt() {
        assertChains(apache());
    }

    /** Makes a blocking and an async call. */
    private void assertChains(SupportProfileGateway gateway) {
        try (gateway;
                PartnerCenter client = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                        .listener(ObservedCalls.create(registry))
                        .build()) {
            Observation.createNotStarted("request", registry)
                    .observe(() -> client.profiles().supportProfile().get());
            Observation.createNotStarted("request", registry)
                    .observe(() -> client.profiles().supportProfile().getAsync().join());
        }
        assertThat(chains)
                .hasSize(2)
                .allSatisfy(chain -> assertThat(chain)
                        .containsExactly("http.client", "partnercenter.attempt", "partnercenter.call", "request"));
        assertThat(registry.getCurrentObservation()).isNull();
    }
}
