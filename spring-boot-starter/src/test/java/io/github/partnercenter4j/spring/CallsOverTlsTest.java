package io.github.partnercenter4j.spring;

import static io.github.partnercenter4j.spring.Contexts.TENANT;
import static io.github.partnercenter4j.spring.Contexts.at;
import static io.github.partnercenter4j.spring.Contexts.consented;
import static io.github.partnercenter4j.spring.Contexts.singleAt;
import static io.github.partnercenter4j.spring.Contexts.twoTransports;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Calls from an application to the fake and its login, over TLS, as the properties say. */
@PartnerCenterFake
class CallsOverTlsTest {

    /** A key with its certificate, made once with keytool and valid until 2120. */
    private static final Path KEY_STORE =
            Path.of("..", "testkit", "src", "test", "resources", "certificates", "app.p12");

    private static SupportProfileOperations support(ApplicationContext context) {
        return context.getBean(Partners.class).get("default").supportProfile();
    }

    private static ApplicationContextRunner deployed(FakePartnerCenter fake, String transport) {
        return twoTransports()
                .withPropertyValues("partnercenter.transport=" + transport)
                .withPropertyValues(at(fake))
                .withPropertyValues(singleAt(fake))
                .withBean(RefreshTokenStore.class, () -> consented(fake, TENANT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"retrofit", "apache"})
    void profile_overEitherTransport_isReadAndEdited(String transport, FakePartnerCenter fake) {
        deployed(fake, transport).run(context -> {
            assertThat(fake.connections()).as("connections of the start").isZero();

            support(context).edit(profile -> profile.withTelephone("4255550100"));

            assertThat(fake.tenant(TENANT).profile().telephone()).isEqualTo("4255550100");
            assertThat(fake.login().tokenRequests()).hasSize(1);
        });
    }

    @Test
    void retries_ofTheProperties_areThoseOfACall(FakePartnerCenter fake) {
        deployed(fake, "retrofit")
                .withPropertyValues("partnercenter.retry.max-attempts=1")
                .run(context -> {
                    fake.tenant(TENANT).next(Fault.answer(503));
                    assertThatThrownBy(() -> support(context).get()).hasMessageContaining("503");
                });
    }

    @Test
    void timeout_ofTheProperties_isThatOfACall(FakePartnerCenter fake) {
        deployed(fake, "retrofit")
                .withPropertyValues("partnercenter.timeout=1ms")
                .run(context -> assertThatThrownBy(() -> support(context).get())
                        .isInstanceOfSatisfying(
                                PartnerCenterException.class,
                                failure -> assertThat(failure.category()).isEqualTo(ErrorCategory.TIMEOUT)));
    }

    @Test
    void proxy_ofTheProperties_isUsedByTheSignIn(FakePartnerCenter fake) throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> firstLine(proxy));
            deployed(fake, "retrofit")
                    .withPropertyValues(
                            "partnercenter.retry.max-attempts=1",
                            "partnercenter.proxy=http://127.0.0.1:" + proxy.getLocalPort())
                    .run(context -> assertThatThrownBy(() -> support(context).get())
                            .isInstanceOf(PartnerCenterException.class));
            assertThat(asked.join())
                    .startsWith("CONNECT " + fake.cloud().authority().getAuthority());
        }
        assertThat(fake.connections()).isZero();
    }

    /** Accepts one connection, reads its first line, and closes it. */
    private static String firstLine(ServerSocket proxy) {
        try (Socket client = proxy.accept();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            return lines.readLine();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void refreshTokens_withAFileInTheProperties_areReadThere(FakePartnerCenter fake, @TempDir Path folder) {
        Path file = folder.resolve("tokens");
        RefreshTokenStore.file(file).save(TENANT, consented(fake, TENANT).load(TENANT));
        twoTransports()
                .withPropertyValues("partnercenter.transport=apache")
                // A path, as a test's @DynamicPropertySource may give it.
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("path", Map.of("partnercenter.refresh-tokens", file))))
                .withPropertyValues(at(fake))
                .withPropertyValues(singleAt(fake))
                .run(context -> assertThat(support(context).get()).isNotNull());
    }

    @Test
    void certificate_ofABundle_isTheCredential(FakePartnerCenter fake) throws Exception {
        KeyStore store = KeyStore.getInstance(KEY_STORE.toFile(), "changeit".toCharArray());
        fake.login().acceptCertificate((X509Certificate) store.getCertificate("app"));
        withCertificate(fake).run(context -> assertThat(support(context).get()).isNotNull());
    }

    @Test
    void certificate_ofABundleWithoutAKey_endsTheStart(FakePartnerCenter fake) {
        withCertificate(fake)
                .withPropertyValues("partnercenter.certificate-bundle=fake")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageStartingWith("the bundle has no key store."));
        withCertificate(fake)
                .withPropertyValues("spring.ssl.bundle.jks.app.key.alias=other")
                .run(context -> assertThat(context).hasFailed());
    }

    private static ApplicationContextRunner withCertificate(FakePartnerCenter fake) {
        return twoTransports()
                .withPropertyValues("partnercenter.transport=retrofit")
                .withPropertyValues(at(fake))
                .withPropertyValues(
                        "partnercenter.tenant=" + TENANT,
                        "partnercenter.client-id=" + fake.login().clientId(),
                        "partnercenter.certificate-bundle=app",
                        "spring.ssl.bundle.jks.app.keystore.location=file:" + KEY_STORE,
                        "spring.ssl.bundle.jks.app.keystore.password=changeit")
                .withBean(RefreshTokenStore.class, () -> consented(fake, TENANT));
    }

    /** Async calls run on the threads of the gateway. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threads_ofTheGateway_areVirtualIfBootsAreAndJavaHasThem(boolean virtual, FakePartnerCenter fake) {
        AtomicReference<Thread> thread = new AtomicReference<>();
        deployed(fake, "retrofit")
                .withPropertyValues("spring.threads.virtual.enabled=" + virtual)
                .withBean(CallListener.class, () -> new CallListener() {
                    @Override
                    public void attemptEnded(Attempt attempt, AttemptEnd end) {
                        thread.set(Thread.currentThread());
                    }
                })
                .run(context -> support(context)
                        .getAsync()
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join());
        boolean java21 = Runtime.version().feature() >= 21;
        assertThat(thread.get().toString().startsWith("VirtualThread")).isEqualTo(virtual && java21);
    }
}
