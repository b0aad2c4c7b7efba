package io.github.partnercenter4j.testkit.junit;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

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

    /** Creates an extension whose fakes have the defaults; for {@code @ExtendWith}. */
    public PartnerCenterFakeExtension() {
        this(FakePartnerCenter::builder);
    }

    private PartnerCenterFakeExtension(Supplier<FakePartnerCenter.Builder> builders) {
        this.builders = builders;
    }

    /**
     * Returns an extension whose fakes have settings of your own.
     *
     * @param builders gives the builder of each test's fake
     * @return the extension
     */
    public static PartnerCenterFakeExtension of(Supplier<FakePartnerCenter.Builder> builders) {
        return new PartnerCenterFakeExtension(Objects.requireNonNull(builders, "builders"));
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

    /** Closes the test's fake. */
    @Override
    public void afterEach(ExtensionContext context) {
        FakePartnerCenter fake = context.getStore(NAMESPACE).get(FakePartnerCenter.class, FakePartnerCenter.class);
        if (fake != null) {
            fake.close();
        }
    }
}
