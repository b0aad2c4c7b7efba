package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.service.TooManyRequests;
import io.github.partnercenter4j.testkit.service.Verdict;
import java.util.OptionalInt;

/**
 * An error that Partner Center is known to answer with, as a fault to play: {@code fake.next(DocumentedError.NOT_FOUND.fault())}.
 *
 * <p>Unless another source is named, status and code are those of the table "Partner Center REST error codes" of the
 * developer documentation; the descriptions are in our own words. A code means something only together with its status.
 */
public enum DocumentedError {
    /** From the documentation's examples and the tests of the .NET SDK; the table lacks it. */
    PARAMETER_INVALID(400, 2000, "The request parameter is invalid."),
    /** In the table with status 400; the only published example has it under 404. */
    PROPERTY_INVALID(400, 3000, "A property of the resource is invalid."),
    /** The request's body cannot be used. */
    INPUT_INVALID(400, 800002, "The request input is invalid."),
    /** One of three documented answers to an ETag that is out of date. */
    ETAG_STALE(400, 2055, "The ETag supplied is out of date."),
    /** The first of two codes for the same. */
    OPERATION_UNSUPPORTED(400, 800042, "The operation is not supported."),
    /** The second of two codes for the same. */
    ACTION_UNSUPPORTED(400, 900141, "The action is not supported."),
    /** In a sandbox, or in this cloud. */
    ENVIRONMENT_UNSUPPORTED(400, 900127, "The operation is not supported in this environment."),

    /** Access is denied for want of a good token. */
    UNAUTHORIZED(401, 400, "Unauthorized access"),
    /** There was no token, or none that the service could read. */
    TOKEN_MISSING(401, 800001, "There is no partner token in the request context."),
    /** A token for another API; from a report of 2025 on Microsoft's .NET samples (issue 140). */
    AUDIENCE_WRONG(401, 900420, "The token is invalid: its audience is another API."),
    /**
     * A user who signed in without a second factor; from notices to partners in 2026. The header {@code isMfaCompliant:
     * false} comes with it.
     */
    MFA_REQUIRED(401, 900421, "The token is not of a sign-in with multi-factor authentication.") {
        @Override
        public Fault fault() {
            return super.fault().header("isMfaCompliant", "false");
        }
    },

    /** Access is denied, whoever asks. */
    ACCESS_DENIED(403, 2032, "Access is denied."),
    /** The reseller is not active. */
    RESELLER_INACTIVE(403, 800039, "The reseller is not active."),
    /** The partner is not active in the program. */
    PROGRAM_INACTIVE(403, 900149, "The partner is not active in the program."),
    /** The partner has not accepted the Microsoft Partner Agreement. */
    AGREEMENT_NOT_ACCEPTED(403, 900124, "The partner agreement has not been accepted."),
    /** The user's role may not do this. */
    ROLE_MISSING(403, 900150, "The supplied role does not have the rights to perform the requested operation"),
    /**
     * An app's own token, refused in plain text; text from a report on Microsoft's PowerShell module (issue 54), status from
     * an answer of Microsoft's on a sample (Reseller-Web-Application, issue 13).
     */
    APP_ONLY(403, -1, "This resource can't be accessed by application credentials.") {
        @Override
        public Fault fault() {
            return Fault.answer(403)
                    .header("Content-Type", "text/plain; charset=utf-8")
                    .body(description())
                    .withIds();
        }
    },

    /** There is no such thing. */
    NOT_FOUND(404, 1000, "The requested resource was not found."),
    /** There is no such tenant. */
    TENANT_NOT_FOUND(404, 60003, "The tenant was not found."),
    /** Another of the answers to an ETag that is out of date, under this status indeed. */
    PRECONDITION_FAILED(417, 800036, "The precondition failed."),
    /**
     * One request too many, from the gateway before the service: no code, and none of the service's ids; status, header and
     * body from the documentation's page on throttling. {@link FakePartnerCenter#throttle} counts instead.
     */
    THROTTLED(429, -1, "Rate limit is exceeded. Try again in 57 seconds.") {
        @Override
        public Fault fault() {
            return Fault.answer(TooManyRequests.answer(57, "57"));
        }
    },

    /** Something unexpected went wrong in the service. */
    UNEXPECTED(500, 800003, "An unexpected service error occurred."),
    /** The service asks to try later. */
    TRY_LATER(500, 900192, "The service failed. Try again later."),
    /** The table's last resort. */
    UNDEFINED(501, 0, "An undefined exception occurred.");

    private static final int NO_CODE = -1;

    private final int status;
    private final int code;
    private final String description;

    DocumentedError(int status, int code, String description) {
        this.status = status;
        this.code = code;
        this.description = description;
    }

    /**
     * Returns the status.
     *
     * @return the HTTP status
     */
    public int status() {
        return status;
    }

    /**
     * Returns the service's code.
     *
     * @return the code, none where the answer does not come from the service itself
     */
    public OptionalInt code() {
        return code == NO_CODE ? OptionalInt.empty() : OptionalInt.of(code);
    }

    /**
     * Returns what the answer says.
     *
     * @return a sentence
     */
    public String description() {
        return description;
    }

    /**
     * Returns a fault that answers so, and does nothing about the request unless {@link Fault#at} moves it. What the service
     * itself says has the ids of the request in it.
     *
     * @return the fault
     */
    public Fault fault() {
        Verdict verdict = Verdict.fault(status, code, description);
        return Fault.answer(HttpAnswer.of(status)
                        .header("Content-Type", "application/json; charset=utf-8")
                        .body(verdict.body()))
                .withIds();
    }
}
