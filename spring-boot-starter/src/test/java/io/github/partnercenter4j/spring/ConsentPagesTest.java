package io.github.partnercenter4j.spring;

import static io.github.partnercenter4j.spring.Contexts.TENANT;
import static io.github.partnercenter4j.spring.Contexts.at;
import static io.github.partnercenter4j.spring.Contexts.singleAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A partner's user signs in at the fake, with the browser of the test between the application and the login. */
@PartnerCenterFake
class ConsentPagesTest {

    private static final String PAGE = "/partnercenter/consent/default";

    private final MockHttpSession session = new MockHttpSession();

    private static WebApplicationContextRunner application(FakePartnerCenter fake) {
        return Contexts.webApplication()
                .withBean(RefreshTokenStore.class, RefreshTokenStore::inMemory)
                .withPropertyValues(at(fake))
                .withPropertyValues(singleAt(fake))
                .withPropertyValues("partnercenter.transport=retrofit", "partnercenter.consent.enabled=true");
    }

    private MvcTestResult get(AssertableWebApplicationContext context, String path) {
        return MockMvcTester.from(context).get().uri(path).session(session).exchange();
    }

    /** Opens the page, follows the browser to the login and back, and returns the path that it comes back to. */
    private String signIn(AssertableWebApplicationContext context, FakePartnerCenter fake) {
        MvcTestResult begun = get(context, PAGE);
        assertThat(begun).hasStatus(HttpStatus.FOUND);
        URI login = URI.create(begun.getResponse().getHeader("Location"));
        HttpClient browser =
                HttpClient.newBuilder().sslContext(fake.sslContext()).build();
        try {
            HttpResponse<Void> back =
                    browser.send(HttpRequest.newBuilder(login).build(), HttpResponse.BodyHandlers.discarding());
            URI callback = URI.create(back.headers().firstValue("Location").orElseThrow());
            assertThat(callback.toString()).startsWith("http://localhost" + PAGE + "/callback?");
            return callback.getRawPath() + "?" + callback.getRawQuery();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void partner_whoSignsIn_isServedFromThenOn(FakePartnerCenter fake) {
        application(fake).run(context -> {
            Partner partner = context.getBean(Partners.class).get("default");
            assertThat(failure(partner).getMessage()).contains("consent");
            assertThat(partner.lastCall().ended()).isNotNull();

            MvcTestResult connected = get(context, signIn(context, fake));

            assertThat(connected)
                    .hasStatusOk()
                    .bodyJson()
                    .extractingPath("$.connected")
                    .isEqualTo(TENANT);
            assertThat(partner.lastCall().ended())
                    .as("the failure that is over")
                    .isNull();
            assertThat(partner.supportProfile().get()).isNotNull();
        });
    }

    private static PartnerCenterException failure(Partner partner) {
        try {
            partner.supportProfile().get();
        } catch (PartnerCenterException failure) {
            return failure;
        }
        throw new AssertionError("a call without a consent has succeeded");
    }

    @Test
    void callback_thatComesTwice_isRefused(FakePartnerCenter fake) {
        application(fake).run(context -> {
            String callback = signIn(context, fake);
            assertThat(get(context, callback)).hasStatusOk();

            assertRefused(get(context, callback), "NOT_STARTED");
        });
    }

    @Test
    void callback_askedForByHead_leavesTheConsentPending(FakePartnerCenter fake) {
        application(fake).run(context -> {
            String callback = signIn(context, fake);
            assertThat(MockMvcTester.from(context)
                            .head()
                            .uri(callback)
                            .session(session)
                            .exchange())
                    .hasStatus(HttpStatus.METHOD_NOT_ALLOWED);

            assertThat(get(context, callback)).hasStatusOk();
        });
    }

    @Test
    void path_thatEndsWithASlash_endsTheStart(FakePartnerCenter fake) {
        application(fake)
                .withPropertyValues("partnercenter.consent.path=/connect/")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageStartingWith("partnercenter.consent.path is '/connect/'."));
    }

    @Test
    void callback_ofAnotherSession_isRefused(FakePartnerCenter fake) {
        application(fake).run(context -> {
            String callback = signIn(context, fake);
            MvcTestResult refused =
                    MockMvcTester.from(context).get().uri(callback).exchange();

            assertRefused(refused, "NOT_STARTED");
            assertThat(fake.login().tokenRequests()).isEmpty();
        });
    }

    @Test
    void callback_withAnotherState_isRefused(FakePartnerCenter fake) {
        application(fake).run(context -> {
            String callback = signIn(context, fake).replaceAll("state=[^&]*", "state=guessed");

            assertRefused(get(context, callback), "OTHER_SESSION");
            assertThat(fake.login().tokenRequests()).isEmpty();
        });
    }

    @Test
    void partner_whoDeclines_isTold(FakePartnerCenter fake) {
        application(fake).run(context -> {
            fake.login().denySignIn();

            assertRefused(get(context, signIn(context, fake)), "REFUSED");
        });
    }

    @Test
    void partner_thatIsUnknown_isNotFound(FakePartnerCenter fake) {
        application(fake).run(context -> {
            assertThat(get(context, "/partnercenter/consent/nobody")).hasStatus(HttpStatus.NOT_FOUND);
            assertThat(get(context, "/partnercenter/consent/nobody/callback?code=c&state=s"))
                    .hasStatus(HttpStatus.NOT_FOUND);
        });
    }

    @Test
    void partner_withTokensOfItsOwn_hasNoConsent(FakePartnerCenter fake) {
        application(fake)
                .withBean(
                        "default",
                        AccessTokenProvider.class,
                        () -> AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                .run(context -> assertThat(get(context, PAGE))
                        .hasStatus(HttpStatus.NOT_FOUND)
                        .bodyJson()
                        .extractingPath("$.detail")
                        .asString()
                        .contains("AccessTokenProvider bean"));
    }

    @Test
    void store_thatFails_isAnErrorBeforeAnybodySignsIn_whoseMessageIsOnlyInTheLog(FakePartnerCenter fake) {
        RefreshTokenStore broken = new RefreshTokenStore() {
            @Override
            public RefreshToken load(String tenant) {
                throw new IllegalStateException("vault is sealed");
            }

            @Override
            public void save(String tenant, RefreshToken token) {}
        };
        application(fake)
                .withAllowBeanDefinitionOverriding(true)
                .withBean("broken", RefreshTokenStore.class, () -> broken, definition -> definition.setPrimary(true))
                .run(context -> {
                    List<LogRecord> logged = new ArrayList<>();
                    MvcTestResult answer = listening(logged, () -> get(context, PAGE));

                    assertThat(answer).hasStatus(HttpStatus.BAD_GATEWAY);
                    assertThat(answer)
                            .bodyJson()
                            .extractingPath("$.detail")
                            .isEqualTo("The consent failed: TOKEN_ENDPOINT_UNAVAILABLE. The log of the application has"
                                    + " the details.");
                    assertThat(answer).bodyText().doesNotContain("vault", TENANT);
                    assertThat(logged)
                            .singleElement()
                            .satisfies(
                                    entry -> assertThat(entry.getMessage()).isEqualTo("A consent of default failed."))
                            .satisfies(
                                    entry -> assertThat(entry.getThrown()).hasStackTraceContaining("vault is sealed"));
                });
    }

    private static <T> T listening(List<LogRecord> logged, Supplier<T> action) {
        Logger logger = Logger.getLogger(ConsentController.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Level before = logger.getLevel();
        // Another test may have started Boot's logging, which then decides about the levels.
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
        try {
            return action.get();
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(before);
        }
    }

    /** Two callbacks at once must not both get what is pending. */
    @Test
    void pendingConsent_isTakenUnderTheMutexOfTheSession(FakePartnerCenter fake) {
        String pending = "partnercenter4j consent of default";
        List<String> accesses = new ArrayList<>();
        MockHttpSession watched = new MockHttpSession() {
            @Override
            public Object getAttribute(String name) {
                record("read", name);
                return super.getAttribute(name);
            }

            @Override
            public void removeAttribute(String name) {
                record("removal", name);
                super.removeAttribute(name);
            }

            private void record(String access, String name) {
                if (name.equals(pending)) {
                    accesses.add(access + (Thread.holdsLock(this) ? " with the mutex" : " without the mutex"));
                }
            }
        };
        application(fake).run(context -> {
            watched.setAttribute(pending, "started");

            assertRefused(
                    MockMvcTester.from(context)
                            .get()
                            .uri(PAGE + "/callback?code=c&state=s")
                            .session(watched)
                            .exchange(),
                    "NOT_STARTED");
        });

        assertThat(accesses).containsExactly("read with the mutex", "removal with the mutex");
    }

    @Test
    void address_thatTheLoginWouldRefuse_isExplained(FakePartnerCenter fake) {
        application(fake)
                .run(context -> assertThat(MockMvcTester.from(context)
                                .get()
                                .uri("http://portal.example" + PAGE)
                                .exchange())
                        .hasStatus(HttpStatus.INTERNAL_SERVER_ERROR)
                        .bodyJson()
                        .extractingPath("$.detail")
                        .asString()
                        .contains("plain http", "server.forward-headers-strategy"));
    }

    @Test
    void path_ofTheProperties_isThatOfThePages(FakePartnerCenter fake) {
        application(fake)
                .withPropertyValues("partnercenter.consent.path=/connect")
                .run(context -> {
                    assertThat(get(context, "/connect/default")).hasStatus(HttpStatus.FOUND);
                    assertThat(get(context, PAGE)).hasStatus(HttpStatus.NOT_FOUND);
                });
    }

    @Test
    void pages_ifNotEnabled_areNotThere(FakePartnerCenter fake) {
        application(fake)
                .withPropertyValues("partnercenter.consent.enabled=false")
                .run(context -> assertThat(get(context, PAGE)).hasStatus(HttpStatus.NOT_FOUND));
    }

    @Test
    void pages_inAReactiveApplication_endTheStart() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        SslAutoConfiguration.class,
                        PartnerCenterAutoConfiguration.class,
                        PartnerCenterConsentAutoConfiguration.class))
                .withPropertyValues(Contexts.single())
                .withPropertyValues("partnercenter.transport=retrofit", "partnercenter.consent.enabled=true")
                .withBean(RefreshTokenStore.class, RefreshTokenStore::inMemory)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageStartingWith(
                                "partnercenter.consent.enabled is true, but the pages are for servlet"));
    }

    private static void assertRefused(MvcTestResult result, String reason) {
        assertThat(result)
                .hasStatus(HttpStatus.BAD_REQUEST)
                .hasContentType("application/problem+json")
                .bodyJson()
                .extractingPath("$.reason")
                .isEqualTo(reason);
    }
}
