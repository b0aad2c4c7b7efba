package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.service.TooManyRequests;
import io.github.partnercenter4j.testkit.service.Verdict;
import java.util.OptionalInt;

/**
 * A known error response of Partner Center, to be used as a fault:
 * {@code fake.next(DocumentedError.NOT_FOUND.fault())}.
 *
 * <p>Unless another source is named, status and code come from the table "Partner Center REST error codes" of the
 * developer documentation. The descriptions are this library's. A code has a meaning only together with its status.
 */
public enum DocumentedError {
    /** From the examples of the documentation and the tests of the .NET SDK; not in the table. */
    PARAMETER_INVALID(400, 2000, "The request parameter is invalid."),
    /** In the table with status 400; the only published example has status 404. */
    PROPERTY_INVALID(400, 3000, "A property of the resource is invalid."),
    /** The body of the request is not valid. */
    INPUT_INVALID(400, 800002, "The request input is invalid."),
    /** One of three documented responses to an ETag that is out of date. */
    ETAG_STALE(400, 2055, "The ETag supplied is out of date."),
    /** The first of two codes with the same meaning. */
    OPERATION_UNSUPPORTED(400, 800042, "The operation is not supported."),
    /** The second of two codes with the same meaning. */
    ACTION_UNSUPPORTED(400, 900141, "The action is not supported."),
    /** The operation is not supported in a sandbox or in this cloud. */
    ENVIRONMENT_UNSUPPORTED(400, 900127, "The operation is not supported in this environment."),

    /** Access is denied because there is no valid token. */
    UNAUTHORIZED(401, 400, "Unauthorized access"),
    /** There is no token, or one that the service cannot read. */
    TOKEN_MISSING(401, 800001, "There is no partner token in the request context."),
    /** A token for another API; from a report of 2025 on Microsoft's .NET samples (issue 140). */
    AUDIENCE_WRONG(401, 900420, "The token is invalid: its audience is another API."),
    /**
     * The user signed in without multi-factor authentication; from notices to partners in 2026. The response has the
     * header {@code isMfaCompliant: false}.
     */
    MFA_REQUIRED(401, 900421, "The token is not of a sign-in with multi-factor authentication.") {
        @Override
        public Fault fault() {
            return super.fault().header("isMfaCompliant", "false");
        }
    },

    /** Access is denied. */
    ACCESS_DENIED(403, 2032, "Access is denied."),
    /** The reseller is not active. */
    RESELLER_INACTIVE(403, 800039, "The reseller is not active."),
    /** The partner is not active in the program. */
    PROGRAM_INACTIVE(403, 900149, "The partner is not active in the program."),
    /** The partner has not accepted the Microsoft Partner Agreement. */
    AGREEMENT_NOT_ACCEPTED(403, 900124, "The partner agreement has not been accepted."),
    /** The user's role does not allow this. */
    ROLE_MISSING(403, 900150, "The supplied role does not have the rights to perform the requested operation"),
    /**
     * An app-only token, refused with plain text. The text comes from a report on Microsoft's PowerShell module (issue
     * 54), the status from Microsoft's reply about a sample (Reseller-Web-Application, issue 13).
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

    /** The resource does not exist. */
    NOT_FOUND(404, 1000, "The requested resource was not found."),
    /** The tenant does not exist. */
    TENANT_NOT_FOUND(404, 60003, "The tenant was not found."),
    /** Another documented response to an ETag that is out of date; the status is really 417. */
    PRECONDITION_FAILED(417, 800036, "The precondition failed."),
    /**
     * Too many requests, from the gateway in front of the service: without a code and without the service's ids.
     * Status, header and body come from the documentation page on throttling. {@link FakePartnerCenter#throttle} really
     * counts requests.
     */
    THROTTLED(429, -1, "Rate limit is exceeded. Try again in 57 seconds.") {
        @Override
        public Fault fault() {
            return Fault.answer(TooManyRequests.answer(57, "57"));
        }
    },

    /** An unexpected error of the service. */
    UNEXPECTED(500, 800003, "An unexpected service error occurred."),
    /** The service asks to try again later. */
    TRY_LATER(500, 900192, "The service failed. Try again later."),
    /** The default error of the table. */
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

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return the service's code; empty if the response does not come from the service itself} */
    public OptionalInt code() {
        return code == NO_CODE ? OptionalInt.empty() : OptionalInt.of(code);
    }

    /** {@return the description in the response, a sentence} */
    public String description() {
        return description;
    }

    /**
     * {@return a fault with this response} The request has no effect, unless {@link Fault#at} sets a later point.
     * Responses of the service itself have the ids of the request.
     */
    public Fault fault() {
        Verdict verdict = Verdict.fault(status, code, description);
        return Fault.answer(HttpAnswer.of(status)
                        .header("Content-Type", "application/json; charset=utf-8")
                        .body(verdict.body()))
                .withIds();
    }
}
