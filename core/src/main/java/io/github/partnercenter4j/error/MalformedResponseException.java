package io.github.partnercenter4j.error;

import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The status of the response was a success, but the body is not a support profile: category {@code RESPONSE_FORMAT}. If
 * the body is a damaged profile, a write was applied. If it is something else, such as a proxy's page, the outcome of a
 * write is unknown. Immutable.
 */
public final class MalformedResponseException extends PartnerCenterException {

    @Serial
    private static final long serialVersionUID = 1;

    private final boolean intercepted;
    private final String bodyStart;

    private MalformedResponseException(
            String message, @Nullable Throwable cause, boolean intercepted, String bodyStart, CallFacts facts) {
        super(message, cause, ErrorCategory.RESPONSE_FORMAT, false, facts);
        this.intercepted = intercepted;
        this.bodyStart = bodyStart;
    }

    /**
     * Returns the failure for a damaged profile in a success response. A write was applied.
     *
     * @param context the exchange
     * @param message what is wrong with the response, without any of its text
     * @param bodyStart the first printable characters of the body, at most 256
     * @return the exception
     */
    public static MalformedResponseException of(RequestContext context, String message, String bodyStart) {
        return new MalformedResponseException(
                message, null, false, bodyStart, CallFacts.of(context, WriteOutcome.APPLIED));
    }

    /**
     * Returns the failure for a success response with something other than a support profile: another kind of profile,
     * an error, an empty object. The outcome of a write is unknown, because nothing shows that the service accepted it.
     *
     * @param context the exchange
     * @param message what is wrong with the response, without any of its text
     * @param bodyStart the first printable characters of the body, at most 256
     * @return the exception
     */
    public static MalformedResponseException foreign(RequestContext context, String message, String bodyStart) {
        return new MalformedResponseException(
                message, null, false, bodyStart, CallFacts.of(context, WriteOutcome.UNKNOWN));
    }

    /**
     * Returns the failure for a response of something between client and service: the page of a proxy or captive
     * portal.
     *
     * @param context the exchange
     * @param message what is wrong with the response, without any of its text
     * @param bodyStart the first printable characters of the body, at most 256
     * @return the exception
     */
    public static MalformedResponseException intercepted(RequestContext context, String message, String bodyStart) {
        return new MalformedResponseException(
                message, null, true, bodyStart, CallFacts.of(context, WriteOutcome.UNKNOWN));
    }

    /**
     * Returns whether something between client and service answered, such as a proxy.
     *
     * @return true if the response was a web page instead of a profile
     */
    public boolean intercepted() {
        return intercepted;
    }

    /**
     * Returns the start of the body. It may contain personal data: be careful with logs.
     *
     * @return at most 256 printable characters, or an empty text
     */
    public String bodyStart() {
        return bodyStart;
    }

    @Override
    PartnerCenterException copy(CallFacts call) {
        return new MalformedResponseException(ownMessage(), getCause(), intercepted, bodyStart, call);
    }
}
