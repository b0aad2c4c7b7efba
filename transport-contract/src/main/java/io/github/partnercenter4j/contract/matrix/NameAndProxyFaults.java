package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.partnercenter4j.contract.peer.BadRoute;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.util.ArrayList;
import java.util.List;

/** F1, F5 and F9: names and proxies, which are settings of the whole JVM. */
final class NameAndProxyFaults {

    private NameAndProxyFaults() {}

    /** Ends the fault of a proxy. */
    private interface Proxy {
        BadRoute open(FaultRig rig) throws Exception;
    }

    static List<FaultCell> all(Class<? extends TransportUnderTest> matrix) {
        List<FaultCell> cells = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            String applied = verb == Verb.GET ? "" : ", NOT_APPLIED";
            cells.add(FaultCell.cell(
                    "F1",
                    verb + ": the host has no address -> CONNECT, 3 tries, 0 sends" + applied,
                    rig -> named(rig, matrix, verb, "https://nowhere.example", "", "CONNECT, 3 tries" + applied, 0)));
            cells.add(FaultCell.cell(
                    "F5",
                    verb + ": the first address is dead, the second alive -> success, 1 send",
                    // All addresses of 127/8 are loopback, and the fake listens on only one of them.
                    rig -> named(
                            rig,
                            matrix,
                            verb,
                            "http://localhost:" + rig.fake().url().getPort(),
                            "127.0.0.2 localhost\n127.0.0.1 localhost\n",
                            "success",
                            1)));
            cells.add(proxied(verb, "nobody listens at the proxy", 3, FaultRig::routeRefuses));
            cells.add(proxied(verb, "the proxy wants credentials (407)", 1, rig -> answering(rig, "407 canary")));
            cells.add(proxied(verb, "the proxy reaches nobody (502)", 3, rig -> answering(rig, "502 canary")));
        }
        return cells;
    }

    private static String named(
            FaultRig rig,
            Class<? extends TransportUnderTest> matrix,
            Verb verb,
            String origin,
            String hosts,
            String expected,
            int sends)
            throws Exception {
        AccessToken token = rig.newToken();

        String said = ForkedCall.run(matrix, verb, origin, token, hosts);

        assertTrue(said.lines().anyMatch((ForkedCall.VERDICT + expected)::equals), said);
        assertFalse(said.contains(token.value()), "a token is in a text");
        assertEquals(sends, rig.sends(verb), "sends");
        return expected;
    }

    private static BadRoute answering(FaultRig rig, String status) throws Exception {
        BadRoute proxy = rig.route("https");
        proxy.strike(FaultRow.ALWAYS, (client, route) -> {
            client.readRequest();
            client.send(
                    "HTTP/1.1 " + status
                            + "\r\nProxy-Authenticate: Basic realm=\"canary\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
        return proxy;
    }

    private static FaultCell proxied(Verb verb, String what, int tries, Proxy proxy) {
        Ending ending = verb == Verb.GET
                ? Ending.failure(ErrorCategory.CONNECT, tries).sends(0)
                : Ending.failure(ErrorCategory.CONNECT, tries, WriteOutcome.NOT_APPLIED)
                        .sends(0);
        return FaultCell.cell("F9", verb + ": " + what + " -> " + ending, rig -> {
            rig.fake(FakePartnerCenter.builder().https().build());
            rig.proxy(proxy.open(rig));

            Result result = rig.call(verb);

            assumeTrue(
                    result.failure() != null || rig.proxyAsked(), "the transport does not ask the JVM's ProxySelector");
            FaultJudge.judge(rig, verb, ending, FaultRig.CHANGED, result);
            FaultJudge.scan(rig, result.failure());
            return rig.measured(verb, result);
        });
    }
}
