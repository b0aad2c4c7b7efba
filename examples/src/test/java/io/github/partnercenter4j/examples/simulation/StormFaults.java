package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * The faults of a storm, by caller and exchange. There is no service that lies, because no client could notice that: a
 * 4xx after an applied write, or a success without one.
 */
final class StormFaults {

    private static final int EXCHANGES = 40;
    private static final int[] NOTHING_DONE = {400, 401, 403, 404, 405, 409, 412, 415, 429, 429, 503, 503};
    private static final int[] PERHAPS_DONE = {408, 500, 502, 503, 504};

    private StormFaults() {}

    static String correlationId(Plan plan, int caller) {
        return new UUID(plan.seed(), caller).toString();
    }

    static void define(Plan plan, FakePartnerCenter fake) {
        for (CallerPlan caller : plan.callers()) {
            List<Fault> turns = new ArrayList<>();
            for (int turn = 0; turn < EXCHANGES; turn++) {
                Random luck = Plan.luck(plan.seed(), caller.number(), turn);
                boolean trouble = luck.nextInt(100) < plan.trouble();
                turns.add(trouble ? any(luck) : Fault.none());
            }
            Duration late = Duration.ofMillis(
                    1 + Plan.luck(plan.seed(), caller.number(), -1).nextInt(60));
            fake.when(Request.any().header("MS-CorrelationId", correlationId(plan, caller.number())))
                    .delay(Duration.ZERO, late)
                    .inTurn(turns.toArray(new Fault[0]));
        }
        if (plan.trouble() > 40) {
            fake.when(Request.any())
                    .probability(0.05)
                    .inTurn(Fault.drop(Point.ACCEPT), Fault.reset(Point.ACCEPT), Fault.stall(Point.ACCEPT));
        }
    }

    private static Fault any(Random luck) {
        Point[] points = {
            Point.AFTER_HEAD, Point.BEFORE_COMMIT, Point.AFTER_COMMIT, Point.IN_HEAD, Point.IN_BODY, Point.AFTER_ANSWER
        };
        Point point = points[luck.nextInt(points.length)];
        return switch (luck.nextInt(12)) {
            case 0 -> Fault.drop(point);
            case 1 -> Fault.reset(point);
            case 2 -> Fault.stall(point);
            case 3 -> Fault.truncate(luck.nextInt(20));
            case 4 -> odd(luck);
            case 5, 6 -> {
                Fault answer = Fault.answer(PERHAPS_DONE[luck.nextInt(PERHAPS_DONE.length)]);
                yield luck.nextBoolean() ? answer.at(Point.AFTER_COMMIT) : answer.withIds();
            }
            default -> refusal(luck);
        };
    }

    private static Fault refusal(Random luck) {
        int status = NOTHING_DONE[luck.nextInt(NOTHING_DONE.length)];
        Fault answer = Fault.answer(status);
        Fault named = luck.nextInt(3) > 0 ? answer.withIds() : answer;
        if ((status != 429 && status != 503) || luck.nextBoolean()) {
            return named;
        }
        String[] hints = {"0", "0.3", "1", "1, 1", "120", "4000", "soon", "-1"};
        return named.header("Retry-After", hints[luck.nextInt(hints.length)]);
    }

    private static Fault odd(Random luck) {
        byte[] noise = "220 mail.contoso.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII);
        return switch (luck.nextInt(7)) {
            case 0 -> Fault.raw(noise);
            case 1 -> Fault.raw(noise).at(Point.AFTER_COMMIT);
            case 2 -> Fault.overlay().body("{\"email\":");
            case 3 -> Fault.overlay().body("");
            case 4 -> Fault.overlay().header("Content-Encoding", "gzip");
            case 5 -> Fault.overlay().header("Connection", "close");
            default ->
                Fault.answer(200).header("Content-Type", "text/html").body("<html>Sign in to the network</html>");
        };
    }
}
