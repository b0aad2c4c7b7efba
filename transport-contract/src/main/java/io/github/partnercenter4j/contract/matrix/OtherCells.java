package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.CallOptions;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.contract.matrix.FaultRig.Result;
import io.github.partnercenter4j.contract.matrix.FaultRig.Verb;
import io.github.partnercenter4j.contract.peer.BadRoute;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.WriteOutcome;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** F64 to F66: clocks, the caller's own code, and gateways that do not keep the port's promise. */
final class OtherCells {

    /** How many connections a gateway has at most, unless it is told otherwise. */
    private static final int POOL = 64;

    private OtherCells() {}

    static List<FaultCell> all() {
        List<FaultCell> cells = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            Map<String, Duration> steps = new LinkedHashMap<>();
            steps.put("the wall clock is set forward a day", Duration.ofDays(1));
            steps.put("the machine is suspended for two hours", Duration.ofHours(2));
            steps.put("the wall clock is set back a day", Duration.ofDays(-1));
            steps.forEach((name, step) -> {
                int tokens = step.isNegative() ? 1 : 2;
                cells.add(FaultCell.leaping(
                        "F64",
                        verb + ": " + name + " -> success, " + tokens + " token requests",
                        rig -> stepped(rig, verb, step, tokens)));
            });
            cells.add(FaultCell.cell(
                    "F65",
                    verb + ": the executor rejects everything -> success, 2 sends",
                    rig -> rejecting(rig, verb)));
            cells.add(
                    FaultCell.cell("F65", verb + ": a callback throws -> success, 1 send", rig -> throwing(rig, verb)));
            badGateways(cells, verb);
        }
        return cells;
    }

    private static String stepped(FaultRig rig, Verb verb, Duration step, int tokens) throws Exception {
        rig.tokens(request -> CompletableFuture.completedFuture(rig.newToken(Duration.ofHours(1))));
        assertNull(rig.call(verb).failure());
        rig.stepped().clock().step(step);

        for (int i = 0; i < 3; i++) {
            assertNull(rig.call(verb).failure());
        }

        assertEquals(4, rig.sends(verb), "sends");
        assertEquals(tokens, rig.tokenRequests().size(), "token requests");
        return tokens + " token requests for 4 calls";
    }

    private static String rejecting(FaultRig rig, Verb verb) throws Exception {
        rig.with(builder -> builder.callbackExecutor(task -> {
            throw new RejectedExecutionException(FaultRig.CANARY);
        }));
        rig.fake().next(Fault.answer(503));

        Result result = rig.call(verb);

        rig.judge(verb, Ending.success(2), FaultRig.CHANGED, result);
        return rig.measured(verb, result);
    }

    private static String throwing(FaultRig rig, Verb verb) throws Exception {
        CompletableFuture<SupportProfileReply> call = rig.start(verb, FaultRig.CHANGED);
        CompletableFuture<Void> after = call.thenAccept(reply -> {
            throw new IllegalStateException(FaultRig.CANARY);
        });

        Result result = rig.ended(call, System.nanoTime(), FaultRow.USUAL_TIMEOUT);

        rig.judge(verb, Ending.success(1), FaultRig.CHANGED, result);
        rig.await("the callback ran", after::isCompletedExceptionally);
        return rig.measured(verb, result);
    }

    /** What is wrong with each, done to the exchange with a good one. */
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

    /** An exchange that a good gateway could do. */
    private interface GoodExchange {
        CompletableFuture<SupportProfileReply> good();
    }

    /** How a bad one does it. */
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
                assertEquals(1, rig.eyes().attempts(verb).size(), "tries");
            } else {
                rig.judge(verb, ending, FaultRig.CHANGED, result);
            }
            rig.scan(result.failure());
            return rig.measured(verb, result);
        }));
    }

    /** A gateway whose exchanges are done badly until it is healed. */
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

        /** Breaks the port's promise on purpose, null included. */
        @SuppressWarnings("NullAway")
        private CompletableFuture<SupportProfileReply> exchange(GoodExchange exchange) {
            return healed[0] ? exchange.good() : badly.exchange(exchange);
        }

        @Override
        public void close() {
            good.close();
        }
    }

    /** The cells of gateways that make connections. */
    static List<FaultCell> ofConnections() {
        List<FaultCell> cells = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            cells.add(FaultCell.cell(
                    "F65",
                    verb + ": all connections are in use -> TIMEOUT, 0 sends, NOT_APPLIED; or success without a bound",
                    rig -> exhausted(rig, verb)));
            cells.add(FaultCell.cell(
                    "F32",
                    verb + ": a second answer behind the first -> success, and so the next",
                    rig -> pipelined(rig, verb)));
            for (int burst : List.of(3, 32)) {
                cells.add(FaultCell.cell(
                        "F8",
                        verb + ": " + burst + " kept connections that all ended -> success, 1-2 tries, 1 send",
                        rig -> ended(rig, verb, burst)));
            }
        }
        return cells;
    }

    private static String exhausted(FaultRig rig, Verb verb) throws Exception {
        Fault[] stalls = new Fault[POOL];
        Arrays.fill(stalls, Fault.stall(Point.BEFORE_COMMIT));
        rig.fake().next(stalls);
        List<CompletableFuture<SupportProfileReply>> stalled = new ArrayList<>();
        for (int i = 0; i < POOL; i++) {
            stalled.add(rig.start(Verb.GET, FaultRig.CHANGED));
        }
        rig.await("all connections are in use", () -> rig.fake().journal().total() == POOL);
        rig.beginAgain();
        Duration timeout = Duration.ofMillis(400);
        SupportProfileOperations brief =
                rig.operations().with(CallOptions.builder().timeout(timeout).build());
        long began = System.nanoTime();

        Result result = rig.ended(
                verb == Verb.GET ? brief.getReplyAsync() : brief.updateReplyAsync(FaultRig.CHANGED), began, timeout);

        Ending ending = verb == Verb.GET
                ? Ending.failure(ErrorCategory.TIMEOUT, 1).sends(0)
                : Ending.failure(ErrorCategory.TIMEOUT, 1, WriteOutcome.NOT_APPLIED)
                        .sends(0);
        rig.judge(verb, ending.or(Ending.success(1)), FaultRig.CHANGED, result);
        rig.scan(result.failure());
        String measured = rig.measured(verb, result);
        stalled.forEach(call -> call.cancel(true));
        return measured;
    }

    private static String pipelined(FaultRig rig, Verb verb) throws Exception {
        String body = "{\"email\":\"canary-mail@contoso.example\"}";
        String answer =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
        String foreign = "MS-RequestId: 00000000-0000-4000-8000-000000000001\r\n";
        rig.route("http").strike(1, (client, route) -> {
            client.readRequest();
            route.request();
            client.send(answer + "\r\n" + body + answer + foreign + "\r\n" + body);
            client.isLeft();
        });

        Result first = rig.call(verb);
        Result second = rig.call(verb);

        assertNull(first.failure());
        assertNull(second.failure());
        assertEquals(1, rig.fake().journal().requests(verb.name()).size(), "the next answer is the service's own");
        return "the connection was not used again";
    }

    private static String ended(FaultRig rig, Verb verb, int burst) throws Exception {
        String body = "{\"email\":\"canary-mail@contoso.example\"}";
        CountDownLatch all = new CountDownLatch(burst);
        BadRoute route = rig.route("http");
        route.strike(burst, (client, struck) -> {
            client.readRequest();
            all.countDown();
            await(all);
            client.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body);
        });
        List<CompletableFuture<SupportProfileReply>> calls = new ArrayList<>();
        for (int i = 0; i < burst; i++) {
            calls.add(rig.start(Verb.GET, FaultRig.CHANGED));
        }
        for (CompletableFuture<SupportProfileReply> call : calls) {
            assertNull(
                    rig.ended(call, System.nanoTime(), FaultRow.USUAL_TIMEOUT).failure());
        }
        rig.await("the peer has closed them all", () -> route.open() == 0);
        rig.beginAgain();

        Result result = rig.call(verb);

        rig.judge(verb, Ending.success(1).triesUpTo(2), FaultRig.CHANGED, result);
        return rig.measured(verb, result);
    }

    private static void await(CountDownLatch all) {
        try {
            assertTrue(all.await(FaultRow.USUAL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS), "all have come");
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
