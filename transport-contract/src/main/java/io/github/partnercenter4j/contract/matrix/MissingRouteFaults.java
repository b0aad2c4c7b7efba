package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.UpdateRoute;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.testkit.DocumentedError;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** F38a: the service does not have one of the two paths for a write, or both. */
final class MissingRouteFaults {

    private MissingRouteFaults() {}

    static List<FaultCell> all() {
        List<FaultCell> cells = new ArrayList<>();
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
        return cells;
    }

    /** Answers like the service on a path without writes. */
    private static void close(FaultRig rig, ResourcePath path, int status) {
        Fault answer = status == 404
                ? DocumentedError.NOT_FOUND.fault()
                : Fault.answer(status).header("Allow", "GET").withIds();
        rig.fake().when(Request.put().path(path.path())).play(answer);
    }

    private static String oneRouteIsGone(FaultRig rig, int status) throws Exception {
        close(rig, ResourcePath.SUPPORT_PROFILE, status);
        rig.with(builder -> builder.updateRoute(UpdateRoute.AUTO));

        Result first = rig.call(Verb.PUT);
        FaultJudge.judge(rig, Verb.PUT, Ending.success(2), FaultRig.CHANGED, first);
        Result second = rig.call(Verb.PUT);

        assertNull(second.failure());
        assertEquals(3, rig.sends(Verb.PUT), "the route is remembered");
        return rig.measured(Verb.PUT, second);
    }

    private static String bothRoutesAreGone(FaultRig rig, int status) throws Exception {
        close(rig, ResourcePath.SUPPORT_PROFILE, status);
        close(rig, ResourcePath.SUPPORT, 404);
        rig.with(builder -> builder.updateRoute(UpdateRoute.AUTO));

        Result result = rig.call(Verb.PUT);

        ErrorCategory category = status == 404 ? ErrorCategory.NOT_FOUND : ErrorCategory.OTHER_CLIENT;
        FaultJudge.judge(
                rig, Verb.PUT, Ending.failure(category, 2, WriteOutcome.NOT_APPLIED), FaultRig.CHANGED, result);
        assertEquals(status, ((ServiceException) result.ours()).status(), "the documented route's answer is thrown");
        assertTrue(
                Arrays.stream(result.ours().getSuppressed())
                        .anyMatch(other -> other instanceof ServiceException answer && answer.status() == 404),
                "the other's is told beside it");
        FaultJudge.scan(rig, result.failure());
        return rig.measured(Verb.PUT, result);
    }
}
