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
 * Provides tests with a {@link io.github.partnercenter4j.testkit.FakePartnerCenter}, a
 * {@link io.github.partnercenter4j.testkit.FakeTenant} of it, and a client: a
 * {@link io.github.partnercenter4j.PartnerCenter} or its {@link io.github.partnercenter4j.SupportProfileOperations},
 * with valid tokens of that tenant. They are available as parameters of tests, of {@code @BeforeEach} and
 * {@code @AfterEach} methods and of constructors, and in fields with {@link Injected}. They are created only if needed,
 * and closed after the test. The annotation also works on your own annotations, and for nested classes that do not have
 * it themselves.
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
 * <p>When a test fails, a report of its fake is printed, as a report entry and on stderr: seed, rules, whether the
 * profile changed, and the journal, without tokens and texts. The configuration parameter (or system property)
 * {@code partnercenter4j.seed} sets the seed of all fakes, to reproduce a run. Use {@link PartnerCenterFakeExtension}
 * for fakes and clients with settings.
 */
@SuppressWarnings("exports") // JUnit is optional for the testkit, but users of this class have it.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PartnerCenterFakeExtension.class)
public @interface PartnerCenterFake {

    /** The tests that share a fake. */
    enum Scope {
        /** Each test method has its own fake. */
        METHOD,
        /**
         * The tests of a class and its nested classes share a fake: each test sees the changes of earlier ones. Also
         * available in constructors and in {@code @BeforeAll}.
         */
        CLASS,
        /**
         * All tests of the run with this scope share a fake on one port. Each has its own tenant, with its own profile,
         * faults and journal in its {@link io.github.partnercenter4j.testkit.FakeTenant}. Changes to the whole fake
         * affect all of them.
         */
        SHARED
    }

    /** Marks a field of one of the types above to be set before each test; not static and not final. */
    @Documented
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Injected {}

    /**
     * Whether a test also fails if one of its faults was never used, see
     * {@link io.github.partnercenter4j.testkit.FakePartnerCenter#requireAllRulesUsed()}.
     *
     * @return true to check that after each test
     */
    boolean requireAllRulesUsed() default false;

    /** {@return the tests that share a fake} */
    Scope scope() default Scope.METHOD;

    /**
     * {@return the transport of the clients: a class with a constructor without parameters} {@code GatewayFactory}
     * itself means the in-memory gateway.
     */
    Class<? extends GatewayFactory> gateway() default GatewayFactory.class;
}
