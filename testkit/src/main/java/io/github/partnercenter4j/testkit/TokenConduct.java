package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.Conduct.Finding;
import io.github.partnercenter4j.testkit.Conduct.Rule;
import io.github.partnercenter4j.testkit.service.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks the token requests. Pure functions. */
final class TokenConduct {

    /** The grants that a client uses without a user. */
    private static final Set<String> UNATTENDED = Set.of("refresh_token", "client_credentials");

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private TokenConduct() {}

    static List<Finding> judge(List<RecordedExchange> exchanges, List<TokenCall> calls) {
        List<Finding> findings = new ArrayList<>();
        Map<List<String>, TokenCall> latest = new HashMap<>();
        for (TokenCall call : calls) {
            if (call.hasSecretInTarget()) {
                findings.add(new Finding(Rule.SECRET_IN_URL, "the URL contains a secret", List.of(), List.of(call)));
            }
            if (!UNATTENDED.contains(call.grantType())) {
                continue;
            }
            TokenCall before =
                    latest.put(List.of(call.grantType(), tenantOf(call), call.clientId(), call.scope()), call);
            if (before != null && isNeedless(before, call, exchanges)) {
                findings.add(new Finding(
                        Rule.TOKEN_STAMPEDE,
                        "the token request came " + before.gapTo(call) + " after the answer to the one before",
                        List.of(),
                        List.of(before, call)));
            }
        }
        return findings;
    }

    /** Returns the id of the tenant that a request names by its GUID or domain name, or what else it names. */
    static String tenantOf(TokenCall call) {
        try {
            return TenantId.of(call.tenant());
        } catch (IllegalArgumentException neither) {
            return call.tenant().toLowerCase(Locale.ROOT);
        }
    }

    private static boolean isNeedless(TokenCall before, TokenCall call, List<RecordedExchange> exchanges) {
        Duration gap = before.gapTo(call);
        if (gap.isNegative()) {
            return true;
        }
        return before.status() == 200
                && Conduct.arrivesWhole(before.fault())
                && gap.compareTo(AT_ONCE) < 0
                && exchanges.stream()
                        .noneMatch(exchange -> exchange.status() == 401 && exchange.isBetween(before, call));
    }
}
