package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.Conduct;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTenant;
import io.github.partnercenter4j.testkit.Journal;
import io.github.partnercenter4j.testkit.NearMiss;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.TokenCall;
import io.github.partnercenter4j.testkit.Verification;
import io.github.partnercenter4j.testkit.admin.Route.Body;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations for the journal and verification. */
record JournalOperations(FakePartnerCenter fake) {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int SHOWN = 100;

    List<Route> routes() {
        return List.of(
                Route.json("GET", "/journal", this::journal).query("tenant", "method", "limit", "skip"),
                Route.doing(
                                "DELETE",
                                "/journal",
                                request -> journal(tenant(request)).clear())
                        .query("tenant"),
                Route.json("POST", "/verify", request -> verify(request.fields()))
                        .with(Body.REQUIRED),
                Route.json("POST", "/verify/order", request -> verifyOrder(request.fields()))
                        .with(Body.REQUIRED),
                Route.json("POST", "/verify/tokens", request -> verifyTokens(request.fields()))
                        .with(Body.REQUIRED),
                Route.json("POST", "/verify/rules-used", request -> verifyRulesUsed(request.fields()))
                        .with(Body.OPTIONAL),
                Route.json("GET", "/conduct", this::conduct).query("tenant"),
                Route.of("GET", "/report", this::report).query("tenant"));
    }

    /** Returns the requested tenant, or null for the whole fake. */
    private @Nullable FakeTenant tenant(@Nullable String asked) {
        return asked == null ? null : fake.tenant(StateOperations.tenant(fake, asked));
    }

    private @Nullable FakeTenant tenant(AdminRequest request) {
        return tenant(request.parameter("tenant"));
    }

    private Journal journal(@Nullable FakeTenant tenant) {
        return tenant == null ? fake.journal() : tenant.journal();
    }

    /** The latest exchanges, oldest first. */
    private Json journal(AdminRequest request) {
        FakeTenant tenant = tenant(request);
        Journal journal = journal(tenant);
        String method = request.parameter("method");
        List<RecordedExchange> kept =
                method == null ? journal.exchanges() : journal.requests(method.toUpperCase(Locale.ROOT));
        int end = Math.max(0, kept.size() - request.parameter("skip", 0));
        int limit = request.parameter("limit", SHOWN);
        List<Json> page = Views.page(kept.subList(Math.max(0, end - limit), end));
        return Json.members()
                .add("total", journal.total())
                .add("older", end - page.size())
                .addPresent("tenant", tenant == null ? null : tenant.id())
                .add("exchanges", new ArrayValue(page))
                .object();
    }

    private Json verify(Fields asked) {
        Fields wanted = asked.object("request");
        Request request = FaultJson.request(wanted, fake.tenant());
        // A tenant has its own journal, with its own limit, and it may have been cleared.
        FakeTenant tenant = tenant(wanted == null ? null : wanted.text("tenant"));
        return check(
                asked,
                tenant == null ? fake.verify(request) : tenant.verify(request),
                Views::listed,
                () -> journal(tenant).nearMisses(request));
    }

    private Json verifyTokens(Fields asked) {
        String grantType = asked.text("grantType");
        Verification<TokenCall> calls =
                grantType == null ? fake.login().verify() : fake.login().verify(grantType);
        return check(asked, calls, came -> came.stream().map(Views::tokenCall).toList(), List::of);
    }

    private static <E> Json check(
            Fields asked,
            Verification<E> verification,
            Function<List<E>, List<Json>> view,
            Supplier<List<NearMiss>> close) {
        Integer times = asked.integer("times");
        Integer atLeast = asked.integer("atLeast");
        List<Duration> gaps = asked.durations("gapsAtLeast");
        Duration await = asked.duration("await");
        asked.requireNoOthers();
        if ((times == null ? 0 : 1) + (atLeast == null ? 0 : 1) + (gaps.isEmpty() ? 0 : 1) != 1) {
            throw new IllegalArgumentException("Set exactly one of times, atLeast and gapsAtLeast.");
        }
        if (times != null && times == 0 && await != null) {
            throw new IllegalArgumentException(
                    "times 0 cannot be combined with await. Wait for the last expected request, then verify times 0 without await.");
        }
        if (await != null && await.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("await must be at most " + LONGEST_WAIT + ", not " + await + ".");
        }
        Verification<E> waiting = await == null ? verification : verification.await(await);
        return held(close, () -> {
            List<E> came;
            if (atLeast != null) {
                came = waiting.atLeast(atLeast);
            } else if (times == null) {
                came = waiting.gapsAtLeast(gaps.toArray(new Duration[0]));
            } else if (times == 0) {
                waiting.never();
                came = List.of();
            } else {
                came = waiting.times(times);
            }
            return view.apply(came);
        });
    }

    private Json verifyOrder(Fields asked) {
        List<Request> requests = new ArrayList<>();
        for (Fields each : asked.objects("requests")) {
            requests.add(FaultJson.request(each, fake.tenant()));
        }
        FakeTenant tenant = tenant(asked.text("tenant"));
        asked.requireNoOthers();
        Request[] order = requests.toArray(new Request[0]);
        return held(List::of, () -> {
            List<RecordedExchange> came = tenant == null ? fake.verifyInOrder(order) : tenant.verifyInOrder(order);
            return Views.listed(came);
        });
    }

    private Json verifyRulesUsed(Fields asked) {
        FakeTenant tenant = tenant(asked.text("tenant"));
        asked.requireNoOthers();
        return held(List::of, () -> {
            if (tenant == null) {
                fake.requireAllRulesUsed();
            } else {
                tenant.requireAllRulesUsed();
            }
            return List.of();
        });
    }

    /** Returns the result of a check: the exchanges, or the message and the most similar exchanges. */
    private static Json held(Supplier<List<NearMiss>> close, Supplier<List<Json>> check) {
        try {
            List<Json> came = check.get();
            return Json.members()
                    .add("ok", true)
                    .add("came", new ArrayValue(came))
                    .object();
        } catch (AssertionError failed) {
            return Json.members()
                    .add("ok", false)
                    .add("message", String.valueOf(failed.getMessage()))
                    .add("nearMisses", Json.array(close.get(), Views::nearMiss))
                    .object();
        }
    }

    private Json conduct(AdminRequest request) {
        FakeTenant tenant = tenant(request);
        Conduct conduct = tenant == null ? fake.conduct() : tenant.conduct();
        return Views.findings(conduct.findings());
    }

    private HttpAnswer report(AdminRequest request) {
        FakeTenant tenant = tenant(request);
        return HttpAnswer.of(200)
                .header("Content-Type", "text/plain; charset=utf-8")
                .body((tenant == null ? fake.report() : tenant.report()) + "\n");
    }
}
