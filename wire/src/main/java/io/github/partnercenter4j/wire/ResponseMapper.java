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
 * Converts a response to a reply or a failure, in the same way for every transport. The status decides. The body of a
 * success must be a support profile. The body of an error only adds details.
 *
 * <p>Thread-safe, without I/O and without state. Uses the wall clock only for a {@code Retry-After} date in a response
 * without {@code Date}.
 */
public final class ResponseMapper {

    private ResponseMapper() {}

    /**
     * Converts the response to a read.
     *
     * @param context the exchange
     * @param status the HTTP status, any number
     * @param headers the headers of the response
     * @param body the body of the response, read up to {@link WireBody#limitFor}
     * @return the profile and the metadata of the response
     * @throws PartnerCenterException for every other response. No other exception is thrown
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
     * Converts the response to a write.
     *
     * @param context the exchange
     * @param sent the profile that was sent; the reply has it if the response is a success without a body
     * @param status the HTTP status, any number
     * @param headers the headers of the response
     * @param body the body of the response, read up to {@link WireBody#limitFor}
     * @return the profile as the service stored it, and the metadata of the response
     * @throws PartnerCenterException for every other response. No other exception is thrown
     */
    public static SupportProfileReply replaced(
            RequestContext context, SupportProfile sent, int status, HeaderLookup headers, WireBody body) {
        Objects.requireNonNull(sent, "sent");
        AnswerHeaders answer = new AnswerHeaders(context, headers);
        SuccessBody success = requireSuccess(context, status, answer, body);
        success.requireUnbroken();
        if (success.isEmpty()) {
            // The ETag in the attributes is that of the profile before the write.
            ResponseMetadata metadata =
                    metadata(context, status, answer, null).bodyAbsent(true).build();
            return SupportProfileReply.of(sent, metadata);
        }
        return reply(success.profile(), context, status, answer);
    }

    /**
     * Reports the head of a response to the progress of the exchange. So the outcome of a write is known even if the
     * body does not arrive. The head of a success without the ids of the request is not reported, because it may come
     * from a proxy.
     *
     * @param context the exchange with its progress
     * @param status the HTTP status
     * @param headers the headers of the response
     * @return the result of {@link #answers}
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
     * Returns whether a response belongs to this request, according to its ids. If not, the connection must be closed:
     * each further request on it would get the response to an earlier one.
     *
     * @param context the exchange
     * @param headers the headers of the response
     * @return false if it has another id than the request
     */
    public static boolean answers(RequestContext context, HeaderLookup headers) {
        return answers(context, new AnswerHeaders(context, headers));
    }

    private static boolean answers(RequestContext context, AnswerHeaders answer) {
        return isOrAbsent(context.requestId(), answer.requestId())
                && isOrAbsent(context.correlationId(), answer.correlationId());
    }

    /** Returns whether a response has an id of this request. Only the service knows these ids. */
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
                    "The peer answered HTTP " + status + ", which is not possible for a request of this client.");
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

    /** Throws if the length is invalid. */
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
     * Throws if a success has another id than the request. On a pooled connection, the response to an earlier request
     * can come first. An error response counts in any case, because a gateway in front of the service may send it with
     * its own ids.
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

    /** Returns the ETag, or null if it is not allowed in an If-Match header: a conditional write would fail. */
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
