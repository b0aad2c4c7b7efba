package io.github.partnercenter4j.testkit.junit;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What is behind {@link PartnerCenterFake}. Register it by hand for a fake with settings:
 *
 * <pre>{@code
 * @RegisterExtension
 * PartnerCenterFakeExtension fakes =
 *         PartnerCenterFakeExtension.of(() -> FakePartnerCenter.builder().seed(42));
 * }</pre>
 *
 * <p>Thread-safe, so tests may run in parallel: each has its own fake.
 */
@SuppressWarnings("exports") // JUnit is optional for the testkit: whoever uses this has it.
public final class PartnerCenterFakeExtension implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(PartnerCenterFakeExtension.class);

    private final Supplier<FakePartnerCenter.Builder> builders;
    private final boolean requiresAllRulesUsed;

    /** Creates an extension whose fakes have the defaults; for {@code @ExtendWith}. */
    public PartnerCenterFakeExtension() {
        this(FakePartnerCenter::builder, false);
    }

    private PartnerCenterFakeExtension(Supplier<FakePartnerCenter.Builder> builders, boolean requiresAllRulesUsed) {
        this.builders = builders;
        this.requiresAllRulesUsed = requiresAllRulesUsed;
    }

    /**
     * Returns an extension whose fakes have settings of your own.
     *
     * @param builders gives the builder of each test's fake
     * @return the extension
     */
    public static PartnerCenterFakeExtension of(Supplier<FakePartnerCenter.Builder> builders) {
        return new PartnerCenterFakeExtension(Objects.requireNonNull(builders, "builders"), false);
    }

    /**
     * Returns this extension, failing a test that passed if it asked for a fault that was never played; see
     * {@link PartnerCenterFake#requireAllRulesUsed()}.
     *
     * @return another extension
     */
    public PartnerCenterFakeExtension requireAllRulesUsed() {
        return new PartnerCenterFakeExtension(builders, true);
    }

    /** Asks for constructors to be called as part of their test, so that their parameters are the test's. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FakePartnerCenter.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "A fake lives as long as one test method: take it as a parameter of the test, of @BeforeEach, or of"
                            + " the constructor of a class with a life cycle per method (JUnit 5.12 or newer).");
        }
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        FakePartnerCenter.class, type -> builders.get().build(), FakePartnerCenter.class);
    }

    /**
     * Closes the test's fake.
     *
     * @throws AssertionError if the test asked for a fault that was never played, and wants to know; not where it has failed
     *     already, since that is the likely reason
     */
    @Override
    public void afterEach(ExtensionContext context) {
        FakePartnerCenter fake = context.getStore(NAMESPACE).get(FakePartnerCenter.class, FakePartnerCenter.class);
        if (fake == null) {
            return;
        }
        fake.close();
        if ((requiresAllRulesUsed || isRequired(context))
                && context.getExecutionException().isEmpty()) {
            fake.requireAllRulesUsed();
        }
    }

    /** The annotation may be on the class, on one it is nested in or inherits from, or on an annotation there. */
    private static boolean isRequired(ExtensionContext context) {
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            Optional<PartnerCenterFake> fake = AnnotationSupport.findAnnotation(type, PartnerCenterFake.class);
            if (fake.isPresent()) {
                return fake.get().requireAllRulesUsed();
            }
        }
        return false;
    }
}
