package io.github.partnercenter4j.spring.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Finds {@link AutoConfigureFakePartnerCenter} on a test class. Spring creates it by {@code spring.factories}. */
final class FakeContextCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configAttributes) {
        AutoConfigureFakePartnerCenter wanted =
                TestContextAnnotationUtils.findMergedAnnotation(testClass, AutoConfigureFakePartnerCenter.class);
        return wanted == null ? null : new FakeContextCustomizer(wanted.inMemory());
    }
}
