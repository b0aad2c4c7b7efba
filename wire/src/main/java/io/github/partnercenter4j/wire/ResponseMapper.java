package io.github.partnercenter4j.wire;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns an answer into a reply or a failure, alike for every transport. The status decides; the body of a success must
 * then be a support profile and nothing else, while the body of an error only explains.
 *
 * <p>Pure functions, thread-safe: no I/O, and of the machine only the wall clock, which a {@code Retry-After} that is a
 * date is measured by when the answer has no {@code Date} of its own.
 */
public final class ResponseMapper {

    private ResponseMapper() {}

    /**
     * Maps the answer to a request that read the profile.
     *
     * @param context the exchange
     * @param status the HTTP status, any number
     * @param headers the answer's headers
     * @param body the answer's body, read up to {@link WireBody#limitFor}
     * @return the profile and what the answer said beside it
     * @throws PartnerCenterException for every other answer, whatever the peer sent; no other exception is thrown
     */
    public static SupportProfileReply fetched(RequestContext context, int status, HeaderLookup headers, WireBody body) {
        AnswerHeaders answer = new AnswerHeaders(context, headers);
        SuccessBody success = requireSuccess(context, status, answer, body);
        if (status != 200 && status != 204) {
            throw protocol(
                    context,
                    success.outcome(),
                    "Partner Center answered a read by HTTP " + status + ", which is not a whole profile.");
        }
        success.requireUnbroken();
        if (success.isEmpty()) {
            throw success.malformed("is empty, but a profile was expected");
        }
        return reply(success.profile(), context, status, answer);
    }

    /**
     * Maps the answer to a request that replaced the profile.
     *
     * @param context the exchange
     * @param sent the profile that was sent; the reply's own if the answer is a success without a body
     * @param status the HTTP status, any number
     * @param headers the answer's headers
     * @param body the answer's body, read up to {@link WireBody#limitFor}
     * @return the profile as the service stored it and what the answer said beside it
     * @throws PartnerCenterException for every other answer, whatever the peer sent; no other exception is thrown
     */
    public static SupportProfileReply replaced(
            RequestContext context, SupportProfile sent, int status, HeaderLookup headers, WireBody body) {
        Objects.requireNonNull(sent, "sent");
        AnswerHeaders answer = new AnswerHeaders(context, headers);
        SuccessBody success = requireSuccess(context, status, answer, body);
        success.requireUnbroken();
        if (success.isEmpty()) {
            // The attributes' ETag is the one from before the write, so it is not the profile's any more.
            ResponseMetadata metadata =
                    metadata(context, status, answer, null).bodyAbsent(true).build();
            return SupportProfileReply.of(sent, metadata);
        }
        return reply(success.profile(), context, status, answer);
    }

    /**
     * Reports a success or a refusal as soon as its head has come: if the body then stalls, a write is known to be applied,
     * and a refusal counts by its status.
     * The head of a success that echoes none of the request's ids may be that of something on the way, and is not reported.
     *
     * @param context the exchange, whose progress is told
     * @param status the HTTP status
     * @param headers the answer's headers
     * @return what {@link #answers} says of it
     */
    public static boolean headArrived(RequestContext context, int status, HeaderLookup headers) {
        return headArrived(context, status, new AnswerHeaders(context, headers));
    }

    static boolean headArrived(RequestContext context, int status, AnswerHeaders answer) {
        boolean ours = answers(context, answer);
        if (ours && status >= 200 && status <= 299 && SuccessBody.provesWrite(context, status, answer)) {
            context.progress().accepted();
        } else if (isRefusal(status) && !answer.hasBadLength()) {
            PartnerCenterException refusal = Refusal.of(context, status, answer, WireBody.empty(), Instant.now());
            context.progress().refused(refusal, refusal.writeOutcome().orElse(WriteOutcome.UNKNOWN));
        }
        return ours;
    }

