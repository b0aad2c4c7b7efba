package io.github.partnercenter4j.testkit.junit;

import io.github.partnercenter4j.testkit.GatewayFactory;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a {@link io.github.partnercenter4j.testkit.FakePartnerCenter}, a
 * {@link io.github.partnercenter4j.testkit.FakeTenant} of it, and a client to it: a
 * {@link io.github.partnercenter4j.PartnerCenter} or its
 * {@link io.github.partnercenter4j.SupportProfileOperations}, with good tokens of that tenant. They come as parameters of
 * tests, of {@code @BeforeEach} and {@code @AfterEach} methods and of constructors, and into fields with {@link Injected};
 * what is not asked for is not made. Fake and client are closed after the test. Works on annotations of your own, too. It is
 * for nested classes as well, unless they have one of their own: the nearest counts.
 *
 * <pre>{@code
 * @PartnerCenterFake
 * class SupportPageTest {
 *     @Test
 *     void showsTheTelephone(FakePartnerCenter fake, SupportProfileOperations support) {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>When a test fails, what its fake saw is published, as a report entry and on stderr: seed, rules, whether the profile
 * changed, and the journal, without tokens and texts. With the configuration parameter (or system property)
 * {@code partnercenter4j.seed} all fakes have that seed, so that a run can be had again. {@link PartnerCenterFakeExtension}
 * is for fakes and clients with settings.
 */
@SuppressWarnings("exports") // JUnit is optional for the testkit: whoever uses this has it.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PartnerCenterFakeExtension.class)
public @interface PartnerCenterFake {

    /** Who shares a fake. */
    enum Scope {
        /** Nobody: each test method has one of its own. */
        METHOD,
        /**
         * The tests of a class, and of those nested in it: what one leaves, the next finds. Can be had in constructors and in
         * {@code @BeforeAll}, too.
         */
        CLASS,
        /**
         * All tests of the run that say so, on one port: each has a tenant of its own, and finds its profile, faults and
         * journal in its {@link io.github.partnercenter4j.testkit.FakeTenant}. What a test does to the fake as a whole it
         * does to the others' as well.
         */
        SHARED
    }

    /** Marks a field that is set before each test, of one of the types above; neither static nor final. */
    @Documented
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Injected {}

    /**
     * Whether a test that passed fails after all if it asked for a fault that was never played, see
     * {@link io.github.partnercenter4j.testkit.FakePartnerCenter#requireAllRulesUsed()}.
     *
     * @return true to have that checked after each test
     */
    boolean requireAllRulesUsed() default false;

    /**
     * Who shares a fake.
     *
     * @return the scope
     */
    Scope scope() default Scope.METHOD;

    /**
     * How clients reach the fake.
     *
     * @return a class with a constructor without parameters; {@code GatewayFactory} itself means in memory
     */
    Class<? extends GatewayFactory> gateway() default GatewayFactory.class;
}
