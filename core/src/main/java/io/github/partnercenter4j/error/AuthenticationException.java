package io.github.partnercenter4j.error;

import java.io.Serial;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * There was no acceptable access token: category {@code AUTHENTICATION}. When Partner Center itself answered 401, the
 * cause is the {@link ServiceException}, so that its code (900421, no multi-factor authentication, for one) stays
 * readable. Immutable.
 */
public final class AuthenticationException extends PartnerCenterException {

    @Serial
    private static final long serialVersionUID = 1;

    /** A peer that says more is as likely broken as busy, and nobody could ask for a token meanwhile. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final AuthenticationReason reason;
    private final @Nullable Duration retryAfter;

    private AuthenticationException(
            String message,
            @Nullable Throwable cause,
            AuthenticationReason reason,
            boolean retryable,
            @Nullable Duration retryAfter,
            CallFacts facts) {
        super(message, cause, ErrorCategory.AUTHENTICATION, retryable, facts);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.retryAfter = retryAfter;
    }

    /**
     * Returns a token provider's failure. It may pass ({@link #isRetryable()}) if there was no usable answer.
     *
     * @param reason why there is no token
     * @param message what happened and what the partner must do; no secret
     * @param cause what the provider's library threw, or null
     * @return the exception
     */
    public static AuthenticationException of(AuthenticationReason reason, String message, @Nullable Throwable cause) {
        boolean mayPass = reason == AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE;
        return new AuthenticationException(message, cause, reason, mayPass, null, CallFacts.NONE);
    }

    /**
     * Returns this failure as one that waiting does not mend: TLS that cannot be agreed on, for one. Calls are not tried
     * again on it.
     *
     * @return a copy that is not retryable, for a provider to fail with: it forgets what it knew of a call
     */
    public AuthenticationException notRetryable() {
        return with(false, retryAfter);
    }

    /**
     * Returns this failure with how long the login service asks to wait. The client asks for no token before that, and
     * calls fail at once that cannot wait so long.
     *
     * @param wait how long from now; null, none at all or a negative one for no such wish, and longer than an hour counts as
     *     an hour
     * @return a copy with the wish, for a provider to fail with: it forgets what it knew of a call
     */
    public AuthenticationException withRetryAfter(@Nullable Duration wait) {
        if (wait == null || wait.isNegative() || wait.isZero()) {
            return with(isRetryable(), null);
        }
        return with(isRetryable(), wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    }

    private AuthenticationException with(boolean mayPass, @Nullable Duration wait) {
        AuthenticationException copy =
                new AuthenticationException(ownMessage(), getCause(), reason, mayPass, wait, CallFacts.NONE);
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    /** What a 401 of the service is to the caller. */
    static AuthenticationException rejected(ServiceException answer, String foreignIdText, CallFacts facts) {
        String code = answer.code().orElse(null);
        String message = "Partner Center refused the access token (HTTP 401" + ServiceMessage.codeText(code) + "). "
                + ServiceMessage.tokenRemedy(code)
                + foreignIdText;
        return new AuthenticationException(message, answer, AuthenticationReason.TOKEN_REJECTED, false, null, facts);
    }

    /**
     * Returns why there was no acceptable token.
     *
     * @return the reason
     */
    public AuthenticationReason reason() {
        return reason;
    }

    /**
     * Returns how long the login service asked to wait before the next request for a token.
     *
     * @return the wait, of an hour at most, or empty
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    @Override
    PartnerCenterException copy(CallFacts call) {
        Throwable cause = getCause();
        // The service's own answer tells of the same exchange: it must not tell another story.
        if (reason == AuthenticationReason.TOKEN_REJECTED && cause instanceof ServiceException answer) {
            cause = answer.inCall(call);
        }
        return new AuthenticationException(ownMessage(), cause, reason, isRetryableIn(call), retryAfter, call);
    }
}
