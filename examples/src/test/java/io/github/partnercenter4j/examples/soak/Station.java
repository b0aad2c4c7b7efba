package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.UpdateRoute;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A partner in the soak: a tenant with a client. The client may be closed at any moment and replaced by another. */
final class Station implements AutoCloseable {

    /** How long a call may take. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private static final Duration TOKEN_LIFE = Duration.ofSeconds(1);
    private static final ProxySelector DIRECT = ProxySelector.of(null);

    private final FakePartnerCenter fake;
    private final int number;
    private final CallEnds ends;
    private final RefreshTokenStore store = RefreshTokenStore.inMemory();
    private final String tenant;
    private volatile Opened opened;

    Station(FakePartnerCenter fake, int number, CallEnds ends) {
        this.fake = fake;
        this.number = number;
        this.ends = ends;
        this.tenant = new UUID(fake.seed(), number).toString();
        store.save(tenant, RefreshToken.confidential(fake.login().issueRefreshToken(tenant)));
        this.opened = open();
    }

    int number() {
        return number;
    }

    /**
     * Returns whether this station replaces its client. Two stations keep theirs, so that the soak sees what a client
     * accumulates.
     */
    boolean isRestless() {
        return number >= 2;
    }

    Opened opened() {
        return opened;
    }

    /** Opens another client and closes the old one, whatever that is doing. */
    synchronized void reopen(boolean gatewayFirst) {
        Opened old = opened;
        opened = open();
        old.close(gatewayFirst);
    }

    @Override
    public synchronized void close() {
        opened.close(false);
    }

    @Override
    public String toString() {
        return "station " + number + ": " + (isRetrofit() ? "Retrofit" : "Apache") + ", tokens by "
                + (isMsal() ? "MSAL" : "a supplier") + (isRestless() ? ", closed now and then" : "");
    }

    private boolean isRetrofit() {
        return number % 2 == 0;
    }

    /**
     * Returns whether the tokens come from MSAL. Each transport has both kinds of tokens, and each kind has one client
     * that is replaced.
     */
    private boolean isMsal() {
        return number == 0 || number == 3;
    }

    private Opened open() {
        SupportProfileGateway gateway = isRetrofit()
                ? RetrofitSupportProfileGateway.builder(fake.cloud())
                        .sslContext(fake.sslContext())
                        .proxy(DIRECT)
                        .build()
                : ApacheSupportProfileGateway.builder(fake.cloud())
                        .sslContext(fake.sslContext())
                        .proxy(DIRECT)
                        .build();
        AccessTokenProvider tokens = isMsal() ? msal() : supplier();
        PartnerCenter client = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(tokens)
                .timeout(TIMEOUT)
                .attemptTimeout(Duration.ofMillis(500))
                .tokenTimeout(Duration.ofMillis(1500))
                .retryPolicy(RetryPolicy.builder()
                        .firstWait(Duration.ofMillis(10))
                        .longestWait(Duration.ofMillis(40))
                        .build())
                .updateRoute(UpdateRoute.DOCUMENTED)
                .listener(ends)
                .build();
        return new Opened(client, gateway, tokens);
    }

    private MsalAccessTokenProvider msal() {
        return MsalAccessTokenProvider.builder(fake.cloud())
                .tenant(tenant)
                .clientId(fake.login().clientId())
                .clientSecret(fake.login()::clientSecret)
                .refreshTokens(store)
                // Shorter than the client's timeout, so a caller never cuts a token request short.
                .requestTimeout(Duration.ofSeconds(1))
                .sslContext(fake.sslContext())
                .proxy(DIRECT)
                .build();
    }

    /** Returns a token source that fails for every tenth request. */
    private AccessTokenProvider supplier() {
        AtomicInteger asked = new AtomicInteger();
        return AccessTokenProvider.of(() -> {
            if (asked.incrementAndGet() % 10 == 0) {
                throw new IllegalStateException("The vault is closed.");
            }
            return AccessToken.of(fake.tokens().appPlusUser(tenant).value(), TOKEN_LIFE);
        });
    }

    /** A client with the gateway and the token provider that it borrows. */
    static final class Opened {
        private final PartnerCenter client;
        private final SupportProfileGateway gateway;
        private final AccessTokenProvider tokens;
        private volatile boolean closed;

        Opened(PartnerCenter client, SupportProfileGateway gateway, AccessTokenProvider tokens) {
            this.client = client;
            this.gateway = gateway;
            this.tokens = tokens;
        }

        PartnerCenter client() {
            return client;
        }

        /** Returns whether its closing has begun. */
        boolean isClosed() {
            return closed;
        }

        void close(boolean gatewayFirst) {
            closed = true;
            if (gatewayFirst) {
                gateway.close();
            }
            client.close();
            gateway.close();
            if (tokens instanceof MsalAccessTokenProvider msal) {
                msal.close();
            }
        }
    }
}
