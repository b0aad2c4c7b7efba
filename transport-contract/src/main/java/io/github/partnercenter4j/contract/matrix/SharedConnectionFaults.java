package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.CallOptions;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.contract.peer.BadRoute;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** F8, F32 and F65: connections that several calls use or wait for. */
final class SharedConnectionFaults {

    /** The default for the largest number of connections of a gateway. */
    private static final int POOL = 64;

    private SharedConnectionFaults() {}

    static List<FaultCell> all() {
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
        rig.reset();
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
        FaultJudge.judge(rig, verb, ending.or(Ending.success(1)), FaultRig.CHANGED, result);
        FaultJudge.scan(rig, result.failure());
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
                    rig.ended(call, System.nanoTime(), FaultRig.USUAL_TIMEOUT).failure());
        }
        rig.await("the peer has closed them all", () -> route.open() == 0);
        rig.reset();

        Result result = rig.call(verb);

        FaultJudge.judge(rig, verb, Ending.success(1).triesUpTo(2), FaultRig.CHANGED, result);
        return rig.measured(verb, result);
    }

    private static void await(CountDownLatch all) {
        try {
            assertTrue(all.await(FaultRig.USUAL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS), "all have come");
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
