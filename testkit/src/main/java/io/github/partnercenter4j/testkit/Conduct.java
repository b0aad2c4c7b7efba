package io.github.partnercenter4j.testkit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client did that it should not do to the service, as far as the fake saw it: got from
 * {@link FakePartnerCenter#conduct()}. It judges what the journal and the login still keep, by the time that faults are held
 * back by; with a {@link VirtualClock}, client and fake need the same one. Requests are of one call if they have the same
 * {@code MS-CorrelationId}, so a program that gives one id to several calls is judged as if they were one. Each call is judged by itself: a
 * {@code Retry-After} binds the call that it was told to, and another call of the same client may come before its end.
 * Immutable.
 */
public final class Conduct {

    /** What a client should not do. */
    public enum Rule {
        /**
         * Sends an {@code MS-RequestId} again that an answer has echoed: a resend keeps its id only as long as the service
         * has not answered it. Answers that a fault broke, or that came late, are not counted.
         */
        REUSED_REQUEST_ID,
        /** Sends a request without an {@code MS-RequestId} or {@code MS-CorrelationId} that is a GUID. */
        MISSING_ID,
        /**
         * Sends anything for a call before the time that an answer to the same call asked for by {@code Retry-After}, in
         * seconds or as a date: a retry, or a read that settles a write. Exchanges with one {@code MS-CorrelationId} are a
         * call.
         */
        EARLY_RETRY,
        /**
         * Tries again without waiting after no answer, or 408, 429, 500, 502, 503 or 504: once in no time at all, or twice in
         * a row within 5 milliseconds each. A random wait may be short once.
         */
        NO_BACK_OFF,
        /** Sends a token whose time is over. */
        EXPIRED_TOKEN,
        /**
         * Asks for tokens again, for the same app, tenant, scope and grant, before the last request was answered, or within a
         * second of a good answer without a 401 of the API. Two clients with an app in common look the same.
         */
        TOKEN_STAMPEDE,
        /** Puts a token, secret or code into a URL, which ends in logs. */
        SECRET_IN_URL
    }

    /**
     * One thing that was wrong.
     *
     * @param rule what should not be done
     * @param what what was done, on one line and without anything secret
     * @param exchanges the exchanges concerned, oldest first; none where tokens were asked for
     * @param tokenCalls the requests for tokens concerned, oldest first
     */
    public record Finding(Rule rule, String what, List<RecordedExchange> exchanges, List<TokenCall> tokenCalls) {

        /** Copies the lists. */
        public Finding {
            exchanges = List.copyOf(exchanges);
            tokenCalls = List.copyOf(tokenCalls);
        }

        /** Shows the rule, what was done, and a line for each exchange. */
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

    /** Tells whether a client has got all of an answer; what it has seen of one that broke off is its own business. */
    static boolean arrivesWhole(@Nullable Fault fault) {
        return fault == null || fault.plan() instanceof FaultPlan.Replace || fault.plan() instanceof FaultPlan.Overlay;
    }

    /**
     * Returns what was wrong.
     *
     * @return the findings, none if the client behaved
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * Returns this conduct but for what a test does on purpose, such as to send an expired token.
     *
     * @param rules the rules not to judge by
     * @return the rest of the findings
     */
    public Conduct without(Rule... rules) {
        Set<Rule> left = EnumSet.noneOf(Rule.class);
        left.addAll(List.of(rules));
        return new Conduct(findings.stream()
                .filter(finding -> !left.contains(finding.rule()))
                .toList());
    }

    /**
     * Makes sure that the client behaved.
     *
     * @throws AssertionError if it did not; it shows the findings
     */
    public void requireGood() {
        if (!findings.isEmpty()) {
            throw new AssertionError(toString());
        }
    }

    /** Shows the findings and their exchanges, without anything secret. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Conduct: " + findings.size() + " findings");
        for (Finding finding : findings) {
            text.append("\n  ").append(finding);
        }
        return text.toString();
    }
}
