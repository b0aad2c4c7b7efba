package io.github.partnercenter4j.error;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * There was no acceptable access token: category {@code AUTHENTICATION}. When Partner Center itself answered 401, the
 * cause is the {@link ServiceException}, so that its code (900421, no multi-factor authentication, for one) stays
 * readable. Immutable.
 */
public final class AuthenticationException extends PartnerCenterException {

    @Serial
    private static final long serialVersionUID = 1;

    private final AuthenticationReason reason;

    private AuthenticationException(
            String message, @Nullable Throwable cause, AuthenticationReason reason, CallFacts facts) {
        super(
                message,
                cause,
                ErrorCategory.AUTHENTICATION,
                reason == AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE,
                facts);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * Returns a token provider's failure.
     *
     * @param reason why there is no token
     * @param message what happened and what the partner must do; no secret
     * @param cause what the provider's library threw, or null
     * @return the exception
     */
    public static AuthenticationException of(AuthenticationReason reason, String message, @Nullable Throwable cause) {
        return new AuthenticationException(message, cause, reason, CallFacts.NONE);
    }

    /** What a 401 of the service is to the caller. */
    static AuthenticationException rejected(ServiceException answer, CallFacts facts) {
        String message = "Partner Center refused the access token (HTTP 401" + answer.codeText() + "). "
                + remedy(answer.code().orElse(""));
        return new AuthenticationException(message, answer, AuthenticationReason.TOKEN_REJECTED, facts);
    }

    private static String remedy(String code) {
        return switch (code) {
            case "900420" -> "The token was made for another audience: ask for it with the cloud's scope().";
            case "900421" -> "The token shows no multi-factor authentication: the partner must consent again with it.";
            default -> "Check that it has not expired and is an App+User token of this cloud.";
        };
    }

    /**
     * Returns why there was no acceptable token.
     *
     * @return the reason
     */
    public AuthenticationReason reason() {
        return reason;
    }

    @Override
    PartnerCenterException copy(CallFacts call) {
        return new AuthenticationException(ownMessage(), getCause(), reason, call);
    }
}
