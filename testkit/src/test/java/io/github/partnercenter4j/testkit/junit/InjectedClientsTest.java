package io.github.partnercenter4j.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.GatewayFactory;
import io.github.partnercenter4j.testkit.junit.PartnerCenterFake.Injected;
import io.github.partnercenter4j.testkit.memory.RawHttpGateway;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InjectedClientsTest {

    @PartnerCenterFake
    abstract static class WithFields {
        @Injected
        private FakePartnerCenter inherited;

        FakePartnerCenter inherited() {
            return inherited;
        }
    }

    @Nested
    class Inheriting extends WithFields {

        @Injected
        private SupportProfileOperations support;

        @Injected
        private FakeTenant tenant;

        private String atFirst;

        @BeforeEach
        void readFirst() {
            atFirst = support.get().website();
        }

        @Test
        void fieldsAndParameters_ofOneTest_useTheSameFake(FakePartnerCenter fake, PartnerCenter client) {
            client.profiles().supportProfile().edit(profile -> profile.withTelephone("1"));

            assertThat(fake).isSameAs(inherited()).isSameAs(tenant.fake());
            assertThat(tenant.id()).isEqualTo(fake.tenant());
            assertThat(atFirst).isEqualTo("www.microsoft.com");
            assertThat(tenant.profile().telephone()).isEqualTo("1");
            assertThat(fake.journal().exchanges()).hasSize(3);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void invocations_ofAParameterizedTest_haveTheirOwnFake(int number, SupportProfileOperations theirs) {
            theirs.edit(profile -> profile.withTelephone("" + number));

            assertThat(inherited().writesApplied()).isEqualTo(1);
        }

        @Nested
        class Deeper {
            @Test
            void fields_ofTheOuterInstance_useTheFakeOfThisTest(FakePartnerCenter fake) {
                assertThat(inherited()).isSameAs(fake);
                assertThat(atFirst).isNotNull();
            }
        }
    }

    static class OverHttp implements GatewayFactory {
        @Override
        public SupportProfileGateway open(Cloud cloud, SSLContext trust) {
            return new RawHttpGateway(cloud);
        }
    }

    @Nested
    @PartnerCenterFake(gateway = OverHttp.class)
    class OverATransport {
        @Test
        void client_usesTheGatewayOfTheFactory(FakePartnerCenter fake, SupportProfileOperations support) {
            support.get();

            assertThat(fake.journal().last().door()).hasToString("HTTP");
        }
    }

    @Nested
    class Registered {

        @RegisterExtension
        private final PartnerCenterFakeExtension fakes = PartnerCenterFakeExtension.of(
                        () -> FakePartnerCenter.builder().seed(42))
                .gateway((cloud, trust) -> new RawHttpGateway(cloud))
                .client(client -> client.retryPolicy(RetryPolicy.none()));

        @Injected
        private FakePartnerCenter fake;

        @Test
        void settings_areUsedByTheFakeAndTheClient(SupportProfileOperations support) {
            fake.next(Fault.answer(503));

            assertThat(support.getAsync()).failsWithin(Duration.ofSeconds(10));

            assertThat(fake.seed()).isEqualTo(42);
            assertThat(fake.journal().exchanges()).hasSize(1);
            assertThat(fake.journal().last().door()).hasToString("HTTP");
        }
    }

    @Test
    void client_andItsGateway_areClosedAfterTheTest() {
        WithGateway.gateway = null;
        TestRun run = TestRun.of(Map.of(), WithGateway.class);

        assertThat(run.failures()).isEmpty();
        assertThat(WithGateway.gateway.closed).isTrue();
        assertThat(WithGateway.client.profiles().supportProfile().getAsync())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("closed");
    }

    static class WithGateway {
        private static CloseRecordingGateway gateway;
        private static PartnerCenter client;

        @RegisterExtension
        private final PartnerCenterFakeExtension fakes = PartnerCenterFakeExtension.of(FakePartnerCenter::builder)
                .gateway((cloud, trust) -> gateway = new CloseRecordingGateway(new RawHttpGateway(cloud)));

        @Test
        void readsTheProfile(PartnerCenter given) {
            client = given;
            assertThat(given.profiles().supportProfile().get().website()).isNotNull();
        }
    }

    /** Records that it is closed. */
    private static final class CloseRecordingGateway implements SupportProfileGateway {
        private final SupportProfileGateway gateway;
        private volatile boolean closed;

        CloseRecordingGateway(SupportProfileGateway gateway) {
            this.gateway = gateway;
        }

        @Override
        public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
            return gateway.fetch(context);
        }

        @Override
        public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
            return gateway.replace(profile, context);
        }

        @Override
        public void close() {
            closed = true;
            gateway.close();
        }
    }

    @Test
    void invalidInjection_isRefusedWithTheReason() {
        assertThat(TestRun.of(Map.of(), OfAnotherType.class).failures().get("test"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("@Injected is for fields");
        assertThat(TestRun.of(Map.of(), WithAnInnerFactory.class).failures().values())
                .anySatisfy(failure -> assertThat(failure).hasMessageContaining("constructor without parameters"));
        assertThat(TestRun.of(Map.of("partnercenter4j.seed", "forty"), Plain.class)
                        .failures()
                        .get("test"))
                .hasMessageContaining("partnercenter4j.seed must be a whole number");
    }

    @Test
    void seed_ofTheRun_isUsedByItsFakes() {
        assertThat(TestRun.of(Map.of("partnercenter4j.seed", "42"), Plain.class).failures())
                .isEmpty();
        assertThat(TestRun.of(Map.of("partnercenter4j.seed", "43"), Plain.class).failures())
                .containsOnlyKeys("test");
    }

    @PartnerCenterFake
    static class OfAnotherType {
        @Injected
        private String text;

        @Test
        void test() {
            assertThat(text).isNull();
        }
    }

    @PartnerCenterFake(gateway = WithAnInnerFactory.Inner.class)
    static class WithAnInnerFactory {
        abstract static class Inner extends OverHttp {}

        @Test
        void test(PartnerCenter client) {
            assertThat(client).isNotNull();
        }
    }

    @PartnerCenterFake
    static class Plain {
        @Test
        void test(FakePartnerCenter fake) {
            assertThat(fake.seed()).isEqualTo(42);
        }
    }
}
