package io.github.partnercenter4j.testkit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a client violated, as far as the fake can see; from {@link FakePartnerCenter#conduct()}. It checks the
 * exchanges that the journal and the login still keep. With a {@link VirtualClock}, client and fake must use the same
 * one. Requests with the same {@code MS-CorrelationId} count as one call, so a program that uses one id for several
 * calls is checked as if they were one. Each call is checked separately: a {@code Retry-After} applies only to its own
 * call. Immutable.
 */
public final class Conduct {

    /** A rule for clients, named by its violation. */
    public enum Rule {
        /**
         * An {@code MS-RequestId} was sent again after a response with it. A resend may keep its id only if the service
         * has not answered. Responses that a fault broke, or that came late, do not count.
         */
        REUSED_REQUEST_ID,
        /** A request had no valid GUID as {@code MS-RequestId} or {@code MS-CorrelationId}. */
        MISSING_ID,
        /**
         * A request of a call came before the {@code Retry-After} of an earlier response of the same call was over: a
         * retry or a reconciling read. Exchanges with the same {@code MS-CorrelationId} are one call.
         */
        EARLY_RETRY,
        /**
         * A retry came without a wait, after no response or after 408, 429, 500, 502, 503 or 504: once with no wait at
         * all, or twice in a row within 5 milliseconds. A single random wait may be short.
         */
        NO_BACK_OFF,
        /** A request had an expired token. */
        EXPIRED_TOKEN,
        /**
         * A token request for the same app, tenant, scope and grant came before the previous one was answered, or
         * within a second after its success without a 401 of the API between them. Two clients of the same app look
         * like one.
         */
        TOKEN_STAMPEDE,
        /** A URL contained a token, secret or code, which may be logged. */
        SECRET_IN_URL
    }

    /**
     * One violation.
     *
     * @param rule the violated rule
     * @param what a description in one line, without secrets
     * @param exchanges the exchanges of the violation, oldest first; empty for token requests
     * @param tokenCalls the token requests of the violation, oldest first
     */
    public record Finding(Rule rule, String what, List<RecordedExchange> exchanges, List<TokenCall> tokenCalls) {

        /** Copies the lists. */
        public Finding {
            exchanges = List.copyOf(exchanges);
            tokenCalls = List.copyOf(tokenCalls);
        }

        /** Shows the rule, the description, and a line for each exchange. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(rule + ": " + what);
            for (RecordedExchange exchange : exchanges) {
                text.append("\n    ").append(exchange);
            }
            for (TokenCall call : tokenCalls) {
                text.append("\n    ").append(call);
            }
            return text.toString();
        }
    }

    private final List<Finding> findings;

    private Conduct(List<Finding> findings) {
        this.findings = List.copyOf(findings);
    }

    static Conduct of(List<RecordedExchange> exchanges, List<TokenCall> tokenCalls) {
        List<Finding> findings = new ArrayList<>(RequestConduct.judge(exchanges));
        findings.addAll(RetryConduct.judge(exchanges));
        findings.addAll(TokenConduct.judge(exchanges, tokenCalls));
        return new Conduct(findings);
    }

    /** Returns whether the client gets a complete response with this fault. */
    static boolean arrivesWhole(@Nullable Fault fault) {
        return fault == null || fault.plan() instanceof FaultPlan.Replace || fault.plan() instanceof FaultPlan.Overlay;
    }

    /** {@return the violations; empty if there are none} */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * Returns the findings without those of some rules, for tests that violate a rule on purpose.
     *
     * @param rules the rules to ignore
     * @return the other findings
     */
    public Conduct without(Rule... rules) {
        Set<Rule> left = EnumSet.noneOf(Rule.class);
        left.addAll(List.of(rules));
        return new Conduct(findings.stream()
                .filter(finding -> !left.contains(finding.rule()))
                .toList());
    }

    /**
     * Asserts that there are no findings.
     *
     * @throws AssertionError if there are findings; its message shows them
     */
    public void requireGood() {
        if (!findings.isEmpty()) {
            throw new AssertionError(toString());
        }
    }

    /** Shows the findings and their exchanges, without secrets. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Conduct: " + findings.size() + " findings");
        for (Finding finding : findings) {
            text.append("\n  ").append(finding);
        }
        return text.toString();
    }
}