    /**
     * Tells whether an answer is to this request, as far as it says. After one that is not the connection must be closed:
     * each further request on it would get the answer to the one before.
     *
     * @param context the exchange
     * @param headers the answer's headers
     * @return false if it echoes another id than was sent
     */
    public static boolean answers(RequestContext context, HeaderLookup headers) {
        return answers(context, new AnswerHeaders(context, headers));
    }

    private static boolean answers(RequestContext context, AnswerHeaders answer) {
        return isOrAbsent(context.requestId(), answer.requestId())
                && isOrAbsent(context.correlationId(), answer.correlationId());
    }

    /** Tells whether an answer echoes an id of this request: nobody but the service knows it. */
    static boolean echoes(RequestContext context, AnswerHeaders answer) {
        return answers(context, answer) && (answer.requestId() != null || answer.correlationId() != null);
    }

    private static boolean isOrAbsent(String sent, @Nullable String answered) {
        return answered == null || RequestContext.isSameGuid(sent, answered);
    }

    private static boolean isRefusal(int status) {
        return (status < 200 || status > 299) && ErrorCategory.of(status, null) != ErrorCategory.PROTOCOL;
    }

    private static SuccessBody requireSuccess(
            RequestContext context, int status, AnswerHeaders headers, WireBody body) {
        boolean succeeded = status >= 200 && status <= 299;
        if (!succeeded && !isRefusal(status)) {
            throw protocol(
                    context,
                    WriteOutcome.UNKNOWN,
                    "The peer answered HTTP " + status + ", which no request of this client can lead to.");
        }
        if (succeeded) {
            requireEcho(context, "MS-RequestId", context.requestId(), headers.requestId());
            requireEcho(context, "MS-CorrelationId", context.correlationId(), headers.correlationId());
        }
        requireLength(context, status, headers);
        if (!succeeded) {
            throw Refusal.of(context, status, headers, body, Instant.now());
        }
        return new SuccessBody(context, status, headers, body);
    }

    /** Throws for a length that is none. */
    static void requireLength(RequestContext context, int status, AnswerHeaders headers) {
        if (headers.hasBadLength()) {
            boolean applied = status >= 200 && status <= 299 && answers(context, headers);
            throw protocol(
                    context,
                    applied
                            ? new SuccessBody(context, status, headers, WireBody.empty()).outcome()
                            : WriteOutcome.UNKNOWN,
                    "The Content-Length of the response contradicts itself.");
        }
    }

    /**
     * On a pooled connection the answer to another request can come first, and its success would pass for ours. A refusal
     * counts by its status: a front door may make it under ids of its own.
     */
    private static void requireEcho(RequestContext context, String header, String sent, @Nullable String answered) {
        if (!isOrAbsent(sent, answered)) {
            throw protocol(
                    context,
                    WriteOutcome.UNKNOWN,
                    "The response has another " + header + " than the request: it belongs to another request.");
        }
    }

    private static PartnerCenterException protocol(RequestContext context, WriteOutcome outcome, String message) {
        return TransportException.protocol(context, outcome, message, null);
    }

    private static SupportProfileReply reply(
            SupportProfile profile, RequestContext context, int status, AnswerHeaders headers) {
        ResponseMetadata metadata =
                metadata(context, status, headers, profile.attributes().etag()).build();
        return SupportProfileReply.of(profile, metadata);
    }

    private static ResponseMetadata.Builder metadata(
            RequestContext context, int status, AnswerHeaders headers, @Nullable String bodyEtag) {
        String etag = headers.single("ETag");
        return ResponseMetadata.builder(status)
                .requestId(headers.requestId())
                .correlationId(headers.correlationId())
                .msCv(headers.msCv())
                .mfaCompliant(headers.mfaCompliant())
                .etag(usable(context, etag == null ? bodyEtag : etag));
    }

    /** Returns the ETag, or null for one that no If-Match could carry: a conditional write would fail on it. */
    private static @Nullable String usable(RequestContext context, @Nullable String etag) {
        if (etag == null) {
            return null;
        }
        try {
            context.toBuilder().ifMatch(etag);
            return etag;
        } catch (IllegalArgumentException unfit) {
            return null;
        }
    }
}
