package io.github.partnercenter4j;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.support.OwnThreads;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A client of Partner Center for one partner: a gateway to the service, a source of access tokens, and the policy of its
 * calls.
 *
 * <pre>{@code
 * try (SupportProfileGateway gateway = RetrofitSupportProfileGateway.create(Cloud.GLOBAL);
 *      PartnerCenter partnerCenter = PartnerCenter.builder().gateway(gateway).tokens(tokens).build()) {
 *     SupportProfile profile = partnerCenter.profiles().supportProfile().get();
 * }
 * }</pre>
 *
 * <p>Thread-safe, and nothing in it is global: hold one a partner, for as long as you like, as many as you like; they
 * may share a gateway. Closing a client ends its own calls and never closes the gateway or provider it was given.
 */
public final class PartnerCenter implements AutoCloseable {

    private final Profiles profiles;
    private final Client client;

    private final boolean ownsTimer;

    private PartnerCenter(ClientSettings settings, boolean ownsTimer) {
        this.ownsTimer = ownsTimer;
        this.client = Client.of(settings);
        this.profiles = new Profiles(new SupportProfileOperations(client, CallOptions.defaults()));
    }

    /**
     * Returns a builder. A gateway and a token provider must be set; the rest has defaults.
     *
     * @return a new builder, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the partner's profiles.
     *
     * @return the profiles
     */
    public Profiles profiles() {
        return profiles;
    }

    /**
     * Forgets the access token, and that a request for one failed: the next call asks the provider. For use after the
     * partner has consented again or a secret was renewed; without it, that is noticed within half a minute.
     */
    public void forgetToken() {
        client.tokens().forget();
    }

    /**
     * Ends this client's calls in flight with category {@code CLOSED}, and refuses further ones. Gateway, provider and
     * executor stay open: they are yours. Each call's future completes on a thread of its own, which may be a moment after
     * this method has returned. Idempotent, and may be called from a callback.
     */
    @Override
    public void close() {
        client.calls().close(client.settings().threads());
        client.tokens().close();
        if (ownsTimer) {
            client.settings().time().rest();
        }
    }

    /** Builds a {@link PartnerCenter}. Not thread-safe. */
    public static final class Builder {
        private @Nullable SupportProfileGateway gateway;
        private @Nullable AccessTokenProvider tokens;
        private Duration timeout = Duration.ofSeconds(60);
        private Duration attemptTimeout = Duration.ofSeconds(20);
        private RetryPolicy retryPolicy = RetryPolicy.defaults();
        private boolean reconcile = true;
        private Duration tokenTimeout = Duration.ofSeconds(10);
        private UpdateRoute updateRoute = UpdateRoute.AUTO;
        private @Nullable Executor executor;
        private @Nullable String applicationName;
        private final List<CallListener> listeners = new ArrayList<>();
        private @Nullable Executor threads;
        private @Nullable Time time;
        private @Nullable RandomGenerator random;

        private Builder() {}

        /**
         * Sets the way to the service. It is borrowed: the client never closes it, and others may use it, too.
         *
         * @param value the gateway
         * @return this
         */
        public Builder gateway(SupportProfileGateway value) {
            this.gateway = Objects.requireNonNull(value, "gateway");
            return this;
        }

        /**
         * Sets the source of access tokens. It is borrowed: the client never closes it.
         *
         * @param value the provider
         * @return this
         */
        public Builder tokens(AccessTokenProvider value) {
            this.tokens = Objects.requireNonNull(value, "tokens");
            return this;
        }

        /**
         * Sets how long a call may take in all: token, exchanges and everything between them. 60 seconds unless set;
         * shorten it where somebody waits at a screen.
         *
         * @param value a positive duration
         * @return this
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder timeout(Duration value) {
            this.timeout = CallOptions.requirePositive("timeout", value);
            return this;
        }

        /**
         * Sets how long one attempt may take, from connecting to the answer's last byte. 20 seconds unless set; the call's
         * own timeout holds all the same. Time that the attempt spends in the gateway's queue does not count.
         *
         * @param value a positive duration
         * @return this
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder attemptTimeout(Duration value) {
            this.attemptTimeout = CallOptions.requirePositive("attemptTimeout", value);
            return this;
        }

        /**
         * Sets what is tried again and when, {@link RetryPolicy#defaults()} unless set. Whatever the policy, the second
         * attempts of all clients of a gateway are limited to a burst of ten and a tenth of what succeeds.
         *
         * @param value the policy
         * @return this
         */
        public Builder retryPolicy(RetryPolicy value) {
            this.retryPolicy = Objects.requireNonNull(value, "retryPolicy");
            return this;
        }

