package io.github.partnercenter4j.wire;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.util.List;

/**
 * The head of a response, with what it says about the connection: whether the response belongs to the request, and
 * whether the connection can be reused. The same for every transport. Immutable.
 */
public final class AnswerHead {

    private final boolean echoes;
    private final boolean framed;

    private AnswerHead(boolean echoes, boolean framed) {
        this.echoes = echoes;
        this.framed = framed;
    }

    /**
     * Reads a head as soon as it has arrived, and reports it to the progress of the exchange.
     *
     * @param context the exchange
     * @param status the HTTP status
     * @param headers the headers of the response
     * @param mustEcho whether earlier responses on this connection had the ids of their requests
     * @return the head
     * @throws PartnerCenterException of category PROTOCOL for a success without ids, if earlier responses on this
     *     connection had ids: then it is probably not the response to this request. Also for an invalid Content-Length,
     *     because the length of the body is then not known
     */
    public static AnswerHead arrived(RequestContext context, int status, HeaderLookup headers, boolean mustEcho) {
        AnswerHeaders answer = new AnswerHeaders(context, headers);
        boolean anonymous = answer.requestId() == null && answer.correlationId() == null;
        if (mustEcho && anonymous && status >= 200 && status <= 299 && mayCount(answer)) {
            throw TransportException.protocol(
                    context,
                    WriteOutcome.UNKNOWN,
                    "The response has no request id, but earlier responses on this connection had one:"
                            + " it may belong to another request.",
                    null);
        }
        boolean ours = ResponseMapper.headArrived(context, status, answer);
        ResponseMapper.requireLength(context, status, answer);
        return new AnswerHead(ours && !anonymous, ours && isFramed(status, answer));
    }

    /** Returns whether the content type fits a profile. The page of a proxy has another type. */
    private static boolean mayCount(AnswerHeaders answer) {
        return answer.all("Content-Type").isEmpty() || answer.contentType().isJson();
    }

    /** Returns whether the end of the response is clear. */
    private static boolean isFramed(int status, AnswerHeaders answer) {
        List<String> codings = answer.all("Transfer-Encoding");
        boolean hasLength = !answer.all("Content-Length").isEmpty();
        if (status < 200 || answer.closes()) {
            return false;
        }
        if (status == 204 || status == 304) {
            // These have no body. If the headers announce one, it may still be sent.
            return codings.isEmpty() && (!hasLength || answer.mayBeOfLength(0));
        }
        boolean isChunked = codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
        return codings.isEmpty() ? hasLength : isChunked && !hasLength;
    }

    /**
     * Returns whether the response has the ids of the request. If so, later responses on this connection must have them
     * too.
     *
     * @return true if it has them
     */
    public boolean echoes() {
        return echoes;
    }

    /**
     * Returns whether the connection can be reused after the body of the response, as far as the head says. If not, it
     * must be closed: the next request on it could get a wrong response.
     *
     * @return false if the response belongs to another request, or if its end is not clear
     */
    public boolean leavesTheConnectionUsable() {
        return framed;
    }
}
