package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** F35h, F42 and F47: edits, and writes whose outcome a read resolves. Each needs several exchanges. */
final class EditFaults {

    private static final Fault NO_PROFILE = Fault.overlay().body("{\"error\":\"canary: login required\"}");

    private EditFaults() {}

    static List<FaultCell> all() {
        List<FaultCell> cells = new ArrayList<>();
        cells.add(FaultCell.cell(
                "F35h",
                "edit: what is read is no support profile -> RESPONSE_FORMAT, nothing is written",
                EditFaults::editOfNoProfile));
        cells.add(FaultCell.cell(
                "F35h",
                "PUT: applied, but answered by no support profile -> success by a read, 1 send and 1 read",
                EditFaults::writeAnsweredByNoProfile));
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
                EditFaults::editThatWasApplied));
        cells.add(FaultCell.cell(
                "F42",
                "edit: applied, then closed, then 412, and no read to settle it -> PRECONDITION, 2 sends, UNKNOWN",
                EditFaults::editThatMayHaveBeenApplied));
        cells.add(FaultCell.cell(
                "F47",
                "PUT: 503 with Retry-After: 3600, to be settled by a read -> SERVER, 1 send and no read, UNKNOWN",
                EditFaults::settlingWithinAHint));
        return cells;
    }

    private static String editOfNoProfile(FaultRig rig) throws Exception {
        rig.fake().next(NO_PROFILE);

        Result result = edit(rig);

        assertEquals(ErrorCategory.RESPONSE_FORMAT, result.ours().category());
        assertEquals(0, rig.sends(Verb.PUT), "writes");
        FaultJudge.scan(rig, result.failure());
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

    /** Applies faults to reads and writes in turn, for this number of rounds. A further round succeeds. */
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
            FaultJudge.scan(rig, result.failure());
        } else {
            assertNull(result.failure());
            assertEquals(FaultRig.CHANGED.email(), rig.fake().profile().email());
        }
        assertEquals(rounds, rig.sends(Verb.PUT), "writes");
        assertEquals(rounds, rig.sends(Verb.GET), "reads");
        return rounds + " sends and " + rounds + " reads";
    }

    /** The second send finds the profile of the first send, and a read proves that. */
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

    /** An edit that may already be stored is not applied a second time. */
    private static String editThatMayHaveBeenApplied(FaultRig rig) throws Exception {
        rig.fake().next(Fault.overlay(), Fault.drop(Point.AFTER_COMMIT), Fault.answer(412));

        Result result = edit(rig);

        assertEquals(ErrorCategory.PRECONDITION, result.ours().category());
        assertEquals(Optional.of(WriteOutcome.UNKNOWN), result.ours().writeOutcome());
        assertEquals(1, rig.fake().writesApplied());
        assertEquals(2, rig.sends(Verb.PUT), "writes");
        assertEquals(1, rig.sends(Verb.GET), "reads");
        FaultJudge.scan(rig, result.failure());
        return "2 sends and 1 read";
    }

    /** The call sends nothing before the end of a {@code Retry-After}. */
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
        return rig.ended(edit, System.nanoTime(), FaultRig.USUAL_TIMEOUT);
    }
}
