package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.testkit.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** F53: the service is down during many calls, so the retry budget is used up. */
final class OutageFaults {

    private static final int CALLS_IN_AN_OUTAGE = 1000;

    /** The number of retries of a full budget. */
    private static final int BURST = 10;

    private OutageFaults() {}

    static List<FaultCell> all() {
        List<FaultCell> cells = new ArrayList<>();
        cells.add(FaultCell.cell(
                "F53", "GET: 503 in 1,000 calls -> SERVER, 1,010 sends at most", rig -> outage(rig, Verb.GET, false)));
        cells.add(FaultCell.cell(
                "F53", "PUT: 503 in 1,000 calls -> SERVER, 1,010 sends at most", rig -> outage(rig, Verb.PUT, false)));
        cells.add(FaultCell.cell(
                "F53",
                "PUT: 503 in 1,000 calls that would settle it by a read -> SERVER, 1,010 sends and reads at most",
                rig -> outage(rig, Verb.PUT, true)));
        cells.add(FaultCell.cell(
                "F53",
                "GET: 503 in 200 calls of 20 clients on one gateway -> SERVER, 210 sends at most",
                OutageFaults::outageOfAFleet));
        return cells;
    }

    private static String outage(FaultRig rig, Verb verb, boolean reconciles) throws Exception {
        Fault[] down = new Fault[CALLS_IN_AN_OUTAGE + 3 * BURST];
        Arrays.fill(down, Fault.answer(503));
        rig.fake().next(down);
        rig.with(builder -> builder.reconcile(reconciles));
        RetryStop last = RetryStop.ATTEMPTS;
        for (int i = 0; i < CALLS_IN_AN_OUTAGE; i++) {
            PartnerCenterException failure = rig.call(verb).ours();
            assertEquals(ErrorCategory.SERVER, failure.category());
            last = failure.retryStop().orElseThrow();
        }
        long sends = rig.fake().journal().total();
        assertTrue(sends <= CALLS_IN_AN_OUTAGE + BURST, () -> "sends are " + sends);
        assertEquals(RetryStop.BUDGET, last, "why a call was not tried again");
        return sends + " sends for " + CALLS_IN_AN_OUTAGE + " calls";
    }

    private static String outageOfAFleet(FaultRig rig) throws Exception {
        int clients = 20;
        int calls = 10;
        Fault[] down = new Fault[3 * clients * calls];
        Arrays.fill(down, Fault.answer(503));
        rig.fake().next(down);
        List<PartnerCenter> fleet = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                fleet.add(rig.newClient());
            }
            for (int i = 0; i < clients * calls; i++) {
                CompletableFuture<SupportProfileReply> call =
                        fleet.get(i % clients).profiles().supportProfile().getReplyAsync();
                Result result = rig.ended(call, System.nanoTime(), FaultRig.USUAL_TIMEOUT);
                assertEquals(ErrorCategory.SERVER, result.ours().category());
            }
        } finally {
            fleet.forEach(PartnerCenter::close);
        }
        long sends = rig.fake().journal().total();
        assertTrue(sends <= clients * calls + BURST, () -> "sends are " + sends);
        return sends + " sends for " + clients * calls + " calls of " + clients + " clients";
    }
}
