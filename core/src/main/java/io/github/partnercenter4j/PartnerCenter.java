package io.github.partnercenter4j;

import io.github.partnercenter4j.model.Cloud;
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
 * A client of Partner Center for one partner: a gateway to the service, a source of access tokens, and the policy of its
 * calls.
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
 * <p>Thread-safe, and nothing in it is global: hold one a partner, for as long as you like, as many as you like; they
 * may share a gateway. Closing a client ends its own calls, and closes neither the provider nor a gateway that it was lent;
 * a gateway that was given to it ({@link Builder#ownedGateway}) it closes.
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
     * Forgets the access token, and that a request for one failed: the next call asks the provider. For use after the
     * partner has consented again or a secret was renewed; without it, that is noticed within half a minute.
     */
    public void forgetToken() {
        client.tokens().forget();
    }

    /**
     * Ends this client's calls in flight with category {@code CLOSED}, and refuses further ones. Then closes the gateway, if
     * it was given by {@link Builder#ownedGateway}; provider, executors and a gateway that was lent stay open. Each call's
     * future completes on another thread, which may be a moment after this method has returned. Idempotent, and may be
     * called from a callback.
     */
    @Override
    public void close() {
        client.calls().close(client.settings().threads());
        client.tokens().close();
        if (ownsGateway) {
            client.settings().gateway().close();
        }
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
         * Sets the way to the service. It is borrowed: the client never closes it, and others may use it, too.
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
         * Sets the way to the service and gives it away: {@link PartnerCenter#close} closes it, so that a program with one
         * client has one thing to close. Of this and {@link #gateway} the later call counts. If {@link #build} fails, the
         * gateway is still yours to close.
         *
         * @param ownedGateway the gateway, that no other client uses
         * @return this
         */
        public Builder ownedGateway(SupportProfileGateway ownedGateway) {
            gateway(ownedGateway);
            this.ownsGateway = true;
            return this;
        }

        /**
         * Sets the source of access tokens. It is borrowed: the client never closes it.
         *
         * @param tokens the provider
         * @return this
         */
        public Builder tokens(AccessTokenProvider tokens) {
            this.tokens = Objects.requireNonNull(tokens, "tokens");
            return this;
        }

        /**
         * Sets how long a call may take in all: token, exchanges and everything between them. 60 seconds unless set;
         * shorten it where somebody waits at a screen.
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
         * Sets how long one attempt may take, from connecting to the answer's last byte. 20 seconds unless set; the call's
         * own timeout holds all the same. Time that the attempt spends in the gateway's queue does not count.
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
         * Sets what is tried again and when, {@link RetryPolicy#defaults()} unless set. Whatever the policy, the second
         * attempts of all clients of a gateway are limited to a burst of ten and a tenth of what succeeds; see
         * {@link #retryBudget}.
         *
         * @param retryPolicy the policy
         * @return this
         */
        public Builder retryPolicy(RetryPolicy retryPolicy) {
            this.retryPolicy = Objects.requireNonNull(retryPolicy, "retryPolicy");
            return this;
        }

        /**
         * Sets who shares the budget for second attempts. Unless set, all clients of a gateway do
         * ({@link SupportProfileGateway#retryBudget}): they call the same service. Give a client a {@code new RetryBudget()} of
         * its own where one partner's failures must not use up the attempts of others, or several clients the same one.
         *
         * @param retryBudget the budget
         * @return this
         */
        public Builder retryBudget(RetryBudget retryBudget) {
            this.retryBudget = Objects.requireNonNull(retryBudget, "retryBudget");
            return this;
        }

        /**
         * Sets whether a write that ended without anyone knowing its outcome is settled by one read: if the profile is as
         * it was sent, the call succeeds, and its metadata say that it was reconciled. True unless set.
         *
         * @param reconcile whether to read
         * @return this
         */
        public Builder reconcile(boolean reconcile) {
            this.reconcile = reconcile;
            return this;
        }

        /**
         * Sets how long one request to the token provider may take; all calls that need the token wait for it, none
         * longer than its own timeout. 10 seconds unless set. Set it longer than the provider's own timeout, because
         * the provider can say more about what did not answer.
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
         * Sets the path that updates are put to, {@link UpdateRoute#AUTO} unless set. Fix it once you know what your
         * cloud accepts, to save the first update's second request.
         *
         * @param updateRoute the route
         * @return this
         */
        public Builder updateRoute(UpdateRoute updateRoute) {
            this.updateRoute = Objects.requireNonNull(updateRoute, "updateRoute");
            return this;
        }

        /**
         * Sets where your code runs: what you hang on a call's future, and the function of {@code editAsync}. Unless set, it
         * runs on the thread that makes progress, which may be a transport's. If the executor rejects a task, the task runs
         * on the thread at hand. Waits, retries and token requests do not use it, so it may be busy, or have one thread.
         *
         * @param executor the executor, borrowed and never shut down
         * @return this
         */
        public Builder callbackExecutor(Executor executor) {
            this.callbackExecutor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Sets where work that may block runs: token sources and, with them, stores of refresh tokens. Unless set, each such
         * task has a thread of the client's own, whose context class loader is the one that was in force when the client
         * was built, and which inherits no thread-locals. If the executor rejects a task, the task runs on such a thread.
         *
         * @param executor the executor, borrowed and never shut down
         * @return this
         */
        public Builder blockingExecutor(Executor executor) {
            this.blockingExecutor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Sets the name that your application gives itself ({@code MS-PartnerCenter-Application}); none is sent unless
         * set.
         *
         * @param applicationName visible ASCII
         * @return this
         * @throws IllegalArgumentException if it cannot stand in a header
         */
        public Builder applicationName(String applicationName) {
            this.applicationName = RequestContext.requireApplicationName(applicationName);
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
         * @param time the time
         * @return this
         */
        public Builder time(Time time) {
            this.time = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * Sets the source of randomness for ids and for the jitter of waits, so that tests can seed it. Unless set, ids
         * come from a strong source.
         *
         * @param random the generator; it is used under a lock, so it need not be thread-safe
         * @return this
         */
        public Builder random(RandomGenerator random) {
            this.random = Objects.requireNonNull(random, "random");
            return this;
        }

        /** Has an executor run what would else have a thread of its own: for tests that play on one thread. */
        Builder threads(Executor value) {
            this.threads = value;
            return this;
        }

        /** Sets how blocking callers wait: for tests that play several threads one at a time. */
        Builder parking(Parking value) {
            this.parking = value;
            return this;
        }

        /**
         * Builds the client. It opens nothing: the first call does.
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

        /** The gateway's threads, or else threads of the client's own; they see this application's classes. */
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
