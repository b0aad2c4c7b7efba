package io.github.partnercenter4j.testkit.junit;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.GatewayFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** The tenant of a test or a test class, and its client, which is created when needed. Thread-safe. */
final class TestTenant {

    private static final List<Class<?>> TYPES =
            List.of(FakePartnerCenter.class, FakeTenant.class, PartnerCenter.class, SupportProfileOperations.class);

    private final Settings settings;
    private final FakePartnerCenter fake;
    private final FakeTenant tenant;
    private final boolean guest;
    private @Nullable SupportProfileGateway gateway;
    private @Nullable PartnerCenter client;

    /**
     * Creates the tenant.
     *
     * @param guest whether other tests use the fake too
     */
    TestTenant(Settings settings, FakePartnerCenter fake, String tenant, boolean guest) {
        this.settings = settings;
        this.fake = fake;
        this.tenant = fake.tenant(tenant);
        this.guest = guest;
    }

    static boolean offers(Class<?> type) {
        return TYPES.contains(type);
    }

    /** Returns the object of one of these types. */
    Object get(Class<?> type) {
        if (type == FakePartnerCenter.class) {
            return fake;
        }
        if (type == FakeTenant.class) {
            return tenant;
        }
        return type == PartnerCenter.class ? client() : client().profiles().supportProfile();
    }

    private synchronized PartnerCenter client() {
        if (client == null) {
            AccessTokenProvider tokens =
                    request -> CompletableFuture.completedFuture(tenant.tokens().appPlusUser());
            client = settings.clients()
                    .apply(PartnerCenter.builder().gateway(gateway()).tokens(tokens))
                    .build();
        }
        return client;
    }

    private synchronized SupportProfileGateway gateway() {
        if (gateway == null) {
            GatewayFactory gateways = settings.gateways();
            try {
                gateway = gateways == null ? fake.gateway() : open(gateways, fake.cloud());
            } catch (Exception refused) {
                throw new ParameterResolutionException("The gateway factory could not open a gateway.", refused);
            }
        }
        return gateway;
    }

    /** For plain http, avoids the fake's authority, because creating it takes time. */
    private SupportProfileGateway open(GatewayFactory gateways, Cloud cloud) throws Exception {
        boolean https = "https".equals(cloud.apiBase().getScheme());
        return gateways.open(cloud, https ? fake.sslContext() : SSLContext.getDefault());
    }

    String report() {
        return guest ? tenant.report() : fake.report();
    }

    void requireAllRulesUsed() {
        if (guest) {
            tenant.requireAllRulesUsed();
        } else {
            fake.requireAllRulesUsed();
        }
    }

    /** Closes the client. The journal of the fake can still be read. */
    synchronized void close() {
        if (client != null) {
            client.close();
        }
        if (gateway != null) {
            gateway.close();
        }
        if (!guest) {
            fake.close();
        }
    }

    /** Resets the tenant in a fake that other tests use. */
    void resetIfShared() {
        if (guest) {
            tenant.reset();
        }
    }
}
