package io.github.partnercenter4j.spring.test;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;
import org.springframework.beans.factory.annotation.ParameterResolutionDelegate;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Resets the fake of a test's application context before the test, and reports what it received if the test failed. */
final class FakePartnerCenterExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(FakePartnerCenterExtension.class);

    FakePartnerCenterExtension() {}

    @Override
    public void beforeEach(ExtensionContext test) {
        ApplicationContext application = SpringExtension.getApplicationContext(test);
        ContextFake fake = application.getBeanProvider(ContextFake.class).getIfAvailable();
        if (fake != null) {
            fake.begin(test.getRequiredTestClass().getSimpleName() + "." + test.getDisplayName());
            test.getStore(NAMESPACE).put(ContextFake.class, fake);
            fake.reset(application);
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        // Not by the application's context: the test may have closed it.
        ContextFake fake = test.getStore(NAMESPACE).get(ContextFake.class, ContextFake.class);
        if (fake != null) {
            boolean failed = test.getExecutionException()
                    .filter(thrown -> !(thrown instanceof TestAbortedException))
                    .isPresent();
            if (failed) {
                publish(test, fake.report());
            }
            fake.end();
        }
    }

    private static void publish(ExtensionContext test, String report) {
        test.publishReportEntry("partnercenter4j", report);
        System.err.println("The fake Partner Center of " + test.getDisplayName() + ", which failed ("
                + FakeContextCustomizer.SEED + " repeats a seed):\n" + report);
    }

    /** Leaves constructors and annotated parameters to Spring, which would otherwise compete. */
    @Override
    public boolean supportsParameter(ParameterContext place, ExtensionContext test) {
        Parameter parameter = place.getParameter();
        return (parameter.getType() == FakePartnerCenter.class || parameter.getType() == FakeTenant.class)
                && parameter.getDeclaringExecutable() instanceof Method
                && !ParameterResolutionDelegate.isAutowirable(parameter, place.getIndex());
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext place, ExtensionContext test) {
        return SpringExtension.getApplicationContext(test)
                .getBean(place.getParameter().getType());
    }
}
