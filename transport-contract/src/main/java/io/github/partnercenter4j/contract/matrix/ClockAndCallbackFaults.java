package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** F64 and F65: clocks that jump, an executor that rejects tasks, and callbacks that throw. */
final class ClockAndCallbackFaults {

    private ClockAndCallbackFaults() {}

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
                        verb + ": " + name + " -> success, "
                                + (tokens == 1 ? "1 token request" : tokens + " token requests"),
                        rig -> stepped(rig, verb, step, tokens)));
            });
            cells.add(FaultCell.cell(
                    "F65",
                    verb + ": the executor rejects everything -> success, 2 sends",
                    rig -> rejecting(rig, verb)));
            cells.add(
                    FaultCell.cell("F65", verb + ": a callback throws -> success, 1 send", rig -> throwing(rig, verb)));
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

        FaultJudge.judge(rig, verb, Ending.success(2), FaultRig.CHANGED, result);
        return rig.measured(verb, result);
    }

    private static String throwing(FaultRig rig, Verb verb) throws Exception {
        CompletableFuture<SupportProfileReply> call = rig.start(verb, FaultRig.CHANGED);
        CompletableFuture<Void> after = call.thenAccept(reply -> {
            throw new IllegalStateException(FaultRig.CANARY);
        });

        Result result = rig.ended(call, System.nanoTime(), FaultRig.USUAL_TIMEOUT);

        FaultJudge.judge(rig, verb, Ending.success(1), FaultRig.CHANGED, result);
        rig.await("the callback ran", after::isCompletedExceptionally);
        return rig.measured(verb, result);
    }
}
