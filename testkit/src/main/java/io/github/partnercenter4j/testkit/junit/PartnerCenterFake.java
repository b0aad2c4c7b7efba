package io.github.partnercenter4j.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test method a {@link io.github.partnercenter4j.testkit.FakePartnerCenter} of its own, as a parameter of the
 * test, of {@code @BeforeEach} and {@code @AfterEach} methods, or of the constructor; it is closed after the test. Works
 * on annotations of your own, too.
 *
 * <pre>{@code
 * @PartnerCenterFake
 * class SupportPageTest {
 *     @Test
 *     void showsTheTelephone(FakePartnerCenter fake) {
 *         ...
 *     }
 * }
 * }</pre>
 */
@SuppressWarnings("exports") // JUnit is optional for the testkit: whoever uses this has it.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PartnerCenterFakeExtension.class)
public @interface PartnerCenterFake {

    /**
     * Whether a test that passed fails after all if it asked for a fault that was never played, see
     * {@link io.github.partnercenter4j.testkit.FakePartnerCenter#requireAllRulesUsed()}.
     *
     * @return true to have that checked after each test
     */
    boolean requireAllRulesUsed() default false;
}
