package io.github.partnercenter4j.contract.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.partnercenter4j.contract.ReferenceGateway;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.Futures;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the matrix over gateways with one bug each, to show that it finds them. */
@Tag("full")
@DisplayName("The fault matrix")
class FaultMatrixFindsBugsTest {

    /** The time limit for a cell of a broken client. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String MUTANT = "partnercenter4j.mutant";

    /** A missing mechanism, the cells that run without it, and the start of the names of those that must fail. */
    @SuppressWarnings("ImmutableEnumChecker") // What opens a gateway keeps nothing.
    enum Mutant {
        NONE(inMemory(gateway -> gateway), "bodyFaults"),
        RESENDS_WRITES(inMemory(gateway -> new Resending(gateway, "PUT")), "bodyFaults", "F35 PUT", "F35h PUT"),
        RESENDS_READS(inMemory(gateway -> new Resending(gateway, "GET")), "bodyFaults", "F35 GET", "F35h GET"),
        SHOWS_THE_TOKEN(
                inMemory(gateway -> new Translating(
                        gateway,
                        (context, failure) -> TransportException.io(
                                context,
                                failure.writeOutcome().orElseThrow(),
                                "Broken with " + context.accessToken().value(),
                                null))),
                "bodyFaults",
                "F35 GET",
                "F35 PUT"),
        LEAVES_A_THREAD(inMemory(Threaded::new), "bodyFaults", "F33 PUT"),
        LEAVES_ABORTED_CONNECTIONS_OPEN(
                (fake, cloud, trust) -> new ReferenceGateway(cloud) {
                    @Override
                    protected void abort(Line line, CompletableFuture<?> call) {}
                }.trusting(trust),
                "bodyFaults",
                "F34 GET"),
        REPORTS_NO_PROGRESS(
                (fake, cloud, trust) -> new ReferenceGateway(cloud).trusting(trust), "bodyFaults", "F34 PUT");

        private final Opening opening;
        private final String factory;
        private final List<String> notices;

        Mutant(Opening opening, String factory, String... notices) {
            this.opening = opening;
            this.factory = factory;
            this.notices = List.of(notices);
        }
    }

    /** Opens a gateway with a bug. */
    private interface Opening {
        SupportProfileGateway open(FakePartnerCenter fake, Cloud cloud, SSLContext trust);
    }

