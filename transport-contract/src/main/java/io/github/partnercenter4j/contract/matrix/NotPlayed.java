package io.github.partnercenter4j.contract.matrix;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a matrix cannot play, and why. */
final class NotPlayed {

    private NotPlayed() {}

    /** Over HTTP: rows, or parts of them, and the reason. */
    static Map<String, String> overHttp() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put(
                "F2, the look-up of a name hangs", "a gateway has no seam for it; F4 and F15 have the same deadline");
        everywhere(reasons);
        return reasons;
    }

    /** In memory: rows, or parts of them, and the reason. */
    static Map<String, String> inMemory() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("F1-F35a, as far as they are not above", "there is no network in memory");
        everywhere(reasons);
        return reasons;
    }

    private static void everywhere(Map<String, String> reasons) {
        reasons.put("F20 and F21, Expect: 100-continue goes wrong", "the client never sends it");
        reasons.put(
                "F54, TLS to the token host fails; F58, the token host gives an answer that is no token",
                "a client knows its token host through the provider only: see the provider's tests");
        reasons.put(
                "F65, a thread cannot be made",
                "only a JVM without memory refuses one, and then the tests fail with it");
        reasons.put(
                "memory beyond limits",
                "what a body may cost is measured where bodies are read, not by a whole client");
    }
}
