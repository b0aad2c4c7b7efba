package io.github.partnercenter4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A new fake and a new gateway for each sentence, and the helper methods of the sentences. */
@Timeout(60)
abstract class ContractFixture {

    /** The documented profile, changed in every text. */
    static final SupportProfile CHANGED = SupportProfile.builder()
            .email("help@contoso.example")
            .telephone("4255550100")
            .website("www.contoso.example")
            .build();

    private final FakePartnerCenter fake = FakePartnerCenter.create();
    private final AccessToken token = fake.tokens().appPlusUser();
    private SupportProfileGateway gateway = NeverOpened.INSTANCE;

    ContractFixture() {}

    /** The time limit of every wait. A correct gateway needs milliseconds. */
    Duration patience() {
        return Duration.ofSeconds(10);
    }

    /**
     * Opens the gateway to test.
     *
     * @param cloud the address of the fake; the gateway must connect only to it
     * @param trust the TLS context; the gateway must trust only its certificates. Most sentences use plain http and the
     *     JVM's default context
     * @return a new gateway; the suite closes it after each sentence
     * @throws Exception if it cannot be opened, which fails the sentence
     */
    protected abstract SupportProfileGateway open(Cloud cloud, SSLContext trust) throws Exception;

    @BeforeEach
    final void openGateway() throws Exception {
        gateway = open(fake.cloud(), SSLContext.getDefault());
    }

    @AfterEach
    final void closeBoth() {
        try {
            gateway.close();
        } finally {
            fake.close();
        }
    }

    /**
     * Returns the fake Partner Center of this sentence.
     *
     * @return the fake
     */
    protected final FakePartnerCenter fake() {
        return fake;
    }

    final SupportProfileGateway gateway() {
        return gateway;
    }

    /** Opens another gateway of the same kind for another cloud. The sentence closes it. */
    final SupportProfileGateway openAnother(Cloud cloud) throws Exception {
        return open(cloud, SSLContext.getDefault());
    }

    /** Opens a gateway of the same kind that trusts this fake. The sentence closes it. */
    final SupportProfileGateway openTrusting(Cloud cloud) throws Exception {
        return open(cloud, fake.sslContext());
    }

    final AccessToken token() {
        return token;
    }

    /** Returns the context of an exchange with new ids and a valid token. */
    final RequestContext context() {
        return contextWith(token);
    }

    static RequestContext contextWith(AccessToken token) {
        return RequestContext.builder()
                .requestId(UUID.randomUUID().toString())
                .correlationId(UUID.randomUUID().toString())
                .accessToken(token)
                .build();
    }

    final SupportProfileReply fetched() throws Exception {
        return valueOf(gateway.fetch(context()));
    }

    final SupportProfileReply replaced(SupportProfile profile) throws Exception {
        return valueOf(gateway.replace(profile, context()));
    }

    /** Returns the failure of a fetch with these faults. */
    final PartnerCenterException fetchFailure(Fault... faults) throws Exception {
        fake.next(faults);
        return failureOf(gateway.fetch(context()));
    }

    /** Returns the failure of a replace with these faults. */
    final PartnerCenterException replaceFailure(Fault... faults) throws Exception {
        fake.next(faults);
        return failureOf(gateway.replace(CHANGED, context()));
    }

    final <T> T valueOf(CompletableFuture<T> future) throws Exception {
        return future.get(patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns the failure of a future. It must be a PartnerCenterException that is not wrapped. */
    final PartnerCenterException failureOf(CompletableFuture<?> future) throws Exception {
        try {
            Object value = valueOf(future);
            return fail("The exchange succeeded with " + value + ", but it must fail.");
        } catch (ExecutionException wrapper) {
            // Unlike get(), handle also shows a CompletionException around the failure.
            Throwable failure = future.handle((value, thrown) -> thrown).join();
            if (failure instanceof PartnerCenterException ours) {
                return ours;
            }
            return fail("The exchange failed with another type than PartnerCenterException.", failure);
        } catch (CancellationException | TimeoutException other) {
            return fail("The exchange did not fail by itself.", other);
        }
    }

    static void assertCategory(ErrorCategory expected, PartnerCenterException failure) {
        assertEquals(expected, failure.category(), () -> "category of " + failure);
    }

    /** Waits until a condition is true. Fails with this text if that takes too long. */
    final void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + patience().toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            // There is no signal to wait for, so the condition is checked regularly.
            LockSupport.parkNanos(1_000_000);
        }
        assertTrue(condition.getAsBoolean(), what);
    }

    /** The gateway before the real one is open, so that only a failure to open is reported. */
    private static final class NeverOpened implements SupportProfileGateway {

        static final NeverOpened INSTANCE = new NeverOpened();

        @Override
        public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
            throw new IllegalStateException("The gateway is not open.");
        }

        @Override
        public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
            throw new IllegalStateException("The gateway is not open.");
        }

        @Override
        public void close() {}
    }
}
