package io.github.partnercenter4j.error;

import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The answer was a success, but its body is not a support profile: category {@code RESPONSE_FORMAT}. If the body is what
 * is left of a profile, a write was applied all the same. If it is something else, such as a proxy's page, the write's
 * outcome is unknown. Immutable.
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
     * Returns the failure to make sense of a success.
     *
     * @param context the exchange
     * @param message what is wrong with the answer, without any text of it
     * @param bodyStart the body's first printable characters, at most 256
     * @return the exception
     */
    public static MalformedResponseException of(RequestContext context, String message, String bodyStart) {
        return new MalformedResponseException(
                message, null, false, bodyStart, CallFacts.of(context, WriteOutcome.APPLIED));
    }

    /**
     * Returns the failure of an exchange whose success holds something else than a support profile: another profile, an
     * error, an empty object. A write is of unknown outcome, because nothing shows that the service took it.
     *
     * @param context the exchange
     * @param message what is wrong with the answer, without any text of it
     * @param bodyStart the body's first printable characters, at most 256
     * @return the exception
     */
    public static MalformedResponseException foreign(RequestContext context, String message, String bodyStart) {
        return new MalformedResponseException(
                message, null, false, bodyStart, CallFacts.of(context, WriteOutcome.UNKNOWN));
    }

    /**
     * Returns the failure of an exchange that something on the way answered: a proxy's or captive portal's page.
     *
     * @param context the exchange
     * @param message what is wrong with the answer, without any text of it
     * @param bodyStart the body's first printable characters, at most 256
     * @return the exception
     */
    public static MalformedResponseException intercepted(RequestContext context, String message, String bodyStart) {
        return new MalformedResponseException(
                message, null, true, bodyStart, CallFacts.of(context, WriteOutcome.UNKNOWN));
    }

    /**
     * Tells whether something on the way, such as a proxy, answered in the service's place.
     *
     * @return true for a web page where a profile was due
     */
    public boolean intercepted() {
        return intercepted;
    }

    /**
     * Returns how the body began. It is the service's text and may hold personal data: think before you log it.
     *
     * @return at most 256 printable characters, perhaps none
     */
    public String bodyStart() {
        return bodyStart;
    }

    @Override
    PartnerCenterException copy(CallFacts call) {
        return new MalformedResponseException(ownMessage(), getCause(), intercepted, bodyStart, call);
    }
}
