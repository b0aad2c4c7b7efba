package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.Conduct;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Journal;
import io.github.partnercenter4j.testkit.NearMiss;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.TokenCall;
import io.github.partnercenter4j.testkit.Verification;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happened, and whether that is what was to happen. */
final class JournalOperations {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int SHOWN = 100;

    private final FakePartnerCenter fake;

    JournalOperations(FakePartnerCenter fake) {
        this.fake = fake;
    }

    List<Route> routes() {
        return List.of(
                Route.json("GET", "/journal", this::journal),
                Route.doing("DELETE", "/journal", request -> of(request).clear()),
                Route.json("POST", "/verify", request -> verify(request.fields())),
                Route.json("POST", "/verify/order", request -> verifyOrder(request.fields())),
                Route.json("POST", "/verify/tokens", request -> verifyTokens(request.fields())),
                Route.json(
                        "POST",
                        "/verify/rules-used",
                        request -> held(List.of(), () -> {
                            fake.requireAllRulesUsed();
                            return List.of();
                        })),
                Route.json("GET", "/conduct", request -> conduct()),
                new Route(
                        "GET",
                        "/report",
                        request -> HttpAnswer.of(200)
                                .header("Content-Type", "text/plain; charset=utf-8")
                                .body(fake.report() + "\n")));
    }

    private Journal of(AdminRequest request) {
        String tenant = request.parameter("tenant");
        return tenant == null
                ? fake.journal()
                : fake.tenant(StateOperations.tenant(fake, tenant)).journal();
    }

    /** The latest exchanges, oldest first. */
    private Json journal(AdminRequest request) {
        Journal journal = of(request);
        String method = request.parameter("method");
        List<RecordedExchange> kept = method == null ? journal.exchanges() : journal.requests(method);
        int shown = Math.min(kept.size(), request.parameter("limit", SHOWN));
        return Json.members()
                .add("total", Json.number(journal.total()))
                .add("exchanges", Views.exchanges(kept.subList(kept.size() - shown, kept.size())))
                .object();
    }

    private Json verify(Fields asked) {
        Request request = FaultJson.request(asked.object("request"), fake.tenant());
        return check(asked, fake.verify(request), Views::exchange, request);
    }

    private Json verifyTokens(Fields asked) {
        String grantType = asked.text("grantType");
        Verification<TokenCall> calls =
                grantType == null ? fake.login().verify() : fake.login().verify(grantType);
        return check(asked, calls, Views::tokenCall, null);
    }

    private <E> Json check(
            Fields asked, Verification<E> verification, Function<E, Json> view, @Nullable Request request) {
        Integer times = asked.integer("times");
        Integer atLeast = asked.integer("atLeast");
        List<Duration> gaps = asked.durations("gapsAtLeast");
        Duration await = asked.duration("await");
        asked.requireNoOthers();
        if ((times == null ? 0 : 1) + (atLeast == null ? 0 : 1) + (gaps.isEmpty() ? 0 : 1) != 1) {
            throw new IllegalArgumentException("Say one of times, atLeast and gapsAtLeast.");
        }
        if (await != null && await.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("Wait at most " + LONGEST_WAIT + ", not " + await + ".");
        }
        Verification<E> waiting = await == null ? verification : verification.await(await);
        Supplier<List<E>> came = () -> {
            if (atLeast != null) {
                return waiting.atLeast(atLeast);
            }
            if (times == null) {
                return waiting.gapsAtLeast(gaps.toArray(new Duration[0]));
            }
            if (times == 0) {
                waiting.never();
                return List.of();
            }
            return waiting.times(times);
        };
        return held(
                request == null ? List.of() : List.of(request),
                () -> came.get().stream().map(view).toList());
    }

    private Json verifyOrder(Fields asked) {
        List<Request> requests = new ArrayList<>();
        for (Fields each : asked.objects("requests")) {
            requests.add(FaultJson.request(each, fake.tenant()));
        }
        asked.requireNoOthers();
        return held(
                List.of(),
                () -> fake.verifyInOrder(requests.toArray(new Request[0])).stream()
                        .map(Views::exchange)
                        .toList());
    }

    /** Says what a check returns, or why it fails. */
    private Json held(List<Request> wanted, Supplier<List<Json>> check) {
        try {
            List<Json> came = check.get();
            return Json.members()
                    .add("ok", Json.flag(true))
                    .add("came", new ArrayValue(came))
                    .object();
        } catch (AssertionError failed) {
            List<Json> misses = new ArrayList<>();
            for (Request request : wanted) {
                for (NearMiss miss : fake.nearMisses(request)) {
                    misses.add(Views.nearMiss(miss));
                }
            }
            return Json.members()
                    .add("ok", Json.flag(false))
                    .add("message", Json.text(String.valueOf(failed.getMessage())))
                    .add("nearMisses", new ArrayValue(misses))
                    .object();
        }
    }

    private Json conduct() {
        List<Json> findings = new ArrayList<>();
        for (Conduct.Finding finding : fake.conduct().findings()) {
            findings.add(Views.finding(finding));
        }
        return new ArrayValue(findings);
    }
}
