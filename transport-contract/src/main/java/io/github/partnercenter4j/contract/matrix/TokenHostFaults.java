package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** F54 to F60: faults of the token host, as the client sees them through its token provider. */
final class TokenHostFaults {

    private static final int CALLERS = 1000;
    private static final int FEWER_CALLERS = 50;
    private static final int CALLS = 5;

    private TokenHostFaults() {}

    static List<FaultCell> all() {
        List<FaultCell> cells = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            unavailable(cells, verb);
            for (AuthenticationReason reason :
                    List.of(AuthenticationReason.CREDENTIAL_REJECTED, AuthenticationReason.INTERACTION_REQUIRED)) {
                cells.add(FaultCell.leaping(
                        "F57",
                        verb + ": " + reason + " -> AUTHENTICATION, 1 token request for 2 calls, 0 sends",
                        rig -> refused(rig, verb, reason)));
            }
            cells.add(FaultCell.cell(
                    "F55",
                    verb + ": a silent token host, 1,000 callers -> TIMEOUT, 1 token request, 0 sends",
                    rig -> silent(rig, verb)));
            cells.add(FaultCell.cell(
                    "F55",
                    verb + ": a slow token host, 1,000 callers -> success, 1 token request",
                    rig -> slow(rig, verb)));
            cells.add(FaultCell.leaping(
                    "F58",
                    verb + ": the provider gives a token that no header can hold -> AUTHENTICATION, 1 token request for"
                            + " 2 calls, 0 sends",
                    rig -> malformed(rig, verb)));
            cells.add(FaultCell.leaping(
                    "F49",
                    verb + ": 401 and then a token host that fails once -> success, the refused token is sent once",
                    rig -> refusedAndDown(rig, verb)));
            cells.add(FaultCell.leaping(
                    "F56",
                    verb + ": a failing token host, 50 callers -> AUTHENTICATION, 3 token requests, 0 sends",
                    rig -> failing(rig, verb)));
            lives(cells, verb);
            cells.add(FaultCell.leaping(
                    "F60",
                    verb + ": the token host fails while the token lives -> success, no caller notices",
                    rig -> unseen(rig, verb)));
        }
        return cells;
    }

    /** All ways in which a provider can report that it has no token now. */
    private static void unavailable(List<FaultCell> cells, Verb verb) {
        Map<String, AccessTokenProvider> ways = new LinkedHashMap<>();
        ways.put("F54 fails", request -> CompletableFuture.failedFuture(unavailable()));
        ways.put("F54 fails with an exception of its own", request -> CompletableFuture.failedFuture(foreign()));
        ways.put("F54 throws", request -> {
            throw foreign();
        });
        ways.put("F58 gives no token", request -> CompletableFuture.completedFuture(null));
        ways.put("F58 gives no future", request -> nothing());
        ways.forEach((name, broken) -> {
            String row = name.substring(0, 3);
            String what = verb + ": the provider " + name.substring(4);
            cells.add(FaultCell.leaping(row, what + " -> AUTHENTICATION, 3 token requests, 0 sends", rig -> {
                rig.tokens(broken);
                rig.heals(() -> {
                    rig.goodTokens();
                    rig.stepped().clock().advance(Duration.ofMinutes(1));
                });

                Result result = rig.call(verb);

                judgeUnsent(rig, verb, result, AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
                assertEquals(3, rig.tokenRequests().size(), "token requests");
                return "3 token requests";
            }));
            cells.add(FaultCell.leaping(row, what + ", once -> success, 2 token requests, 1 send", rig -> {
                rig.tokens(request -> {
                    rig.goodTokens();
                    return broken.accessToken(request);
                });

                Result result = rig.call(verb);

                FaultJudge.judge(rig, verb, Ending.success(1), FaultRig.CHANGED, result);
                assertEquals(2, rig.tokenRequests().size(), "token requests");
                return "2 token requests";
            }));
        });
    }

    /** Results that no provider may return. */
    @SuppressWarnings("NullAway")
    private static CompletableFuture<AccessToken> nothing() {
        return null;
    }

    private static AuthenticationException unavailable() {
        return AuthenticationException.of(
                AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "The login service answered 503.", null);
    }

    /** A text of the provider may be only in the text of a cause. */
    private static RuntimeException foreign() {
        return new IllegalStateException("what a provider says");
    }

    private static void judgeUnsent(FaultRig rig, Verb verb, Result result, AuthenticationReason reason) {
        FaultJudge.judge(
                rig,
                verb,
                Ending.failure(ErrorCategory.AUTHENTICATION, 0, WriteOutcome.NOT_APPLIED),
                FaultRig.CHANGED,
                result);
        assertEquals(
                reason,
                assertInstanceOf(AuthenticationException.class, result.failure())
                        .reason());
        FaultJudge.scan(rig, result.failure());
    }

    /** Another request would return the same token again. */
    private static String malformed(FaultRig rig, Verb verb) throws Exception {
        rig.tokens(AccessTokenProvider.of(() -> AccessToken.of("canary\r\nX: 1")));
        rig.heals(() -> {
            rig.goodTokens();
            rig.stepped().clock().advance(Duration.ofMinutes(1));
        });

        for (int i = 0; i < 2; i++) {
            Result result = rig.call(verb);
            judgeUnsent(rig, verb, result, AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
            String message = String.valueOf(result.ours().getMessage());
            assertTrue(message.contains("U+000D at position 6"), message);
        }

        assertEquals(1, rig.tokenRequests().size(), "token requests");
        return "1 token request";
    }

    /** A refused token stays refused, even if there is no other token. */
    private static String refusedAndDown(FaultRig rig, Verb verb) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        rig.tokens(request -> switch (asked.getAndIncrement()) {
            case 0 -> CompletableFuture.completedFuture(rig.fake().tokens().expired());
            case 1 -> {
                rig.goodTokens();
                yield CompletableFuture.failedFuture(unavailable());
            }
            default -> throw new IllegalStateException("good tokens by now");
        });

        FaultJudge.judge(rig, verb, Ending.success(2), FaultRig.CHANGED, rig.call(verb));
        assertEquals(3, rig.tokenRequests().size(), "token requests");
        return "2 sends, 3 token requests";
    }

    private static String refused(FaultRig rig, Verb verb, AuthenticationReason reason) throws Exception {
        rig.tokens(request -> CompletableFuture.failedFuture(AuthenticationException.of(reason, "No.", null)));
        rig.heals(() -> {
            rig.goodTokens();
            rig.stepped().clock().advance(Duration.ofMinutes(1));
        });

        for (int i = 0; i < 2; i++) {
            judgeUnsent(rig, verb, rig.call(verb), reason);
        }

        assertEquals(1, rig.tokenRequests().size(), "token requests");
        return "1 token request";
    }

    private static String silent(FaultRig rig, Verb verb) throws Exception {
        CompletableFuture<AccessToken> never = new CompletableFuture<>();
        rig.tokens(request -> never);
        Duration timeout = Duration.ofMillis(400);
        rig.with(builder -> builder.timeout(timeout));
        List<CompletableFuture<SupportProfileReply>> calls = callers(rig, verb, CALLERS);
        long began = System.nanoTime();
        for (CompletableFuture<SupportProfileReply> call : calls) {
            // A thousand calls end one after another.
            Result result = rig.ended(call, began, timeout.multipliedBy(4));
            assertEquals(ErrorCategory.TIMEOUT, result.ours().category());
            assertEquals(0, result.ours().attempts());
        }
        assertEquals(1, rig.tokenRequests().size(), "token requests");
        assertEquals(0, rig.sends(verb), "sends");
        rig.await("a request that nobody waits for is given up", never::isCancelled);
        rig.goodTokens();
        return "1 token request for 1,000 callers";
    }

    private static List<CompletableFuture<SupportProfileReply>> callers(FaultRig rig, Verb verb, int number)
            throws Exception {
        List<CompletableFuture<SupportProfileReply>> calls = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            calls.add(rig.start(verb, FaultRig.CHANGED));
        }
        return calls;
    }

    private static String slow(FaultRig rig, Verb verb) throws Exception {
        CompletableFuture<AccessToken> later = new CompletableFuture<>();
        rig.keeps(CALLERS);
        rig.tokens(request -> later);
        long began = System.nanoTime();
        List<CompletableFuture<SupportProfileReply>> calls = callers(rig, verb, CALLERS);

        later.complete(rig.newToken());

        for (CompletableFuture<SupportProfileReply> call : calls) {
            assertNull(rig.ended(call, began, FaultRig.USUAL_TIMEOUT).failure());
        }
        assertEquals(1, rig.tokenRequests().size(), "token requests");
        assertEquals(CALLERS, rig.sends(verb), "sends");
        return "1 token request for 1,000 callers";
    }

    /** Calls that fail together also retry and fail together, because they share the token requests. */
    private static String failing(FaultRig rig, Verb verb) throws Exception {
        rig.tokens(request -> CompletableFuture.failedFuture(unavailable()));
        rig.with(builder -> builder.retryPolicy(
                RetryPolicy.builder().firstWait(Duration.ofMillis(1)).build()));
        VirtualClock clock = rig.stepped().clock();
        List<CompletableFuture<SupportProfileReply>> calls = callers(rig, verb, FEWER_CALLERS);
        // There is no token request for half a second after the first failure, and for one second after the second.
        for (int millis : new int[] {510, 1010}) {
            rig.await("all wait, each under its deadline", () -> clock.pending() == 2 * FEWER_CALLERS);
            clock.advance(Duration.ofMillis(millis));
        }
        rig.stepped().forgetWaits();
        for (CompletableFuture<SupportProfileReply> call : calls) {
            rig.await("the call has ended", call::isCompletedExceptionally);
            Result result = rig.ended(call, System.nanoTime(), FaultRig.USUAL_TIMEOUT);
            assertEquals(ErrorCategory.AUTHENTICATION, result.ours().category());
        }
        assertEquals(3, rig.tokenRequests().size(), "token requests");
        assertEquals(0, rig.sends(verb), "sends");
        rig.goodTokens();
        // The client remembers the failure for a while; another client does not have it.
        rig.heals(rig::closeClient);
        return "3 token requests for 50 callers";
    }

    private static void lives(List<FaultCell> cells, Verb verb) {
        Map<String, Duration> bounded = new LinkedHashMap<>();
        bounded.put("0 s", Duration.ZERO);
        bounded.put("-1 h", Duration.ofHours(-1));
        bounded.forEach((name, life) -> cells.add(FaultCell.leaping(
                "F59", verb + ": a token that lives " + name + " -> success, a token request a call", rig -> {
                    rig.tokens(request -> CompletableFuture.completedFuture(rig.newToken(life)));
                    return works(rig, verb, CALLS);
                })));
        cells.add(FaultCell.leaping(
                "F59", verb + ": a token without a lifetime -> success, 1 token request", rig -> works(rig, verb, 1)));
        cells.add(FaultCell.leaping(
                "F59", verb + ": a token that lives 10^12 s -> success, 1 token request in 4 minutes, 2 in 6", rig -> {
                    rig.tokens(request ->
                            CompletableFuture.completedFuture(rig.newToken(Duration.ofSeconds(1_000_000_000_000L))));
                    works(rig, verb, 1);
                    rig.stepped().clock().advance(Duration.ofMinutes(6));
                    assertNull(rig.call(verb).failure());
                    assertEquals(2, rig.tokenRequests().size(), "token requests");
                    return "2 token requests";
                }));
        cells.add(FaultCell.leaping(
                "F59", verb + ": a token that has expired already -> success, 2 sends, 2 token requests", rig -> {
                    rig.tokens(request -> {
                        rig.goodTokens();
                        return CompletableFuture.completedFuture(
                                rig.fake().tokens().expired());
                    });
                    FaultJudge.judge(rig, verb, Ending.success(2), FaultRig.CHANGED, rig.call(verb));
                    assertEquals(2, rig.tokenRequests().size(), "token requests");
                    return "2 token requests";
                }));
    }

    private static String works(FaultRig rig, Verb verb, int requests) throws Exception {
        for (int i = 0; i < CALLS; i++) {
            assertNull(rig.call(verb).failure());
        }
        assertEquals(CALLS, rig.sends(verb), "sends");
        assertEquals(requests, rig.tokenRequests().size(), "token requests");
        return requests + " token requests for " + CALLS + " calls";
    }

    private static String unseen(FaultRig rig, Verb verb) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        rig.tokens(request -> asked.getAndIncrement() == 0
                ? CompletableFuture.completedFuture(rig.newToken(Duration.ofHours(1)))
                : CompletableFuture.failedFuture(unavailable()));
        assertNull(rig.call(verb).failure());
        rig.stepped().clock().advance(Duration.ofMinutes(58));

        for (int i = 0; i < CALLS; i++) {
            assertNull(rig.call(verb).failure());
        }

        assertEquals(CALLS + 1, rig.sends(verb), "sends");
        assertEquals(2, rig.tokenRequests().size(), "token requests");
        assertTrue(rig.observer().retries().isEmpty(), "no call noticed");
        return "2 token requests for " + (CALLS + 1) + " calls";
    }
}
