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

/** What a test, or a class of tests, has of a fake: a tenant, and the client to it once it is asked for. Thread-safe. */
final class Station {

    private static final List<Class<?>> TYPES =
            List.of(FakePartnerCenter.class, FakeTenant.class, PartnerCenter.class, SupportProfileOperations.class);

    private final Settings settings;
    private final FakePartnerCenter fake;
    private final FakeTenant tenant;
    private final boolean guest;
    private @Nullable SupportProfileGateway gateway;
    private @Nullable PartnerCenter client;

    /**
     * Takes a tenant.
     *
     * @param guest whether others use the fake, too
     */
    Station(Settings settings, FakePartnerCenter fake, String tenant, boolean guest) {
        this.settings = settings;
        this.fake = fake;
        this.tenant = fake.tenant(tenant);
        this.guest = guest;
    }

    static boolean offers(Class<?> type) {
        return TYPES.contains(type);
    }

    /** Returns what is asked for, one of the types that are offered. */
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

    /** The fake's authority takes a while to make: not for plain http. */
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

    /** Ends the client; what the fake saw can still be asked. */
    synchronized void leave() {
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

    /** Leaves a fake that others use as it was found. */
    void tidy() {
        if (guest) {
            tenant.reset();
        }
    }
}
