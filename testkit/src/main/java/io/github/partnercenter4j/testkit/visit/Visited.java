package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.service.Service;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import java.util.Arrays;
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
 * @param admission what the service made of its head, or null if it was not asked
 * @param outcome what the service did, or null if nothing
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
        Service.@Nullable Admission admission,
        Service.@Nullable Outcome outcome,
        @Nullable HttpAnswer answer,
        @Nullable Choice choice,
        @Nullable String objection) {

    /** Of a body, no more is kept: a journal holds a thousand exchanges. */
    private static final int BODY_LIMIT = 64 * 1024;

    /** Cuts the bodies. */
    public Visited {
        body = body == null ? null : cut(body);
        answer = answer == null ? null : answer.body(cut(answer.body()));
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
        return new Visited(origin, now, now, null, "", null, null, null, answer, choice, objection);
    }
}
