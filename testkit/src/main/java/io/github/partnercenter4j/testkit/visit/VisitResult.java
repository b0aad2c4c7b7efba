package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.service.Service;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import io.github.partnercenter4j.testkit.service.TokenIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a request, or of a connection without a request, for the journal.
 *
 * @param origin its connection or in-memory gateway
 * @param received when its head had arrived
 * @param noted when the response was known
 * @param request its head, or null if there was none
 * @param target its target, as sent
 * @param body its body, or null if that was not read
 * @param serviceFacts the decisions of the service
 * @param answer the response that is sent, perhaps only in part, or null
 * @param choice the chosen fault, or null if none was chosen
 * @param objection why the input is not a valid request, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two of these.
public record VisitResult(
        Origin origin,
        Moment received,
        Moment noted,
        @Nullable ServiceRequest request,
        String target,
        byte @Nullable [] body,
        ServiceFacts serviceFacts,
        @Nullable HttpAnswer answer,
        @Nullable Choice choice,
        @Nullable String objection) {

    /** The limit for a kept body, because a journal keeps a thousand exchanges. */
    private static final int BODY_LIMIT = 64 * 1024;

    /** Cuts the bodies at the limit. */
    public VisitResult {
        body = body == null ? null : cut(body);
        byte[] whole = answer == null ? new byte[0] : answer.body();
        answer = answer == null || whole.length <= BODY_LIMIT ? answer : answer.body(cut(whole));
    }

    /**
     * The decisions of the service about a request, without the response.
     *
     * @param identity the identity of the token, or null
     * @param remarks the remarks about the request
     * @param tooEarly how much too early it came, before the end of a requested wait
     * @param written whether it replaced a profile
     * @param replayed whether it got the response to an earlier request
     */
    public record ServiceFacts(
            @Nullable TokenIdentity identity,
            List<String> remarks,
            Duration tooEarly,
            boolean written,
            boolean replayed) {

        /** The value for input that did not reach the service. */
        public static final ServiceFacts NOT_ASKED = new ServiceFacts(null, List.of(), Duration.ZERO, false, false);

        static ServiceFacts of(Service.Admission admission, Service.@Nullable Outcome outcome) {
            List<String> remarks = new ArrayList<>(admission.remarks());
            if (outcome != null) {
                remarks.addAll(outcome.remarks());
            }
            return new ServiceFacts(
                    admission.identity(),
                    List.copyOf(remarks),
                    admission.tooEarly(),
                    outcome != null && outcome.written(),
                    outcome != null && outcome.replayed());
        }
    }

    private static byte[] cut(byte[] body) {
        return body.length <= BODY_LIMIT ? body : Arrays.copyOf(body, BODY_LIMIT);
    }

    /** Returns the result for a connection without the head of a request. */
    static VisitResult ofNoRequest(
            Origin origin,
            Moment now,
            @Nullable HttpAnswer answer,
            @Nullable Choice choice,
            @Nullable String objection) {
        return new VisitResult(origin, now, now, null, "", null, ServiceFacts.NOT_ASKED, answer, choice, objection);
    }
}
