package io.github.partnercenter4j.wire;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.util.List;

/**
 * What the head of an answer says of its connection: whether the answer can be trusted to belong to the request, and
 * whether the connection is in a known state after it. Alike for every transport. Immutable.
 */
public final class AnswerHead {

    private final boolean echoes;
    private final boolean framed;

    private AnswerHead(boolean echoes, boolean framed) {
        this.echoes = echoes;
        this.framed = framed;
    }

    /**
     * Reads a head as soon as it has come, and reports a success to the exchange's progress.
     *
     * @param context the exchange
     * @param status the HTTP status
     * @param headers the answer's headers
     * @param mustEcho whether earlier answers on this connection echoed the ids of their requests
     * @return the head
     * @throws PartnerCenterException of category PROTOCOL for a success without ids on a connection whose earlier answers
     *     had them: it is probably not the answer to this request; and for a Content-Length that is none, since nobody
     *     knows how long to read
     */
    public static AnswerHead arrived(RequestContext context, int status, HeaderLookup headers, boolean mustEcho) {
        AnswerHeaders answer = new AnswerHeaders(context, headers);
        boolean anonymous = answer.requestId() == null && answer.correlationId() == null;
        if (mustEcho && anonymous && status >= 200 && status <= 299 && mayCount(answer)) {
            throw TransportException.protocol(
                    context,
                    WriteOutcome.UNKNOWN,
                    "The answer echoes no request id, but earlier answers on this connection did:"
                            + " it may belong to another request.",
                    null);
        }
        boolean ours = ResponseMapper.headArrived(context, status, answer);
        ResponseMapper.requireLength(context, status, answer);
        return new AnswerHead(ours && !anonymous, ours && isFramed(status, answer));
    }

    /** Tells whether a success of this type can be believed: a page of something on the way has another type. */
    private static boolean mayCount(AnswerHeaders answer) {
        return answer.all("Content-Type").isEmpty() || answer.contentType().isJson();
    }

    /** Tells whether there is one way only to say where the answer ends. */
    private static boolean isFramed(int status, AnswerHeaders answer) {
        List<String> codings = answer.all("Transfer-Encoding");
        boolean hasLength = !answer.all("Content-Length").isEmpty();
        if (status < 200 || answer.closes()) {
            return false;
        }
        if (status == 204 || status == 304) {
            // These have no body: one that says it has may send it.
            return codings.isEmpty() && (!hasLength || answer.mayBeOfLength(0));
        }
        boolean isChunked = codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
        return codings.isEmpty() ? hasLength : isChunked && !hasLength;
    }

    /**
     * Tells whether the answer echoes the ids that were sent. Later answers on its connection must do so too.
     *
     * @return true if it does
     */
    public boolean echoes() {
        return echoes;
    }

    /**
     * Tells whether the connection is in a known state after the answer's body, as far as the head says. If it is not, the
     * connection must be closed: the next request on it could get a wrong answer.
     *
     * @return false if the answer belongs to another request, or if it leaves any doubt about where it ends
     */
    public boolean leavesTheConnectionUsable() {
        return framed;
    }
}
