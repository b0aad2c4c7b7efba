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

/** A matrix that stays green proves nothing: it is run over gateways with one flaw each. */
@Tag("full")
@DisplayName("The fault matrix")
class FaultMatrixBitesTest {

    /** How long a cell of a broken client is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String MUTANT = "partnercenter4j.mutant";

    /** A mechanism that is missing, the cells that are run without it, and how those begin that must notice. */
    @SuppressWarnings("ImmutableEnumChecker") // What opens a gateway keeps nothing.
    enum Mutant {
        NONE(inMemory(gateway -> gateway), "bodies"),
        RESENDS_WRITES(inMemory(gateway -> new Resending(gateway, "PUT")), "bodies", "F35 PUT", "F35h PUT"),
        RESENDS_READS(inMemory(gateway -> new Resending(gateway, "GET")), "bodies", "F35 GET", "F35h GET"),
        TELLS_THE_TOKEN(
                inMemory(gateway -> new Translating(
                        gateway,
                        (context, failure) -> TransportException.io(
                                context,
                                failure.writeOutcome().orElseThrow(),
                                "Broken with " + context.accessToken().value(),
                                null))),
                "bodies",
                "F35 GET",
                "F35 PUT"),
        LEAVES_A_THREAD(inMemory(Threaded::new), "bodies", "F33 PUT"),
        LEAVES_ABORTED_CONNECTIONS_OPEN(
                (fake, cloud, trust) -> new ReferenceGateway(cloud) {
                    @Override
                    protected void abort(Line line, CompletableFuture<?> call) {}
                }.trusting(trust),
                "bodies",
                "F34 GET"),
        REPORTS_NO_PROGRESS((fake, cloud, trust) -> new ReferenceGateway(cloud).trusting(trust), "bodies", "F34 PUT");

        private final Opening opening;
        private final String factory;
        private final List<String> notices;

        Mutant(Opening opening, String factory, String... notices) {
            this.opening = opening;
            this.factory = factory;
            this.notices = List.of(notices);
        }
    }

    /** Opens a gateway with a flaw. */
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
    @DisplayName("turns red where a mechanism is missing, and only then")
    void everyMissingMechanismIsNoticed(Mutant mutant) {
        Set<String> red = redCells(mutant);

        if (mutant == Mutant.NONE) {
            assertThat(red).isEmpty();
        }
        for (String notice : mutant.notices) {
            assertThat(red).as("red cells").anyMatch(cell -> cell.startsWith(notice + ":"));
        }
    }

    private static Set<String> redCells(Mutant mutant) {
        Set<String> red = ConcurrentHashMap.newKeySet();
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
                                    red.add(test.getDisplayName());
                                }
                            }
                        });
        return red;
    }

    /** The matrix of a client over a gateway in memory; nested, so that it is run from here only. */
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

        /** What never ends need not be watched for long. */
        @Override
        Duration patience() {
            return mutant.orElseThrow() == Mutant.NONE ? super.patience() : PATIENCE;
        }

        /** What comes of a mutant is for no table. */
        @Override
        void publish(TestInfo test) {}
    }

    /** Tells the matrix which mutant it is run for. */
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

    /** A gateway that does as another does, until something is done wrong. */
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

        /** What comes of a failure, and a reply as it is; a stalled exchange can be cancelled all the same. */
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

    /** Sends once more by itself. */
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

    /** Says of a broken connection what it should not. */
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

    /** Makes a thread and forgets it. */
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
                // Seldom and not for ever, for each cell waits a while for it to end.
                if (reply != null && reply.metadata().bodyAbsent()) {
                    Thread thread = new Thread(() -> LockSupport.parkNanos(LIFE.toNanos()), NAME);
                    thread.setDaemon(true);
                    thread.start();
                }
            });
        }
    }
}