    private static Opening inMemory(UnaryOperator<SupportProfileGateway> flaw) {
        return (fake, cloud, trust) -> flaw.apply(fake.gateway());
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals(Threaded.NAME)) {
                thread.interrupt();
                thread.join();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fails the named cells for each bug, and no cell without a bug")
    void bug_failsItsCells(Mutant mutant) {
        Set<String> failed = failedCells(mutant);

        if (mutant == Mutant.NONE) {
            assertThat(failed).isEmpty();
        }
        for (String notice : mutant.notices) {
            assertThat(failed).as("failed cells").anyMatch(cell -> cell.startsWith(notice + ":"));
        }
    }

    private static Set<String> failedCells(Mutant mutant) {
        Set<String> failed = ConcurrentHashMap.newKeySet();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectMethod(OfAMutant.class, mutant.factory))
                                .configurationParameter(MUTANT, mutant.name())
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (result.getStatus() == Status.FAILED) {
                                    failed.add(test.getDisplayName());
                                }
                            }
                        });
        return failed;
    }

    /** The matrix of a client over an in-memory gateway. It is nested, so that only this test runs it. */
    @ExtendWith(MutantOfTheRun.class)
    static final class OfAMutant extends FaultMatrix {

        private final Optional<Mutant> mutant;

        OfAMutant(Optional<Mutant> mutant) {
            this.mutant = mutant;
        }

        @Override
        protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
            return mutant.orElseThrow().opening.open(fake(), cloud, trust);
        }

        /** A short limit, because some calls never end. */
        @Override
        Duration patience() {
            return mutant.orElseThrow() == Mutant.NONE ? super.patience() : PATIENCE;
        }

        /** Writes no table for a mutant. */
        @Override
        void publish(TestInfo test) {}
    }

    /** Passes the mutant to the matrix. */
    static final class MutantOfTheRun implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext run) {
            return parameter.getParameter().getType() == Optional.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext run) {
            return run.getConfigurationParameter(MUTANT, Mutant::valueOf);
        }
    }

    // --- the mutants ---

    /** A gateway that delegates to another one; subclasses add a bug. */
    private abstract static class Flawed implements SupportProfileGateway {

        private final SupportProfileGateway good;

        Flawed(SupportProfileGateway good) {
            this.good = good;
        }

        abstract CompletableFuture<SupportProfileReply> exchange(
                String method, RequestContext context, Supplier<CompletableFuture<SupportProfileReply>> exchange);

        @Override
        public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
            return exchange("GET", context, () -> good.fetch(context));
        }

        @Override
        public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
            return exchange("PUT", context, () -> good.replace(profile, context));
        }

        @Override
        public void close() {
            good.close();
        }

        /** Replaces a failure, and passes on a reply. A stalled exchange can still be cancelled. */
        static CompletableFuture<SupportProfileReply> recovered(
                CompletableFuture<SupportProfileReply> exchange,
                Function<PartnerCenterException, CompletableFuture<SupportProfileReply>> otherwise) {
            CompletableFuture<SupportProfileReply> result = new CompletableFuture<>();
            exchange.whenComplete((reply, failure) -> {
                if (Futures.unwrap(failure != null ? failure : new IllegalStateException())
                        instanceof PartnerCenterException ours) {
                    otherwise.apply(ours).whenComplete((second, again) -> end(result, second, again));
                } else {
                    end(result, reply, failure);
                }
            });
            result.whenComplete((reply, failure) -> exchange.cancel(true));
            return result;
        }

        private static void end(
                CompletableFuture<SupportProfileReply> result,
                @Nullable SupportProfileReply reply,
                @Nullable Throwable failure) {
            if (failure != null) {
                result.completeExceptionally(Futures.unwrap(failure));
            } else {
                result.complete(reply);
            }
        }
    }

    /** Sends a request a second time on its own. */
    private static final class Resending extends Flawed {

        private final String method;

        Resending(SupportProfileGateway good, String method) {
            super(good);
            this.method = method;
        }

        @Override
        CompletableFuture<SupportProfileReply> exchange(
                String asked, RequestContext context, Supplier<CompletableFuture<SupportProfileReply>> exchange) {
            return recovered(
                    exchange.get(),
                    failure -> asked.equals(method) ? exchange.get() : CompletableFuture.failedFuture(failure));
        }
    }

    /** Reports a wrong outcome for a broken connection. */
    private static final class Translating extends Flawed {

        private final BiFunction<RequestContext, PartnerCenterException, PartnerCenterException> words;

        Translating(
                SupportProfileGateway good,
                BiFunction<RequestContext, PartnerCenterException, PartnerCenterException> words) {
            super(good);
            this.words = words;
        }

        @Override
        CompletableFuture<SupportProfileReply> exchange(
                String method, RequestContext context, Supplier<CompletableFuture<SupportProfileReply>> exchange) {
            return recovered(
                    exchange.get(),
                    failure -> CompletableFuture.failedFuture(
                            failure.category() == ErrorCategory.IO ? words.apply(context, failure) : failure));
        }
    }

    /** Starts a thread and never ends it. */
    private static final class Threaded extends Flawed {

        static final String NAME = "partnercenter4j-mutant";
        private static final Duration LIFE = PATIENCE.multipliedBy(3);

        Threaded(SupportProfileGateway good) {
            super(good);
        }

        @Override
        CompletableFuture<SupportProfileReply> exchange(
                String method, RequestContext context, Supplier<CompletableFuture<SupportProfileReply>> exchange) {
            return exchange.get().whenComplete((reply, failure) -> {
                // Rarely and not forever, because each cell waits some time for its end.
                if (reply != null && reply.metadata().bodyAbsent()) {
                    Thread thread = new Thread(() -> LockSupport.parkNanos(LIFE.toNanos()), NAME);
                    thread.setDaemon(true);
                    thread.start();
                }
            });
        }
    }
}
