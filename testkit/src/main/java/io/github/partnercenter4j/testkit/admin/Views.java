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
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the fake knows, as JSON; what there is nothing of is left out. Pure functions, but for the tokens of a connection. */
public final class Views {

    /** In characters; a page of more would not fit a small heap, in the program that reads it either. */
    private static final int MOST_BODIES = 4 * 1024 * 1024;

    private static final String LEFT_OUT = "(omitted here, because the bodies are large; the journal has it)";

    /** What the connection has in each version, among other members. */
    private static final List<String> CONNECTION = List.of("url", "token", "tenant", "authority");

    /** The room that is left for bodies in one answer. */
    private static final class Room {
        int left = MOST_BODIES;
    }

    private Views() {}

    /**
     * Says all that a client needs to come to a fake, with a new refresh token.
     *
     * @param host the header {@code Host} that it came with, or null if it is still to come
     */
    public static ObjectValue connection(FakePartnerCenter fake, @Nullable String host) {
        return Json.members()
                .add("url", fake.port().url(host).toString())
                .add("token", fake.tokens().lasting().value())
                .add("tenant", fake.tenant())
                .add("authority", fake.port().authority(host).toString())
                .add("clientId", fake.login().clientId())
                .add("clientSecret", fake.login().clientSecret())
                .add("publicClientId", fake.login().publicClientId())
                .add("refreshToken", fake.login().issueRefreshToken())
                .object();
    }

    /** Returns whether a text is a {@link #connection} of a fake, which need not be this one. */
    public static boolean isConnection(String text) {
        try {
            return JsonReader.read(text) instanceof ObjectValue object
                    && object.members().stream().map(Json.Member::name).toList().containsAll(CONNECTION);
        } catch (JsonException other) {
            return false;
        }
    }

    static ObjectValue rule(FaultRule rule) {
        return Json.members()
                .add("id", rule.id())
                .add("rule", rule.toString())
                .add("enabled", rule.isEnabled())
                .add("usedUp", rule.isUsedUp())
                .add("hits", rule.hits())
                .object();
    }

    static Json exchanges(List<RecordedExchange> exchanges) {
        return new ArrayValue(listed(exchanges));
    }

    /** Shows exchanges, the latest with their bodies, for as long as those are not too many for one answer. */
    static List<Json> listed(List<RecordedExchange> exchanges) {
        return listed(exchanges, new Room());
    }

    private static List<Json> listed(List<RecordedExchange> exchanges, Room room) {
        List<Json> whole = page(exchanges, room);
        List<Json> shown = new ArrayList<>();
        for (RecordedExchange exchange : exchanges.subList(0, exchanges.size() - whole.size())) {
            shown.add(exchange(exchange, LEFT_OUT, LEFT_OUT));
        }
        shown.addAll(whole);
        return shown;
    }

    /** Shows the latest of these exchanges, as many as have bodies that are few enough for one answer. */
    static List<Json> page(List<RecordedExchange> exchanges) {
        return page(exchanges, new Room());
    }

    private static List<Json> page(List<RecordedExchange> exchanges, Room room) {
        List<Json> shown = new ArrayList<>();
        for (int i = exchanges.size() - 1; i >= 0 && room.left > 0; i--) {
            RecordedExchange exchange = exchanges.get(i);
            String request = exchange.requestText();
            String response = exchange.responseText();
            room.left -= request.length() + response.length();
            shown.add(exchange(exchange, request, response));
        }
        Collections.reverse(shown);
        return shown;
    }

    static Json exchange(RecordedExchange exchange) {
        return exchange(exchange, exchange.requestText(), exchange.responseText());
    }

    private static Json exchange(RecordedExchange exchange, String requestBody, String responseBody) {
        FaultRule rule = exchange.rule();
        Json.Members members = Json.members()
                .add("door", exchange.door().name())
                .add("connection", exchange.connection())
                .add("index", exchange.index())
                .add("attempt", exchange.attempt())
                .add("received", exchange.received().toString())
                .add("answered", exchange.answered().toString())
                .add("method", exchange.method())
                .add("target", exchange.target())
                .add("requestHeaders", headers(exchange.requestHeaders()))
                .add("requestBody", requestBody)
                .addPresent("tenant", exchange.tenant())
                .add("token", exchange.token().name())
                .add("status", exchange.status())
                .add("responseHeaders", headers(exchange.responseHeaders()))
                .add("responseBody", responseBody)
                .addPresent("fault", words(exchange.fault()));
        if (rule != null) {
            members.add("rule", rule.id());
        }
        return members.addPresent("delay", unlessZero(exchange.delay()))
                .add("committed", exchange.committed())
                .add("replayed", exchange.replayed())
                .add("remarks", Json.texts(exchange.remarks()))
                .addPresent("tooEarly", unlessZero(exchange.tooEarly()))
                .addPresent("objection", exchange.objection())
                .addPresent("hint", exchange.hint())
                .object();
    }

    private static Json headers(List<Map.Entry<String, String>> headers) {
        return Json.array(
                headers,
                header -> Json.members()
                        .add("name", header.getKey())
                        .add("value", header.getValue())
                        .object());
    }

    private static @Nullable String words(@Nullable Fault fault) {
        return fault == null ? null : fault.toString();
    }

    private static @Nullable String unlessZero(Duration duration) {
        return duration.isZero() ? null : duration.toString();
    }

    static Json tokenCall(TokenCall call) {
        Json.Members members = Json.members()
                .add("received", call.received().toString())
                .add("answered", call.answered().toString())
                .add("version", call.version())
                .add("grantType", call.grantType())
                .add("tenant", call.tenant())
                .add("clientId", call.clientId())
                .add("clientAuthentication", call.clientAuthentication().name())
                .add("scope", call.scope())
                .add("status", call.status());
        if (call.aadsts() != 0) {
            members.add("aadsts", call.aadsts());
        }
        return members.addPresent("fault", words(call.fault())).object();
    }

    static Json nearMiss(NearMiss miss) {
        return Json.members()
                .add("exchange", exchange(miss.exchange()))
                .add("differences", Json.texts(miss.differences()))
                .object();
    }

    static Json findings(List<Conduct.Finding> findings) {
        Room room = new Room();
        return Json.array(findings, finding -> finding(finding, room));
    }

    private static Json finding(Conduct.Finding finding, Room room) {
        return Json.members()
                .add("rule", finding.rule().name())
                .add("what", finding.what())
                .add("exchanges", new ArrayValue(listed(finding.exchanges(), room)))
                .add("tokenRequests", Json.array(finding.tokenCalls(), Views::tokenCall))
                .object();
    }
}
