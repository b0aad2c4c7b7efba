package io.github.partnercenter4j.msal;

import java.io.Serial;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A consent that did not succeed because of the sign-in or its callback. Nothing was stored, and an earlier refresh
 * token of the partner stays. The message says what happened, for which tenant, and what to do; it has no secret and no
 * personal data. Immutable.
 */
public final class ConsentException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final int aadsts;

    /** Why a consent did not succeed. */
    public enum Reason {
        /** The session has no started consent, or it is the value of another app, cloud or redirect address. */
        NOT_STARTED,
        /** The callback has no state, no code, or state, code or error twice: it is no answer of the login service. */
        NOT_AN_ANSWER,
        /** The state of the callback belongs to a consent of another session. */
        OTHER_SESSION,
        /** The user took too long, or the code has expired. */
        EXPIRED,
        /** The user refused or cancelled, or the login service failed or did not let the user or the app in. */
        REFUSED,
        /** The code was redeemed before: the callback came twice. */
        ALREADY_USED,
        /** The user who signed in belongs to another tenant than the expected one. */
        OTHER_TENANT,
        /** The id token is missing, or was not issued for this sign-in, app and tenant. */
        UNTRUSTED_TOKEN
    }

    ConsentException(Reason reason, String message) {
        this(reason, message, 0);
    }

    ConsentException(Reason reason, String message, int aadsts) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.aadsts = aadsts;
    }

    /**
     * Returns why the consent did not succeed.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns the number of the login service's error, which Microsoft documents as {@code AADSTS...}.
     *
     * @return the number, or empty if the login service sent none
     */
    public OptionalInt aadsts() {
        return aadsts > 0 ? OptionalInt.of(aadsts) : OptionalInt.empty();
    }
}
