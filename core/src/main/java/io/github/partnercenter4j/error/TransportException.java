package io.github.partnercenter4j.error;

import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.Route;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A failure because there was no usable response: category {@code CONNECT}, {@code TLS}, {@code TIMEOUT}, {@code IO} or
 * {@code PROTOCOL}. Immutable.
 */
public final class TransportException extends PartnerCenterException {

    @Serial
    private static final long serialVersionUID = 1;

    private TransportException(
            String message, @Nullable Throwable cause, ErrorCategory category, boolean retryable, CallFacts facts) {
        super(message, cause, category, retryable, facts);
    }

    /**
     * Returns the failure of an exchange that could not connect. Nothing was sent.
     *
     * @param context the exchange
     * @param message what happened and what to do
     * @param cause the HTTP library's exception, or null
     * @return the exception
     */
    public static TransportException connect(RequestContext context, String message, @Nullable Throwable cause) {
        return of(ErrorCategory.CONNECT, true, context, WriteOutcome.NOT_APPLIED, message, cause);
    }

    /**
     * Returns the failure of an exchange whose proxy rejected the credentials. Nothing was sent. Not retryable, because
     * the credentials would be wrong again.
     *
     * @param context the exchange
     * @return the exception, of category {@code CONNECT}
     */
    public static TransportException proxyCredentials(RequestContext context) {
        Route route = context.progress().route();
        return of(
                ErrorCategory.CONNECT,
                false,
                context,
                WriteOutcome.NOT_APPLIED,
                "The proxy" + (route == null || route.proxy() == null ? "" : " " + route.proxy())
                        + " requires credentials or rejected the given ones (HTTP 407). Check proxyCredentials.",
                null);
    }

    /**
     * Returns the failure of an exchange whose TLS handshake failed. Nothing was sent. Not retryable.
     *
     * @param context the exchange
     * @param message what happened and what to do
     * @param cause the HTTP library's exception, or null
     * @return the exception
     */
    public static TransportException tls(RequestContext context, String message, @Nullable Throwable cause) {
        return of(ErrorCategory.TLS, false, context, WriteOutcome.NOT_APPLIED, message, cause);
    }

    /**
     * Returns the failure of an exchange that timed out.
     *
     * @param context the exchange
     * @param outcome the outcome if the exchange was a write
     * @param message what happened and what to do
     * @param cause the HTTP library's exception, or null
     * @return the exception
     */
    public static TransportException timeout(
            RequestContext context, WriteOutcome outcome, String message, @Nullable Throwable cause) {
        return of(ErrorCategory.TIMEOUT, true, context, outcome, message, cause);
    }

    /**
     * Returns the failure of a call that reached its deadline.
     *
     * @param facts the facts of the call
     * @param message what happened and what to do
     * @return the exception
     */
    public static TransportException deadline(CallFacts facts, String message) {
        boolean retryable = facts.writeOutcome() != WriteOutcome.APPLIED;
        return new TransportException(message, null, ErrorCategory.TIMEOUT, retryable, facts);
    }

    /**
     * Returns the failure of an exchange whose connection broke.
     *
     * @param context the exchange
     * @param outcome the outcome if the exchange was a write
     * @param message what happened and what to do
     * @param cause the HTTP library's exception, or null
     * @return the exception
     */
    public static TransportException io(
            RequestContext context, WriteOutcome outcome, String message, @Nullable Throwable cause) {
        return of(ErrorCategory.IO, true, context, outcome, message, cause);
    }

    /**
     * Returns the failure of an exchange whose response is not HTTP, or does not belong to the request.
     *
     * @param context the exchange
     * @param outcome the outcome if the exchange was a write
     * @param message what happened and what to do
     * @param cause the HTTP library's exception, or null; its message must not contain text of the response
     * @return the exception
     */
    public static TransportException protocol(
            RequestContext context, WriteOutcome outcome, String message, @Nullable Throwable cause) {
        return of(ErrorCategory.PROTOCOL, false, context, outcome, message, cause);
    }

    private static TransportException of(
            ErrorCategory category,
            boolean retryable,
            RequestContext context,
            WriteOutcome outcome,
            String message,
            @Nullable Throwable cause) {
        return new TransportException(message, cause, category, retryable, CallFacts.of(context, outcome));
    }

    @Override
    PartnerCenterException copy(CallFacts call) {
        return new TransportException(ownMessage(), getCause(), category(), isRetryableIn(call), call);
    }
}
