package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.UpdateRoute;
import io.github.partnercenter4j.contract.matrix.FaultRig.Result;
import io.github.partnercenter4j.contract.matrix.FaultRig.Verb;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.WriteOutcome;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** F38a, F42, F47 and F53: what takes more than one exchange, or more than one call. */
final class MeaningCells {

    private static final int CALLS_IN_AN_OUTAGE = 1000;

    /** What a full budget pays for. */
    private static final int BURST = 10;

    private static final Fault NO_PROFILE = Fault.overlay().body("{\"error\":\"canary: login required\"}");

    private MeaningCells() {}

    static List<FaultCell> all() {
        List<FaultCell> cells = new ArrayList<>();
        cells.add(FaultCell.cell(
                "F35h",
                "edit: what is read is no support profile -> RESPONSE_FORMAT, nothing is written",
                MeaningCells::editOfNoProfile));
        cells.add(FaultCell.cell(
                "F35h",
                "PUT: applied, but answered by no support profile -> success by a read, 1 send and 1 read",
                MeaningCells::writeAnsweredByNoProfile));
        for (int status : List.of(404, 405)) {
            cells.add(FaultCell.cell(
                    "F38a",
                    "PUT: the documented route answers " + status + ", the other takes it -> success, 2 sends, then 1",
                    rig -> oneRouteIsGone(rig, status)));
            cells.add(FaultCell.cell(
                    "F38a",
                    "PUT: both routes answer " + status + " -> the first answer, 2 sends, NOT_APPLIED",
                    rig -> bothRoutesAreGone(rig, status)));
        }
        cells.add(FaultCell.cell(
                "F42",
                "edit: 412 on every write -> PRECONDITION, 3 sends and 3 reads, NOT_APPLIED",
                rig -> edit(rig, 3, Fault.overlay(), Fault.answer(412))));
        cells.add(FaultCell.cell(
                "F42",
                "edit: 412 on the first write -> success, 2 sends and 2 reads",
                rig -> edit(rig, 2, Fault.overlay(), Fault.answer(412))));
        cells.add(FaultCell.cell(
                "F42",
                "edit: applied, then closed, then 412 -> success by a read, 2 sends and 2 reads",
                MeaningCells::editThatWasApplied));
        cells.add(FaultCell.cell(
                "F42",
                "edit: applied, then closed, then 412, and no read to settle it -> PRECONDITION, 2 sends, UNKNOWN",
                MeaningCells::editThatMayHaveBeenApplied));
        cells.add(FaultCell.cell(
                "F47",
                "PUT: 503 with Retry-After: 3600, to be settled by a read -> SERVER, 1 send and no read, UNKNOWN",
                MeaningCells::settlingWithinAHint));
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
                MeaningCells::outageOfAFleet));
        return cells;
    }

    private static String editOfNoProfile(FaultRig rig) throws Exception {
        rig.fake().next(NO_PROFILE);

        Result result = edit(rig);

        assertEquals(ErrorCategory.RESPONSE_FORMAT, result.ours().category());
        assertEquals(0, rig.sends(Verb.PUT), "writes");
        rig.scan(result.failure());
        return "0 sends and 1 read";
    }

    private static String writeAnsweredByNoProfile(FaultRig rig) throws Exception {
        rig.fake().next(NO_PROFILE);
        rig.with(builder -> builder.reconcile(true));

        Result result = rig.call(Verb.PUT);

        assertNull(result.failure());
        assertTrue(Objects.requireNonNull(result.reply()).metadata().reconciled(), "the reply says so");
        assertEquals(1, rig.sends(Verb.PUT), "writes");
        assertEquals(1, rig.sends(Verb.GET), "reads");
        return "1 send and 1 read";
    }

    private static String oneRouteIsGone(FaultRig rig, int status) throws Exception {
        rig.fake(FakePartnerCenter.builder()
                .withoutRoute(ResourcePath.SUPPORT_PROFILE, status)
                .build());
        rig.with(builder -> builder.updateRoute(UpdateRoute.AUTO));

        Result first = rig.call(Verb.PUT);
        rig.judge(Verb.PUT, Ending.success(2), FaultRig.CHANGED, first);
        Result second = rig.call(Verb.PUT);

        assertNull(second.failure());
        assertEquals(3, rig.sends(Verb.PUT), "the route is remembered");
        return rig.measured(Verb.PUT, second);
    }

    private static String bothRoutesAreGone(FaultRig rig, int status) throws Exception {
        rig.fake(FakePartnerCenter.builder()
                .withoutRoute(ResourcePath.SUPPORT_PROFILE, status)
                .withoutRoute(ResourcePath.SUPPORT, 404)
                .build());
        rig.with(builder -> builder.updateRoute(UpdateRoute.AUTO));

        Result result = rig.call(Verb.PUT);

        ErrorCategory category = status == 404 ? ErrorCategory.NOT_FOUND : ErrorCategory.OTHER_CLIENT;
        rig.judge(Verb.PUT, Ending.failure(category, 2, WriteOutcome.NOT_APPLIED), FaultRig.CHANGED, result);
        assertEquals(status, ((ServiceException) result.ours()).status(), "the documented route's answer is thrown");
        assertTrue(
                Arrays.stream(result.ours().getSuppressed())
                        .anyMatch(other -> other instanceof ServiceException answer && answer.status() == 404),
                "the other's is told beside it");
        rig.scan(result.failure());
        return rig.measured(Verb.PUT, result);
    }

    /** Plays to reads and writes in turn, for so many rounds but the last, which succeeds if there is one more to come. */
    private static String edit(FaultRig rig, int rounds, Fault read, Fault write) throws Exception {
        int refused = rounds == 3 ? 3 : 1;
        for (int i = 0; i < refused; i++) {
            rig.fake().next(read, write);
        }
        Result result = edit(rig);
        if (refused == 3) {
            assertEquals(ErrorCategory.PRECONDITION, result.ours().category());
            assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), result.ours().writeOutcome());
            assertEquals(0, rig.fake().writesApplied());
            rig.scan(result.failure());
        } else {
            assertNull(result.failure());
            assertEquals(FaultRig.CHANGED.email(), rig.fake().profile().email());
        }
        assertEquals(rounds, rig.sends(Verb.PUT), "writes");
        assertEquals(rounds, rig.sends(Verb.GET), "reads");
        return rounds + " sends and " + rounds + " reads";
    }

    /** The resend finds what the first send has stored, and a read tells that it is ours. */
    private static String editThatWasApplied(FaultRig rig) throws Exception {
        rig.fake().next(Fault.overlay(), Fault.drop(Point.AFTER_COMMIT), Fault.answer(412));
        rig.with(builder -> builder.reconcile(true));

        Result result = edit(rig);

        assertNull(result.failure());
        assertTrue(Objects.requireNonNull(result.reply()).metadata().reconciled(), "the reply says so");
        assertEquals(FaultRig.CHANGED.email(), rig.fake().profile().email());
        assertEquals(2, rig.sends(Verb.PUT), "writes");
        assertEquals(2, rig.sends(Verb.GET), "reads");
        return "2 sends and 2 reads";
    }

    /** What may be there already is not done again on top of itself. */
    private static String editThatMayHaveBeenApplied(FaultRig rig) throws Exception {
        rig.fake().next(Fault.overlay(), Fault.drop(Point.AFTER_COMMIT), Fault.answer(412));

        Result result = edit(rig);

        assertEquals(ErrorCategory.PRECONDITION, result.ours().category());
        assertEquals(Optional.of(WriteOutcome.UNKNOWN), result.ours().writeOutcome());
        assertEquals(1, rig.fake().writesApplied());
        assertEquals(2, rig.sends(Verb.PUT), "writes");
        assertEquals(1, rig.sends(Verb.GET), "reads");
        rig.scan(result.failure());
        return "2 sends and 1 read";
    }

    /** Nothing of a call is sent while the service wants to be left alone. */
    private static String settlingWithinAHint(FaultRig rig) throws Exception {
        rig.fake().next(Fault.answer(503).header("Retry-After", "3600"));
        rig.with(builder -> builder.reconcile(true));

        Result result = rig.call(Verb.PUT);

        assertEquals(ErrorCategory.SERVER, result.ours().category());
        assertEquals(Optional.of(RetryStop.RETRY_AFTER), result.ours().retryStop());
        assertEquals(Optional.of(WriteOutcome.UNKNOWN), result.ours().writeOutcome());
        assertEquals(1, rig.fake().journal().total(), "requests");
        return "1 send and no read";
    }

    private static Result edit(FaultRig rig) throws Exception {
        CompletableFuture<SupportProfileReply> edit =
                rig.operations().editReplyAsync(profile -> profile.withEmail(FaultRig.CHANGED.email()));
        return rig.ended(edit, System.nanoTime(), FaultRow.USUAL_TIMEOUT);
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
                Result result = rig.ended(call, System.nanoTime(), FaultRow.USUAL_TIMEOUT);
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
