package io.github.partnercenter4j.error;

import java.io.Serial;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure because there is no acceptable access token: category {@code AUTHENTICATION}. If Partner Center answered
 * 401, the cause is the {@link ServiceException} with the code of the response, such as 900421 for missing multi-factor
 * authentication. Immutable.
 */
public final class AuthenticationException extends PartnerCenterException {

    @Serial
    private static final long serialVersionUID = 1;

    /** A longer wait is probably a mistake of the login service, and would block all token requests. */
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
     * Returns the failure of a token provider. It is retryable ({@link #isRetryable()}) if the token source could not
     * be reached.
     *
     * @param reason why there is no token
     * @param message what happened and what to do; without secrets
     * @param cause what the provider's library threw, or null
     * @return the exception
     */
    public static AuthenticationException of(AuthenticationReason reason, String message, @Nullable Throwable cause) {
        boolean mayPass = reason == AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE;
        return new AuthenticationException(message, cause, reason, mayPass, null, CallFacts.NONE);
    }

    /**
     * Returns this failure as not retryable, for example because a TLS certificate is not trusted. The client does not
     * retry calls after it.
     *
     * @return a copy that is not retryable, without the facts of a call; for a token provider to fail with
     */
    public AuthenticationException notRetryable() {
        return with(false, retryAfter);
    }

    /**
     * Returns this failure with the wait that the login service asks for. Until then the client requests no token, and
     * calls that cannot wait so long fail at once.
     *
     * @param wait how long to wait from now; null, zero or negative for no wait; more than an hour counts as an hour
     * @return a copy with the wait, without the facts of a call; for a token provider to fail with
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

    /** Returns the failure for a 401 of the service. */
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
     * Returns how long the login service asks to wait before the next token request.
     *
     * @return the wait, at most an hour, or empty
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    @Override
    PartnerCenterException copy(CallFacts call) {
        Throwable cause = getCause();
        // The cause is about the same exchange, so it gets the same facts.
        if (reason == AuthenticationReason.TOKEN_REJECTED && cause instanceof ServiceException answer) {
            cause = answer.inCall(call);
        }
        return new AuthenticationException(ownMessage(), cause, reason, isRetryableIn(call), retryAfter, call);
    }
}
