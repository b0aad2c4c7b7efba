package io.github.partnercenter4j.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

class PartnerCenterFakeExtensionTest {

    @Nested
    @PartnerCenterFake
    class Annotated {

        private static final Set<FakePartnerCenter> SEEN = new HashSet<>();

        private final FakePartnerCenter constructed;
        private FakePartnerCenter prepared;

        Annotated(FakePartnerCenter constructed) {
            this.constructed = constructed;
        }

        @BeforeAll
        static void forget() {
            SEEN.clear();
        }

        @BeforeEach
        void prepare(FakePartnerCenter fake) {
            prepared = fake;
        }

        @RepeatedTest(3)
        void parameters_ofOneTest_areTheSameOpenFakeAndNoOthers(FakePartnerCenter fake, FakePartnerCenter again) {
            assertThat(fake).isSameAs(again).isSameAs(prepared).isSameAs(constructed);
            assertThat(fake.url()).isNotNull();
            assertThat(SEEN.add(fake)).isTrue();
        }

        @Test
        void parameters_ofOthers_areLeftAlone(TestInfo info) {
            assertThat(info.getDisplayName()).isNotEmpty();
        }

        @AfterEach
        void stillOpen(FakePartnerCenter fake) {
            assertThat(fake.url()).isNotNull();
        }

        @AfterAll
        static void allClosed() {
            assertThat(SEEN)
                    .hasSize(3)
                    .allSatisfy(fake -> assertThatThrownBy(fake::url).isInstanceOf(IllegalStateException.class));
        }
    }

    @Nested
    class Registered {

        @RegisterExtension
        private final PartnerCenterFakeExtension fakes =
                PartnerCenterFakeExtension.of(() -> FakePartnerCenter.builder().seed(42));

        @Test
        void parameter_isBuiltAsConfigured(FakePartnerCenter fake) {
            assertThat(fake.seed()).isEqualTo(42);
        }
    }
}
