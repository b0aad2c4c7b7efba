package io.github.partnercenter4j.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake.Scope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If there are an extension in a static field and annotations, the one nearest to the test counts. */
class NearestDeclarationTest {

    private static final Map<String, FakePartnerCenter> FAKES = new ConcurrentHashMap<>();

    @Test
    void annotation_insideAClassWithAnExtension_isUsed() {
        TestRun run = TestRun.of(Map.of(), ByHand.class);

        assertThat(run.passed()).containsExactlyInAnyOrder("byHand", "byHand", "further");
        assertThat(run.failures()).containsOnlyKeys("annotated");
        assertThat(run.failures().get("annotated"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("answer(503");
    }

    static class ByHand {

        @RegisterExtension
        static final PartnerCenterFakeExtension FAKE =
                PartnerCenterFakeExtension.of(() -> FakePartnerCenter.builder().seed(42));

        @Test
        void byHand(FakePartnerCenter fake) {
            assertThat(fake.seed()).isEqualTo(42);
            fake.next(Fault.answer(503));
        }

        @Nested
        class Inner {
            @Test
            void byHand(FakePartnerCenter fake) {
                assertThat(fake.seed()).isEqualTo(42);
            }
        }

        @Nested
        @PartnerCenterFake(requireAllRulesUsed = true)
        class Annotated {

            @Test
            void annotated(FakePartnerCenter fake) {
                assertThat(fake.seed()).isNotEqualTo(42);
                fake.next(Fault.answer(503));
            }

            @Nested
            class Further {
                @Test
                void further(FakePartnerCenter fake) {
                    assertThat(fake.seed()).isNotEqualTo(42);
                }
            }
        }
    }

    @Test
    void nestedClass_withItsOwnDeclaration_hasItsOwnFake() {
        for (Class<?> outer : new Class<?>[] {Shared.class, SharedByHand.class}) {
            FAKES.clear();

            TestRun run = TestRun.of(Map.of(), outer);

            assertThat(run.failures()).isEmpty();
            assertThat(run.passed()).hasSize(5);
            assertThat(FAKES).hasSize(2);
            assertThat(FAKES.values())
                    .doesNotHaveDuplicates()
                    .allSatisfy(fake -> assertThatThrownBy(fake::url).isInstanceOf(IllegalStateException.class));
        }
    }

    /** Records the fake of a class, which must be open and always the same. */
    private static void note(String name, FakePartnerCenter fake) {
        FakePartnerCenter known = FAKES.putIfAbsent(name, fake);
        assertThat(known == null || known == fake).isTrue();
        assertThat(fake.url()).isNotNull();
    }

    @PartnerCenterFake(scope = Scope.CLASS)
    static class Shared extends Outer {

        @Nested
        @PartnerCenterFake(scope = Scope.CLASS)
        class Inner extends Outer {

            @Test
            void inner(FakePartnerCenter fake, TestInfo info) {
                note(info.getTestClass().orElseThrow().getName(), fake);
            }
        }
    }

    static class SharedByHand extends Outer {

        @RegisterExtension
        static final PartnerCenterFakeExtension FAKE =
                PartnerCenterFakeExtension.of(FakePartnerCenter::builder).scope(Scope.CLASS);

        @Nested
        @PartnerCenterFake(scope = Scope.CLASS)
        class Inner extends Outer {

            @Test
            void inner(FakePartnerCenter fake, TestInfo info) {
                note(info.getTestClass().orElseThrow().getName(), fake);
            }
        }
    }

    abstract static class Outer {

        @RepeatedTest(2)
        void twice(FakePartnerCenter fake, TestInfo info) {
            note(info.getTestClass().orElseThrow().getName(), fake);
        }
    }
}
