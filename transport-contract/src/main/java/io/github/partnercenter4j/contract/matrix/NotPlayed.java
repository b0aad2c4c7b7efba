package io.github.partnercenter4j.contract.matrix;

import java.util.LinkedHashMap;
import java.util.Map;

/** The faults that a matrix does not test, and the reasons. */
final class NotPlayed {

    private NotPlayed() {}

    /** Over HTTP: rows, or parts of them, and the reason. */
    static Map<String, String> overHttp() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put(
                "F2, the look-up of a name hangs", "a gateway has no hook for it; F4 and F15 test the same deadline");
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
                "F54, TLS to the token host fails; F58, the token host returns a response without a token",
                "a client knows its token host only through the provider; the tests of the provider have these rows");
        reasons.put(
                "F65, a thread cannot be created",
                "only a JVM without memory refuses a thread, and then the tests fail too");
        reasons.put("memory beyond limits", "the tests of body readers measure that, not a whole client");
    }
}
