package io.github.partnercenter4j;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.support.OwnThreads;
import io.github.partnercenter4j.port.support.Required;
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
 * A client of Partner Center for one partner. It combines a gateway to the service, a source of access tokens, and a
 * retry policy.
 *
 * <pre>{@code
 * try (PartnerCenter partnerCenter = PartnerCenter.builder()
 *         .ownedGateway(RetrofitSupportProfileGateway.create(Cloud.GLOBAL))
 *         .tokens(tokens)
 *         .build()) {
 *     SupportProfile profile = partnerCenter.profiles().supportProfile().get();
 * }
 * }</pre>
 *
 * <p>Thread-safe, without global state. Use one client for each partner and keep it as long as you need it; several
 * clients may share a gateway. Closing a client ends its own calls and closes an owned gateway
 * ({@link Builder#ownedGateway}). A borrowed gateway ({@link Builder#gateway}) and the token provider stay open.
 */
public final class PartnerCenter implements AutoCloseable {

    private final Profiles profiles;
    private final Client client;
    private final boolean ownsTimer;
    private final boolean ownsGateway;

    private PartnerCenter(ClientSettings settings, boolean ownsTimer, boolean ownsGateway) {
        this.ownsTimer = ownsTimer;
        this.ownsGateway = ownsGateway;
        this.client = Client.of(settings);
        this.profiles = new Profiles(new SupportProfileCalls(client, CallOptions.defaults()));
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
     * Returns the access token of this client, for requests of your own to Partner Center. It is the token of the
     * client's calls: all callers share one request to the provider, and the client renews the token before it expires.
     * Blocks at most for {@link Builder#tokenTimeout}, and only if there is no valid token. Do not keep the token.
     *
     * @return a valid token
     * @throws io.github.partnercenter4j.error.AuthenticationException if there is no token: its reason says what to do
     * @throws io.github.partnercenter4j.error.PartnerCenterException with category {@code CLOSED} if the client is
     *     closed, and {@code CANCELLED} if the thread was interrupted
     */
    public AccessToken accessToken() {
        return TokenWait.of(client, null);
    }

    /**
     * Returns another access token after Partner Center has answered a request of yours with 401. If several callers
     * report the same token at the same time, one request is sent to the provider.
     *
     * @param refused the token that was refused
     * @return another token
     * @throws io.github.partnercenter4j.error.AuthenticationException if there is no token: its reason says what to do.
     *     It is {@code TOKEN_REJECTED} if the provider has no other token
     * @throws io.github.partnercenter4j.error.PartnerCenterException with category {@code CLOSED} if the client is
     *     closed, and {@code CANCELLED} if the thread was interrupted
     */
    public AccessToken accessToken(AccessToken refused) {
        return TokenWait.of(client, Objects.requireNonNull(refused, "refused"));
    }

    /**
     * Forgets the access token, and the last failure of a token request: the next call asks the provider. Use it after
     * the partner has consented again or a secret was renewed. Without it, the client notices that within 30 seconds.
     */
    public void forgetToken() {
        client.tokens().forget();
    }

    /**
     * Ends this client's calls in flight with category {@code CLOSED}; later calls fail with the same category. Then
     * closes an owned gateway ({@link Builder#ownedGateway}). The provider, the executors and a borrowed gateway stay
     * open. The futures of the calls complete on other threads, perhaps shortly after this method has returned.
     * Idempotent. May be called from a callback.
     */
    @Override
    public void close() {
        client.calls().close(client.settings().threads());
        client.tokens().close();
        if (ownsGateway) {
            client.settings().gateway().close();
        }
        client.settings().rest();
        if (ownsTimer) {
            client.settings().time().rest();
        }
    }

    /** Builds a {@link PartnerCenter}. Not thread-safe. */
    public static final class Builder {
        private @Nullable SupportProfileGateway gateway;
        private boolean ownsGateway;
        private @Nullable RetryBudget retryBudget;
        private @Nullable AccessTokenProvider tokens;
        private Duration timeout = Duration.ofSeconds(60);
        private Duration attemptTimeout = Duration.ofSeconds(20);
        private RetryPolicy retryPolicy = RetryPolicy.defaults();
        private boolean reconcile = true;
        private Duration tokenTimeout = Duration.ofSeconds(10);
        private UpdateRoute updateRoute = UpdateRoute.AUTO;
        private @Nullable Executor callbackExecutor;
        private @Nullable Executor blockingExecutor;
        private @Nullable String applicationName;
        private final List<CallListener> listeners = new ArrayList<>();
        private @Nullable Executor threads;
        private Parking parking = Parking.REAL;
        private @Nullable Time time;
        private @Nullable RandomGenerator random;

        private Builder() {}

        /**
         * Sets the gateway to the service. The client borrows it: the client never closes it, and other clients may
         * share it.
         *
         * @param gateway the gateway
         * @return this
         */
        public Builder gateway(SupportProfileGateway gateway) {
            this.gateway = Objects.requireNonNull(gateway, "gateway");
            this.ownsGateway = false;
            return this;
        }

        /**
         * Sets the gateway to the service. The client owns it: {@link PartnerCenter#close} closes it too. This setter
         * and {@link #gateway} replace each other: the last call counts. If {@link #build} fails, you must close the
         * gateway yourself.
         *
         * @param ownedGateway the gateway; no other client may use it
         * @return this
         */
        public Builder ownedGateway(SupportProfileGateway ownedGateway) {
            gateway(ownedGateway);
            this.ownsGateway = true;
            return this;
        }

        /**
         * Sets the source of access tokens. The client borrows it and never closes it.
         *
         * @param tokens the provider
         * @return this
         */
        public Builder tokens(AccessTokenProvider tokens) {
            this.tokens = Objects.requireNonNull(tokens, "tokens");
            return this;
        }

        /**
         * Sets how long a call may take in total: access token, all attempts and the waits between them. 60 seconds
         * unless set. Use a shorter time where a user waits for the result.
         *
         * @param timeout a positive duration
         * @return this
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder timeout(Duration timeout) {
            this.timeout = CallOptions.requirePositive("timeout", timeout);
            return this;
        }

        /**
         * Sets how long one attempt may take, from connecting to the last byte of the response. 20 seconds unless set.
         * Time in the gateway's queue does not count. The timeout of the whole call also applies.
         *
         * @param attemptTimeout a positive duration
         * @return this
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder attemptTimeout(Duration attemptTimeout) {
            this.attemptTimeout = CallOptions.requirePositive("attemptTimeout", attemptTimeout);
            return this;
        }

        /**
         * Sets which failures are retried and when, {@link RetryPolicy#defaults()} unless set. In addition, the retries
         * of all clients of a gateway have a common budget: ten in a burst, refilled by one for every ten successful
         * calls; see {@link #retryBudget}.
         *
         * @param retryPolicy the policy
         * @return this
         */
        public Builder retryPolicy(RetryPolicy retryPolicy) {
            this.retryPolicy = Objects.requireNonNull(retryPolicy, "retryPolicy");
            return this;
        }

        /**
         * Sets the retry budget. Unless set, all clients of a gateway share one
         * ({@link SupportProfileGateway#retryBudget}), because they call the same service. Set a
         * {@code new RetryBudget()} if the failures of one partner must not use up the retries of others. Set the same
         * object on several clients to share it.
         *
         * @param retryBudget the budget
         * @return this
         */
        public Builder retryBudget(RetryBudget retryBudget) {
            this.retryBudget = Objects.requireNonNull(retryBudget, "retryBudget");
            return this;
        }

        /**
         * Sets whether the client reads the profile once after a write of unknown outcome. If the profile is as it was
         * sent, the call succeeds and {@code ResponseMetadata.reconciled()} is true. True unless set.
         *
         * @param reconcile whether to read
         * @return this
         */
        public Builder reconcile(boolean reconcile) {
            this.reconcile = reconcile;
            return this;
        }

        /**
         * Sets how long one request to the token provider may take. All calls that need the token wait for this one
         * request, each at most for its own timeout. 10 seconds unless set. Set it longer than the provider's own
         * timeout, because the provider's failure tells more about the cause.
         *
         * @param tokenTimeout a positive duration
         * @return this
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder tokenTimeout(Duration tokenTimeout) {
            this.tokenTimeout = CallOptions.requirePositive("tokenTimeout", tokenTimeout);
            return this;
        }

        /**
         * Sets the path of updates, {@link UpdateRoute#AUTO} unless set. Set it when you know which path your cloud
         * accepts: the first update then needs one request instead of two.
         *
         * @param updateRoute the route
         * @return this
         */
        public Builder updateRoute(UpdateRoute updateRoute) {
            this.updateRoute = Objects.requireNonNull(updateRoute, "updateRoute");
            return this;
        }

        /**
         * Sets the executor of your own code: the callbacks of a call's future, and the function of {@code editAsync}.
         * Unless set, this code runs on the thread that completes the step, which may be a transport's. If the executor
         * rejects a task, the task runs on that thread. Waits, retries and token requests do not use the executor, so
         * it may be busy or have only one thread.
         *
         * @param executor the executor, borrowed and never shut down
         * @return this
         */
        public Builder callbackExecutor(Executor executor) {
            this.callbackExecutor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Sets the executor of work that may block: token sources and stores of refresh tokens. Unless set, the client
         * runs each such task on a thread of its own. That thread inherits no thread-locals; its context class loader
         * is that of the thread that built the client. If the executor rejects a task, the task runs on such a thread.
         *
         * @param executor the executor, borrowed and never shut down
         * @return this
         */
        public Builder blockingExecutor(Executor executor) {
            this.blockingExecutor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Sets the name of your application ({@code MS-PartnerCenter-Application}). Unless set, the header is not sent.
         *
         * @param applicationName visible ASCII
         * @return this
         * @throws IllegalArgumentException if it is not allowed in a header
         */
        public Builder applicationName(String applicationName) {
            this.applicationName = RequestContext.requireApplicationName(applicationName);
            return this;
        }

        /**
         * Adds a listener for calls, attempts and token requests. There may be several; they get each event in the
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
         * Sets the clock and timer, real time unless set. For tests, and to share one timer between many clients.
         *
         * @param time the time
         * @return this
         */
        public Builder time(Time time) {
            this.time = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * Sets the random generator of ids and of the jitter of waits, so that tests can seed it. Unless set, ids come
         * from a {@code SecureRandom}.
         *
         * @param random the generator; it is used under a lock, so it need not be thread-safe
         * @return this
         */
        public Builder random(RandomGenerator random) {
            this.random = Objects.requireNonNull(random, "random");
            return this;
        }

        /** Replaces the client's own threads by an executor, for tests that run on one thread. */
        Builder threads(Executor value) {
            this.threads = value;
            return this;
        }

        /** Sets how blocking callers wait, for tests that run several threads one at a time. */
        Builder parking(Parking value) {
            this.parking = value;
            return this;
        }

        /**
         * Builds the client. It opens no connection before the first call.
         *
         * @return the client
         * @throws IllegalStateException if gateway or token provider is missing
         * @throws IllegalArgumentException if gateway and token provider are for different clouds
         */
        public PartnerCenter build() {
            SupportProfileGateway theGateway = Required.of(gateway, "gateway");
            AccessTokenProvider theTokens = Required.of(tokens, "tokens");
            requireSameCloud(theGateway.cloud(), theTokens.cloud());
            Time shared = time != null ? time : theGateway.time();
            ClientSettings settings = new ClientSettings(
                    theGateway,
                    theTokens,
                    timeout,
                    attemptTimeout,
                    tokenTimeout,
                    retryPolicy,
                    retryBudget != null ? retryBudget : sharedBudget(theGateway),
                    reconcile,
                    updateRoute,
                    callbackExecutor,
                    blockingExecutor,
                    applicationName,
                    new Listeners(listeners),
                    threads != null ? threads : threadsBeside(theGateway),
                    threads != null ? threads : OwnThreads.unbounded("partnercenter4j-token"),
                    parking,
                    shared != null ? shared : Time.system(),
                    new RandomIds(random != null ? random : new SecureRandom()),
                    random != null
                            ? seededJitter(random)
                            : () -> ThreadLocalRandom.current().nextDouble());
            return new PartnerCenter(settings, shared == null, ownsGateway);
        }

        /**
         * Returns the gateway's threads, or else new threads of the client. Their context class loader is that of the
         * current thread.
         */
        private static Executor threadsBeside(SupportProfileGateway gateway) {
            Executor shared = gateway.clientThreads();
            if (shared == null) {
                return new OwnThreads("partnercenter4j-client");
            }
            ClassLoader application = Thread.currentThread().getContextClassLoader();
            return task -> shared.execute(() -> {
                Thread thread = Thread.currentThread();
                ClassLoader before = thread.getContextClassLoader();
                thread.setContextClassLoader(application);
                try {
                    task.run();
                } finally {
                    thread.setContextClassLoader(before);
                }
            });
        }

        private static RetryBudget sharedBudget(SupportProfileGateway gateway) {
            RetryBudget shared = gateway.retryBudget();
            return shared != null ? shared : new RetryBudget();
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
