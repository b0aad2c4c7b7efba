package io.github.partnercenter4j.retrofit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A blocking call runs the interceptors and listeners of a borrowed client on the caller's thread. */
@Timeout(60)
class CallersThreadTest {

    private static PartnerCenter client(FakePartnerCenter fake, SupportProfileGateway gateway) {
        return PartnerCenter.builder()
                .gateway(gateway)
                .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                .build();
    }

    @Test
    void blockingCall_borrowedClient_interceptorsAndListenersSeeCallersThreadLocals() {
        ThreadLocal<String> mdc = new ThreadLocal<>();
        AtomicReference<String> interceptor = new AtomicReference<>();
        AtomicReference<String> listener = new AtomicReference<>();
        OkHttpClient mine = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    interceptor.set(mdc.get());
                    return chain.proceed(chain.request());
                })
                .eventListener(new EventListener() {
                    @Override
                    public void requestHeadersStart(Call call) {
                        listener.set(mdc.get());
                    }
                })
                .build();
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(fake.cloud())
                        .client(mine)
                        .build();
                PartnerCenter client = client(fake, gateway)) {
            fake.next(Fault.answer(503).header("Retry-After", "0"));
            mdc.set("order 17");

            client.profiles().supportProfile().edit(profile -> profile.withTelephone("1"));

            assertThat(interceptor).hasValue("order 17");
            assertThat(listener).hasValue("order 17");
        }
    }

    @Test
    void failure_ofBlockingCall_hasCallerInStackTrace() {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = RetrofitSupportProfileGateway.create(fake.cloud());
                PartnerCenter client = client(fake, gateway)) {
            fake.next(Fault.answer(400));

            assertThatThrownBy(() -> client.profiles().supportProfile().get())
                    .isInstanceOfSatisfying(ServiceException.class, failure -> {
                        assertThat(failure.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().equals(CallersThreadTest.class.getName()));
                        assertThat(failure.getSuppressed()).isEmpty();
                    });
        }
    }

    private enum End {
        INTERRUPT(ErrorCategory.CANCELLED),
        DEADLINE(ErrorCategory.TIMEOUT),
        CLOSE(ErrorCategory.CLOSED);

        private final ErrorCategory category;

        End(ErrorCategory category) {
            this.category = category;
        }
    }

    private static Cloud named(Cloud cloud) {
        URI url = URI.create("http://localhost:" + cloud.apiBase().getPort());
        return Cloud.custom(url, url, url + "/user_impersonation");
    }

    /** A lookup of a host name cannot be aborted, but the caller must be able to stop waiting. */
    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try") // Closes early on purpose.
    void earlyEnd_duringHostNameLookup_endsCallAtOnce(End end) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Dns silent = host -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
            return List.of(InetAddress.getLoopbackAddress());
        };
        VirtualClock clock = VirtualClock.start();
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(named(fake.cloud()))
                        .client(new OkHttpClient.Builder().dns(silent).build())
                        .build();
                PartnerCenter client = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                        .time(clock)
                        .build()) {
            CompletableFuture<PartnerCenterException> ended = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    client.profiles().supportProfile().get();
                } catch (PartnerCenterException failure) {
                    ended.complete(failure);
                }
            });
            caller.start();
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            switch (end) {
                case INTERRUPT -> caller.interrupt();
                case DEADLINE -> clock.advance(Duration.ofDays(1));
                case CLOSE -> client.close();
            }

            assertThat(ended.get(10, TimeUnit.SECONDS).category()).isEqualTo(end.category);
            assertThat(fake.journal().total()).isZero();
        } finally {
            answer.countDown();
        }
    }
}
