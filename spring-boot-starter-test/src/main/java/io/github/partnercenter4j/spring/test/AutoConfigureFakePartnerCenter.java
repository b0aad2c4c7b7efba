package io.github.partnercenter4j.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Puts a {@link io.github.partnercenter4j.testkit.FakePartnerCenter} behind the application of a Spring test, in place of
 * Partner Center and Microsoft's login. The application's own configuration needs no change:
 *
 * <pre>{@code
 * @SpringBootTest
 * @AutoConfigureFakePartnerCenter
 * class SupportPageTest {
 *
 *     @Test
 *     void showsTheTelephone(@Qualifier("contoso") FakeTenant contoso) {
 *         contoso.next(Fault.answer(429));
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p><b>Properties.</b> The credentials of the fake's app replace those of the partners. Names and tenants stay. A partner
 * without a tenant, for example because a variable is not set in tests, gets one. If no partner is configured, there is
 * one without a name.
 *
 * <p><b>Beans.</b> The {@link io.github.partnercenter4j.testkit.FakePartnerCenter}, a
 * {@link io.github.partnercenter4j.testkit.FakeTenant} for each partner, with its name as the qualifier. The fake, and the
 * tenant of an only partner, may also be parameters of test methods without an annotation. Cloud, HTTP settings, the store
 * of refresh tokens and token providers of the application are replaced by those of the fake. The context and its fake end
 * together.
 *
 * <p><b>Between tests.</b> Before each test, before its {@code @BeforeEach} methods, the fake is reset: profiles, faults,
 * journal, settings of the login. Each partner has a new refresh token, and the clients have no access token and a full
 * retry budget, as after the start of the application. So the first call of a partner in each test sends one token request.
 * The health of the partners is unknown. Metrics and other state of the application stay.
 *
 * <p><b>Failed tests</b> print what the fake received, as a report entry and on stderr: seed, partners, rules, requests
 * and token requests, without tokens and texts. The property {@code partnercenter4j.seed} sets the seed.
 *
 * <p>Tests with equal annotations, and otherwise equal Spring settings, share a context and its fake. They must not run at
 * the same time: the second test fails. Tests with different contexts may.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FakePartnerCenterExtension.class)
public @interface AutoConfigureFakePartnerCenter {

    /**
     * Whether the application calls the fake in memory, by a gateway and token providers of the fake. Unless set, it uses
     * its transport and its sign-in, over https.
     *
     * @return true to open no port and sign in nowhere
     */
    boolean inMemory() default false;
}
