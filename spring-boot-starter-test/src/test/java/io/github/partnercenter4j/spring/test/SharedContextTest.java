package io.github.partnercenter4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.spring.Partners;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext;

/** Checks which tests share a context and its fake, and that both end together. */
class SharedContextTest {

    private static final Map<String, Sight> SEEN = new ConcurrentHashMap<>();

    /** What a test saw. */
    private record Sight(ConfigurableApplicationContext context, FakePartnerCenter fake) {}

    @Test
    void classes_withEqualAnnotations_shareAContextAndItsFake() {
        TestRun run = TestRun.of(First.class, Third.class, Second.class);

        assertThat(run.failures()).isEmpty();
        Sight first = SEEN.get("first");
        assertThat(SEEN.get("second")).isEqualTo(first);
        assertThat(SEEN.get("inside")).isEqualTo(first);
        Sight third = SEEN.get("third");
        assertThat(third.context()).isNotSameAs(first.context());
        assertThat(third.fake()).isNotSameAs(first.fake());
        assertThat(third.context().isActive()).as("it was dirtied").isFalse();
        assertThatThrownBy(third.fake()::gateway).isInstanceOf(IllegalStateException.class);

        Partners partners = first.context().getBean(Partners.class);
        first.context().close();

        assertThatThrownBy(first.fake()::url).isInstanceOf(IllegalStateException.class);
        assertThat(first.fake().connections()).isZero();
        assertThatThrownBy(() -> partners.get("contoso").supportProfile().get())
                .isInstanceOfSatisfying(
                        PartnerCenterException.class,
                        closed -> assertThat(closed.category()).isEqualTo(ErrorCategory.CLOSED));
    }

    @Test
    void classes_withDifferentContexts_runInParallel() {
        TestRun run = TestRun.of(
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "2"),
                Left.class,
                Right.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).hasSize(6);
    }

    @SpringBootTest(
            classes = PartnersOnly.class,
            webEnvironment = WebEnvironment.NONE,
            properties = "partnercenter.application-name=left")
    @AutoConfigureFakePartnerCenter
    static class Left {

        @RepeatedTest(3)
        void call_ofOneContext_isSeenByItsFakeOnly(FakePartnerCenter fake, @Autowired Partners partners) {
            partners.get("contoso").supportProfile().get();

            assertThat(fake.journal().total()).isOne();
            fake.login().verify().once();
        }
    }

    @SpringBootTest(
            classes = PartnersOnly.class,
            webEnvironment = WebEnvironment.NONE,
            properties = "partnercenter.application-name=right")
    @AutoConfigureFakePartnerCenter
    static class Right extends Left {}

    @SpringBootTest(classes = PartnersOnly.class, webEnvironment = WebEnvironment.NONE)
    @AutoConfigureFakePartnerCenter
    static class First {

        @Autowired
        private FakePartnerCenter injected;

        @BeforeAll
        static void available(FakePartnerCenter fake) {
            assertThat(fake).isNotNull();
        }

        @Test
        void first(ConfigurableApplicationContext context, FakePartnerCenter fake, @Autowired Partners partners) {
            SEEN.put("first", new Sight(context, fake));
            assertThat(injected).isSameAs(fake);
            partners.get("contoso").supportProfile().get();
        }

        @Nested
        class Inside {

            @Test
            void inside(
                    ConfigurableApplicationContext context,
                    FakePartnerCenter fake,
                    @Autowired Partners partners,
                    @Qualifier("fabrikam") FakeTenant fabrikam) {
                SEEN.put("inside", new Sight(context, fake));
                partners.get("fabrikam").supportProfile().get();
                assertThat(fabrikam.journal().total()).isOne();
                assertThat(fake.journal().total()).as("since the reset").isOne();
            }
        }
    }

    @SpringBootTest(classes = PartnersOnly.class, webEnvironment = WebEnvironment.NONE)
    @AutoConfigureFakePartnerCenter
    static class Second {

        @Test
        void second(ConfigurableApplicationContext context, FakePartnerCenter fake, @Autowired Partners partners) {
            SEEN.put("second", new Sight(context, fake));
            partners.get("contoso").supportProfile().get();
            fake.login().verify().once();
        }
    }

    @SpringBootTest(classes = PartnersOnly.class, webEnvironment = WebEnvironment.NONE)
    @AutoConfigureFakePartnerCenter(inMemory = true)
    @DirtiesContext
    static class Third {

        @Test
        void third(ConfigurableApplicationContext context, FakePartnerCenter fake) {
            SEEN.put("third", new Sight(context, fake));
        }
    }
}
