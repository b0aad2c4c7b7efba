package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** F66: gateways that violate the contract of the port. */
final class BrokenGatewayFaults {

    private BrokenGatewayFaults() {}

    static List<FaultCell> all() {
        List<FaultCell> cells = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            badGateways(cells, verb);
        }
        return cells;
    }

    /** The error of each gateway, applied to the exchange of a correct one. */
    private static void badGateways(List<FaultCell> cells, Verb verb) {
        Ending protocol = verb == Verb.GET
                ? Ending.failure(ErrorCategory.PROTOCOL, 1)
                : Ending.failure(ErrorCategory.PROTOCOL, 1, WriteOutcome.UNKNOWN);
        bad(cells, verb, "throws", protocol.sends(0), exchange -> {
            throw new IllegalStateException("what a gateway says");
        });
        bad(cells, verb, "throws an Error", null, exchange -> {
            throw new LinkageError("what a gateway says");
        });
        bad(cells, verb, "returns null", protocol.sends(0), exchange -> null);
        bad(cells, verb, "gives no reply", protocol.sends(0), exchange -> CompletableFuture.completedFuture(null));
        bad(cells, verb, "completes twice", Ending.success(1), exchange -> {
            CompletableFuture<SupportProfileReply> good = exchange.good();
            good.thenRun(() -> good.completeExceptionally(new IllegalStateException("again")));
            return good;
        });
        Ending timeout = verb == Verb.GET
                ? Ending.failure(ErrorCategory.TIMEOUT, 3)
                : Ending.failure(ErrorCategory.TIMEOUT, 2, WriteOutcome.UNKNOWN);
        bad(cells, verb, "never completes", timeout.sends(0), exchange -> new CompletableFuture<>());
    }

    /** An exchange of a correct gateway. */
    private interface GoodExchange {
        CompletableFuture<SupportProfileReply> good();
    }

    /** The exchange of a wrong gateway. */
    private interface Badly {
        @Nullable
        CompletableFuture<SupportProfileReply> exchange(GoodExchange good);
    }

    private static void bad(List<FaultCell> cells, Verb verb, String what, @Nullable Ending ending, Badly badly) {
        String expected = ending == null ? "the Error, unwrapped, 1 try" : ending.toString();
        cells.add(FaultCell.cell("F66", verb + ": the gateway " + what + " -> " + expected, rig -> {
            boolean[] healed = {false};
            rig.wrapping(good -> new Replaced(good, badly, healed));
            rig.heals(() -> healed[0] = true);
            rig.with(builder -> builder.attemptTimeout(Duration.ofMillis(400)).timeout(Duration.ofSeconds(3)));

            Result result = rig.call(verb, FaultRig.CHANGED, Duration.ofSeconds(3));

            if (ending == null) {
                assertTrue(result.failure() instanceof LinkageError, () -> "an Error is left alone: " + result);
                assertEquals(1, rig.observer().attempts(verb).size(), "tries");
            } else {
                FaultJudge.judge(rig, verb, ending, FaultRig.CHANGED, result);
            }
            FaultJudge.scan(rig, result.failure());
            return rig.measured(verb, result);
        }));
    }

    /** A gateway with an error until the fault ends. */
    private static final class Replaced implements SupportProfileGateway {

        private final SupportProfileGateway good;
        private final Badly badly;
        private final boolean[] healed;

        Replaced(SupportProfileGateway good, Badly badly, boolean[] healed) {
            this.good = good;
            this.badly = badly;
            this.healed = healed;
        }

        @Override
        public @Nullable Cloud cloud() {
            return good.cloud();
        }

        @Override
        public @Nullable RetryBudget retryBudget() {
            return good.retryBudget();
        }

        @Override
        public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
            return exchange(() -> good.fetch(context));
        }

        @Override
        public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
            return exchange(() -> good.replace(profile, context));
        }

        /** Violates the contract of the port on purpose, also with null. */
        @SuppressWarnings("NullAway")
        private CompletableFuture<SupportProfileReply> exchange(GoodExchange exchange) {
            return healed[0] ? exchange.good() : badly.exchange(exchange);
        }

        @Override
        public void close() {
            good.close();
        }
    }
}
