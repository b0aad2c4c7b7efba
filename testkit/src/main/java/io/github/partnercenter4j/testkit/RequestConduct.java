package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.Conduct.Finding;
import io.github.partnercenter4j.testkit.Conduct.Rule;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks each request: its ids, its token and its URL. Pure functions. */
final class RequestConduct {

    private static final String REQUEST_ID = "MS-RequestId";

    private RequestConduct() {}

    static List<Finding> judge(List<RecordedExchange> exchanges) {
        List<Finding> findings = new ArrayList<>();
        Map<String, RecordedExchange> answered = new HashMap<>();
        for (RecordedExchange exchange : exchanges) {
            ServiceRequest request = exchange.request();
            if (request == null) {
                continue;
            }
            addMissing(findings, exchange, request.headers(), REQUEST_ID);
            addMissing(findings, exchange, request.headers(), "MS-CorrelationId");
            if (exchange.token() == RecordedExchange.Token.EXPIRED) {
                findings.add(finding(Rule.EXPIRED_TOKEN, "the access token had expired", exchange));
            }
            if (exchange.hasSecretInTarget()) {
                findings.add(finding(Rule.SECRET_IN_URL, "the URL contains a secret", exchange));
            }
            addReused(findings, exchange, answered);
        }
        return findings;
    }

    private static void addMissing(List<Finding> findings, RecordedExchange exchange, Headers sent, String name) {
        if (!sent.has(name)) {
            findings.add(finding(Rule.MISSING_ID, "the header " + name + " is missing", exchange));
        } else if (sent.guid(name) == null) {
            findings.add(finding(Rule.MISSING_ID, "the header " + name + " is not a GUID", exchange));
        }
    }

    private static void addReused(
            List<Finding> findings, RecordedExchange exchange, Map<String, RecordedExchange> answered) {
        String id = key(exchange.requestHeader(REQUEST_ID));
        if (id == null) {
            return;
        }
        RecordedExchange before = answered.get(id);
        // A request that came before the response could not know of it.
        if (before != null && !before.gapTo(exchange).isNegative()) {
            findings.add(new Finding(
                    Rule.REUSED_REQUEST_ID,
                    "the MS-RequestId was sent again after an answer to it",
                    List.of(before, exchange),
                    List.of()));
        }
        if (id.equals(key(exchange.responseHeader(REQUEST_ID))) && Conduct.arrivesWhole(exchange.fault())) {
            answered.put(id, exchange);
        }
    }

    private static @Nullable String key(@Nullable String id) {
        return id == null ? null : id.toLowerCase(Locale.ROOT);
    }

    private static Finding finding(Rule rule, String what, RecordedExchange exchange) {
        return new Finding(rule, what, List.of(exchange), List.of());
    }
}
