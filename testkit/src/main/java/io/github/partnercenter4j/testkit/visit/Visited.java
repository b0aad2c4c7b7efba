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
 * What became of a request, or of a connection that brought none.
 *
 * @param origin where it came in
 * @param received when its head had come
 * @param noted when it was known what to answer
 * @param request its head, or null if there was none
 * @param target its target, as sent
 * @param body its body, or null if that was not read
 * @param judged what the service made of it
 * @param answer the answer that is sent, if only in part, or null
 * @param choice what was chosen to go wrong, or null if nobody was asked
 * @param objection what could not be made sense of, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two of these.
public record Visited(
        Origin origin,
        Moment received,
        Moment noted,
        @Nullable ServiceRequest request,
        String target,
        byte @Nullable [] body,
        Judged judged,
        @Nullable HttpAnswer answer,
        @Nullable Choice choice,
        @Nullable String objection) {

    /** Of a body, no more is kept: a journal holds a thousand exchanges. */
    private static final int BODY_LIMIT = 64 * 1024;

    /** Cuts the bodies. */
    public Visited {
        body = body == null ? null : cut(body);
        byte[] whole = answer == null ? new byte[0] : answer.body();
        answer = answer == null || whole.length <= BODY_LIMIT ? answer : answer.body(cut(whole));
    }

    /**
     * What the service made of a request, without what it answered.
     *
     * @param identity whose token came, or null
     * @param remarks what was odd about it
     * @param tooEarly how long before the end of a wait that it had been asked for it came
     * @param written whether it replaced a profile
     * @param replayed whether it got the answer to an earlier one
     */
    public record Judged(
            @Nullable TokenIdentity identity,
            List<String> remarks,
            Duration tooEarly,
            boolean written,
            boolean replayed) {

        /** What the service was not asked about. */
        public static final Judged NOT_ASKED = new Judged(null, List.of(), Duration.ZERO, false, false);

        static Judged of(Service.Admission admission, Service.@Nullable Outcome outcome) {
            List<String> remarks = new ArrayList<>(admission.remarks());
            if (outcome != null) {
                remarks.addAll(outcome.remarks());
            }
            return new Judged(
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

    /** Returns what befell a connection, or came on it, without the head of a request. */
    static Visited ofNoRequest(
            Origin origin,
            Moment now,
            @Nullable HttpAnswer answer,
            @Nullable Choice choice,
            @Nullable String objection) {
        return new Visited(origin, now, now, null, "", null, Judged.NOT_ASKED, answer, choice, objection);
    }
}
