package io.github.partnercenter4j.spring.test;

import io.github.partnercenter4j.spring.PartnerCenterAutoConfiguration;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.test.context.MergedContextConfiguration;

/** An application with a fake behind it, as the annotation puts it there, without a test class of its own. */
final class FakedApplication {

    private final AtomicReference<@Nullable FakePartnerCenter> fake;
    private final ApplicationContextRunner runner;

    FakedApplication(boolean inMemory) {
        this.fake = new AtomicReference<>();
        this.runner = new ApplicationContextRunner()
                .withInitializer(context -> {
                    MergedContextConfiguration unused =
                            new MergedContextConfiguration(FakedApplication.class, null, null, null, null);
                    new FakeContextCustomizer(inMemory).customizeContext(context, unused);
                    fake.set(context.getBeanFactory().getBean(FakePartnerCenter.class));
                })
                .withConfiguration(
                        AutoConfigurations.of(SslAutoConfiguration.class, PartnerCenterAutoConfiguration.class));
    }

    private FakedApplication(AtomicReference<@Nullable FakePartnerCenter> fake, ApplicationContextRunner runner) {
        this.fake = fake;
        this.runner = runner;
    }

    /** Returns the application with another property, such as {@code partnercenter.cloud=china}. */
    FakedApplication with(String property) {
        return new FakedApplication(fake, runner.withPropertyValues(property));
    }

    FakedApplication with(Class<?> configuration) {
        return new FakedApplication(fake, runner.withUserConfiguration(configuration));
    }

    /** Starts the application, and throws if that fails. */
    void run(ContextConsumer<AssertableApplicationContext> test) {
        runner.run(context -> {
            Throwable failure = context.getStartupFailure();
            if (failure != null) {
                throw failure;
            }
            test.accept(context);
        });
    }

    /** Returns the fake of the latest start. */
    FakePartnerCenter fake() {
        return Objects.requireNonNull(fake.get(), "not started");
    }
}
