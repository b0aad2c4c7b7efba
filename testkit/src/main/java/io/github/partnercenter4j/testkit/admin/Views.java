package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.testkit.Conduct;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.FaultRule;
import io.github.partnercenter4j.testkit.NearMiss;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.TokenCall;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the fake knows, as JSON; what there is nothing of is left out. Pure functions, but for the tokens of a connection. */
public final class Views {

    private Views() {}

    /** Says all that a client needs to come to a fake, with new tokens. */
    public static ObjectValue connection(FakePartnerCenter fake) {
        return Json.members()
                .add("url", Json.text(fake.url().toString()))
                .add("token", Json.text(fake.tokens().lasting().value()))
                .add("tenant", Json.text(fake.tenant()))
                .add("authority", Json.text(fake.cloud().authority().toString()))
                .add("clientId", Json.text(fake.login().clientId()))
                .add("clientSecret", Json.text(fake.login().clientSecret()))
                .add("publicClientId", Json.text(fake.login().publicClientId()))
                .add("refreshToken", Json.text(fake.login().issueRefreshToken()))
                .object();
    }

    static ObjectValue rule(FaultRule rule) {
        return Json.members()
                .add("id", Json.number(rule.id()))
                .add("rule", Json.text(rule.toString()))
                .add("enabled", Json.flag(rule.isEnabled()))
                .add("hits", Json.number(rule.hits()))
                .object();
    }

    static Json exchanges(List<RecordedExchange> exchanges) {
        List<Json> views = new ArrayList<>();
        for (RecordedExchange exchange : exchanges) {
            views.add(exchange(exchange));
        }
        return new ArrayValue(views);
    }

    static Json exchange(RecordedExchange exchange) {
        FaultRule rule = exchange.rule();
        Json.Members members = Json.members()
                .add("door", Json.text(exchange.door().name()))
                .add("connection", Json.number(exchange.connection()))
                .add("index", Json.number(exchange.index()))
                .add("attempt", Json.number(exchange.attempt()))
                .add("received", Json.text(exchange.received().toString()))
                .add("answered", Json.text(exchange.answered().toString()))
                .add("method", Json.text(exchange.method()))
                .add("target", Json.text(exchange.target()))
                .add("requestHeaders", headers(exchange.requestHeaders()))
                .add("requestBody", Json.text(exchange.requestText()))
                .addPresent("tenant", exchange.tenant())
                .add("token", Json.text(exchange.token().name()))
                .add("status", Json.number(exchange.status()))
                .add("responseHeaders", headers(exchange.responseHeaders()))
                .add("responseBody", Json.text(exchange.responseText()))
                .addPresent("fault", words(exchange.fault()));
        if (rule != null) {
            members.add("rule", Json.number(rule.id()));
        }
        return members.addPresent("delay", unlessZero(exchange.delay()))
                .add("committed", Json.flag(exchange.committed()))
                .add("replayed", Json.flag(exchange.replayed()))
                .add("remarks", texts(exchange.remarks()))
                .addPresent("tooEarly", unlessZero(exchange.tooEarly()))
                .addPresent("objection", exchange.objection())
                .addPresent("hint", exchange.hint())
                .object();
    }

    private static Json headers(List<Map.Entry<String, String>> headers) {
        List<Json> views = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            views.add(Json.members()
                    .add("name", Json.text(header.getKey()))
                    .add("value", Json.text(header.getValue()))
                    .object());
        }
        return new ArrayValue(views);
    }

    private static Json texts(List<String> texts) {
        return new ArrayValue(List.copyOf(texts.stream().map(Json::text).toList()));
    }

    private static @Nullable String words(@Nullable Fault fault) {
        return fault == null ? null : fault.toString();
    }

    private static @Nullable String unlessZero(Duration duration) {
        return duration.isZero() ? null : duration.toString();
    }

    static Json tokenCall(TokenCall call) {
        Json.Members members = Json.members()
                .add("received", Json.text(call.received().toString()))
                .add("answered", Json.text(call.answered().toString()))
                .add("version", Json.number(call.version()))
                .add("grantType", Json.text(call.grantType()))
                .add("tenant", Json.text(call.tenant()))
                .add("clientId", Json.text(call.clientId()))
                .add(
                        "clientAuthentication",
                        Json.text(call.clientAuthentication().name()))
                .add("scope", Json.text(call.scope()))
                .add("status", Json.number(call.status()));
        if (call.aadsts() != 0) {
            members.add("aadsts", Json.number(call.aadsts()));
        }
        return members.addPresent("fault", words(call.fault())).object();
    }

    static Json nearMiss(NearMiss miss) {
        return Json.members()
                .add("exchange", exchange(miss.exchange()))
                .add("differences", texts(miss.differences()))
                .object();
    }

    static Json finding(Conduct.Finding finding) {
        List<Json> calls = new ArrayList<>();
        for (TokenCall call : finding.tokenCalls()) {
            calls.add(tokenCall(call));
        }
        return Json.members()
                .add("rule", Json.text(finding.rule().name()))
                .add("what", Json.text(finding.what()))
                .add("exchanges", exchanges(finding.exchanges()))
                .add("tokenRequests", new ArrayValue(calls))
                .object();
    }
}
