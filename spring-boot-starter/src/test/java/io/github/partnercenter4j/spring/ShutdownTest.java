package io.github.partnercenter4j.spring;

import static io.github.partnercenter4j.spring.Contexts.TENANT;
import static io.github.partnercenter4j.spring.Contexts.application;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@PartnerCenterFake
class ShutdownTest {

    private static AccessTokenProvider tokens(FakePartnerCenter fake) {
        return AccessTokenProvider.fixed(fake.tokens().appPlusUser());
    }

    @Test
    void gateway_atTheEnd_isClosedAfterTheClients(FakePartnerCenter fake) {
        AtomicReference<Partners> partners = new AtomicReference<>();
        AtomicReference<ErrorCategory> atTheEnd = new AtomicReference<>();
        SupportProfileGateway gateway = (SupportProfileGateway) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SupportProfileGateway.class}, (proxy, method, args) -> {
                    if (method.getName().equals("close")) {
                        atTheEnd.set(failure(partners.get()).category());
                    }
                    return method.invoke(fake.gateway(), args);
                });
        application()
                .withPropertyValues("partnercenter.tenant=" + TENANT)
                .withBean(AccessTokenProvider.class, () -> tokens(fake))
                .withBean(SupportProfileGateway.class, () -> gateway)
                .run(context -> partners.set(context.getBean(Partners.class)));

        assertThat(atTheEnd.get()).isEqualTo(ErrorCategory.CLOSED);
    }

    private static PartnerCenterException failure(Partners partners) {
        return catchThrowableOfType(
                PartnerCenterException.class,
                () -> partners.get("default").supportProfile().get());
    }

    /** Holds the call of the request until the shutdown has begun. */
    static final class Holding implements CallListener {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch shutdown = new CountDownLatch(1);

        @Override
        public void attemptStarted(Attempt attempt) {
            begun.countDown();
            await(shutdown);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @RestController
    static class Endpoint {

        private final Partners partners;

        Endpoint(Partners partners) {
            this.partners = partners;
        }

        @GetMapping("/website")
        String website() {
            return partners.get("default").supportProfile().get().website();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Endpoint.class)
    static class Application {}

    @Test
    void request_duringAShutdown_isServed(FakePartnerCenter fake) {
        Holding call = new Holding();
        ConfigurableApplicationContext service = new SpringApplicationBuilder(Application.class)
                .initializers(context -> {
                    GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean("gateway", SupportProfileGateway.class, fake::gateway);
                    beans.registerBean("tokens", AccessTokenProvider.class, () -> tokens(fake));
                    beans.registerBean("holding", CallListener.class, () -> call);
                })
                .run("--server.port=0", "--spring.main.banner-mode=off", "--partnercenter.tenant=" + TENANT);
        service.addApplicationListener(event -> {
            if (event instanceof ContextClosedEvent) {
                call.shutdown.countDown();
            }
        });
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("http://localhost:"
                                        + service.getEnvironment().getProperty("local.server.port") + "/website"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        await(call.begun);

        service.close();

        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(answer.join().body()).isEqualTo(fake.profile().website());
    }
}