        /**
         * Sets whether a write that ended without anyone knowing its outcome is settled by one read: if the profile is as
         * it was sent, the call succeeds, and its metadata say that it was reconciled. True unless set.
         *
         * @param value whether to read
         * @return this
         */
        public Builder reconcile(boolean value) {
            this.reconcile = value;
            return this;
        }

        /**
         * Sets how long one request to the token provider may take; all calls that need the token wait for it, none
         * longer than its own timeout. 10 seconds unless set. Set it longer than the provider's own timeout, because
         * the provider can say more about what did not answer.
         *
         * @param value a positive duration
         * @return this
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder tokenTimeout(Duration value) {
            this.tokenTimeout = CallOptions.requirePositive("tokenTimeout", value);
            return this;
        }

        /**
         * Sets the path that updates are put to, {@link UpdateRoute#AUTO} unless set. Fix it once you know what your
         * cloud accepts, to save the first update's second request.
         *
         * @param value the route
         * @return this
         */
        public Builder updateRoute(UpdateRoute value) {
            this.updateRoute = Objects.requireNonNull(value, "updateRoute");
            return this;
        }

        /**
         * Sets where futures of the async calls complete, where the function of {@code editAsync} runs, and where
         * blocking token sources run. Unless set, the first two happen on the completing thread, which may be a
         * transport's, and token sources on a thread of their own. If the executor rejects a task, the task runs on the
         * thread at hand. Threads that the client or a gateway makes have the context class loader that was in force when
         * the client or the gateway was built, and inherit no thread-locals.
         *
         * @param value the executor, borrowed and never shut down; with one thread only, a blocking call from a
         *     callback would wait for the token source behind it
         * @return this
         */
        public Builder executor(Executor value) {
            this.executor = Objects.requireNonNull(value, "executor");
            return this;
        }

        /**
         * Sets the name that your application gives itself ({@code MS-PartnerCenter-Application}); none is sent unless
         * set.
         *
         * @param value visible ASCII
         * @return this
         * @throws IllegalArgumentException if it cannot stand in a header
         */
        public Builder applicationName(String value) {
            this.applicationName = RequestContext.requireApplicationName(value);
            return this;
        }

        /**
         * Adds a listener, who is told of calls, attempts and token requests. There may be several: they are told in the
         * order in which they were added.
         *
         * @param listener the listener, thread-safe
         * @return this
         */
        public Builder listener(CallListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Sets the clock and timer, real time unless set. For tests, and for sharing one timer among many clients.
         *
         * @param value the time
         * @return this
         */
        public Builder time(Time value) {
            this.time = Objects.requireNonNull(value, "time");
            return this;
        }

        /**
         * Sets the source of randomness for ids and for the jitter of waits, so that tests can seed it. Unless set, ids
         * come from a strong source.
         *
         * @param value the generator; it is used under a lock, so it need not be thread-safe
         * @return this
         */
        public Builder random(RandomGenerator value) {
            this.random = Objects.requireNonNull(value, "random");
            return this;
        }

        /** Has an executor run what would else have a thread of its own: for tests that play on one thread. */
        Builder threads(Executor value) {
            this.threads = value;
            return this;
        }

        /**
         * Builds the client. It opens nothing: the first call does.
         *
         * @return the client
         * @throws NullPointerException if gateway or token provider is missing
         * @throws IllegalArgumentException if gateway and token provider are for different clouds
         */
        public PartnerCenter build() {
            SupportProfileGateway theGateway = Objects.requireNonNull(gateway, "gateway must be set");
            AccessTokenProvider theTokens = Objects.requireNonNull(tokens, "tokens must be set");
            requireSameCloud(theGateway.cloud(), theTokens.cloud());
            Time shared = time != null ? time : theGateway.time();
            ClientSettings settings = new ClientSettings(
                    theGateway,
                    theTokens,
                    timeout,
                    attemptTimeout,
                    tokenTimeout,
                    retryPolicy,
                    reconcile,
                    updateRoute,
                    executor,
                    applicationName,
                    new Listeners(listeners),
                    threads != null ? threads : new OwnThreads("partnercenter4j-client"),
                    shared != null ? shared : Time.system(),
                    new RandomIds(random != null ? random : new SecureRandom()),
                    random != null
                            ? seededJitter(random)
                            : () -> ThreadLocalRandom.current().nextDouble());
            return new PartnerCenter(settings, shared == null);
        }

        private static void requireSameCloud(@Nullable Cloud ofGateway, @Nullable Cloud ofTokens) {
            if (ofGateway != null && ofTokens != null && !ofGateway.equals(ofTokens)) {
                throw new IllegalArgumentException("The gateway is for " + ofGateway + ", but the tokens are for "
                        + ofTokens + ": build both for the same cloud.");
            }
        }

        private static DoubleSupplier seededJitter(RandomGenerator random) {
            return () -> {
                synchronized (random) {
                    return random.nextDouble();
                }
            };
        }
    }
}
