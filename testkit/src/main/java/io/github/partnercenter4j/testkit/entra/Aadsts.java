package io.github.partnercenter4j.testkit.entra;

import org.jspecify.annotations.Nullable;

/**
 * The refusals of the login, by the number in Entra's message. Numbers, errors and suberrors come from Entra's list of
 * error codes and from reports of real traffic; the texts are shorter. If no error is published for a number, it is the
 * error that OAuth prescribes.
 */
public enum Aadsts {
    /** The token was revoked, for example by a new password. */
    REVOKED(
            50173,
            "invalid_grant",
            "The provided grant has expired due to it being revoked, a fresh auth token is needed."),
    /** The user is of another tenant. */
    OTHER_USER(
            50020,
            "invalid_request",
            "The user account does not exist in this tenant and cannot access the app in it."),
    /** The user must use a second factor. */
    MFA_REQUIRED(
            50076,
            400,
            "interaction_required",
            "basic_action",
            "Due to a configuration change made by your administrator, or because you moved to a new location, you must"
                    + " use multi-factor authentication to access the resource."),
    /** A code was used twice. */
    CODE_REDEEMED(54005, "invalid_grant", "OAuth2 Authorization code was already redeemed."),
    /** Nobody has consented that the app acts for the user. */
    CONSENT_MISSING(
            65001,
            400,
            "invalid_grant",
            "consent_required",
            "The user or administrator has not consented to use the application."),
    /** The user declined. */
    SIGN_IN_DENIED(65004, "access_denied", "User declined to consent to access the app."),
    /** The grant is not valid any more; here: it was exchanged before. */
    GRANT_INVALID(70000, 400, "invalid_grant", "bad_token", "The provided grant is invalid or was used before."),
    GRANT_TYPE_UNKNOWN(70003, "unsupported_grant_type", "The app requested an unsupported grant type."),
    /** The response type is not known. */
    RESPONSE_TYPE_UNKNOWN(70005, "unsupported_response_type", "The app returned an unsupported response type."),
    /** The response mode is not known, or not allowed for an id token. */
    RESPONSE_MODE_UNKNOWN(
            70007,
            "unsupported_response_mode",
            "The app returned an unsupported value of response_mode when requesting a token."),
    /** A code was not used in time. */
    CODE_EXPIRED(70008, "invalid_grant", "The provided authorization code has expired."),
    /** The scope does not exist. */
    SCOPE_INVALID(70011, "invalid_scope", "The provided value for the input parameter 'scope' is not valid."),
    /** The user has not yet entered the device code. */
    DEVICE_PENDING(
            70016, "authorization_pending", "OAuth 2.0 device flow error. Authorization is pending. Continue polling."),
    /** The device code is not known, or was used. */
    DEVICE_CODE_BAD(70018, "bad_verification_code", "The device code is not valid."),
    /** The device code was not entered in time. */
    DEVICE_CODE_EXPIRED(70020, "expired_token", "The device code has expired."),
    /** The user declined the device. */
    DEVICE_DECLINED(70023, "authorization_declined", "The user declined the authorization request."),
    TENANT_UNKNOWN(90002, "invalid_request", "Tenant not found. Check that it is a GUID or a domain name."),
    /** A parameter that makes no sense. */
    PARAMETER_INVALID(90100, "invalid_request", "The parameter is empty or not valid:"),
    /** A browser cannot be sent to the reply address. */
    REDIRECT_INVALID(
            90023,
            "invalid_request",
            "The redirect_uri must be an absolute http or https address without a fragment or control characters."),
    /** The reply address differs from that of the authorization request. */
    REDIRECT_MISMATCH(
            500112,
            401,
            "invalid_client",
            null,
            "The reply address does not match the reply address provided when requesting Authorization code."),
    RESOURCE_UNKNOWN(500011, "invalid_resource", "The resource principal was not found in the tenant."),
    /** The verifier does not match. */
    PKCE_MISMATCH(
            501481, "invalid_grant", "The Code_Verifier does not match the code_challenge supplied in the request."),
    /** The challenge method is not known. */
    PKCE_METHOD_UNKNOWN(501491, "invalid_request", "Invalid Code_Challenge_method parameter: use plain or S256."),
    /** The grant is of another tenant. */
    OTHER_TENANT(700005, "invalid_grant", "The provided grant is intended to use against other tenant, thus rejected."),
    /** The grant is of another app. */
    OTHER_CLIENT(700007, "invalid_grant", "The grant was issued to another client."),
    APP_UNKNOWN(700016, "unauthorized_client", "Application was not found in the directory."),
    /** A public app must not send a secret. */
    PUBLIC_CLIENT(
            700025,
            401,
            "invalid_client",
            null,
            "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
    /** The assertion is not signed with a key of the app. */
    ASSERTION_INVALID(700027, 401, "invalid_client", null, "Client assertion failed signature validation."),
    /** The refresh token was not used for too long. */
    EXPIRED(700082, 400, "invalid_grant", "bad_token", "The refresh token has expired due to inactivity."),
    /** A required parameter is missing. */
    PARAMETER_MISSING(900144, "invalid_request", "The request body must contain the following parameter:"),
    /** The endpoint accepts only POST. */
    POST_ONLY(900561, "invalid_request", "The endpoint only accepts POST requests."),
    /** An app-only request must ask for {@code .default}, not for a single scope. */
    SCOPE_NOT_DEFAULT(
            1002012,
            "invalid_scope",
            "The provided value for scope is not valid. Client credential flows must have a scope value with /.default"
                    + " suffixed to the resource identifier."),
    /** The secret is wrong. */
    SECRET_WRONG(7000215, 401, "invalid_client", null, "Invalid client secret provided."),
    /** A confidential app has not authenticated itself. */
    SECRET_MISSING(
            7000218,
            401,
            "invalid_client",
            null,
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
    /** The login did not issue the grant. */
    MALFORMED(9002313, "invalid_grant", "Invalid request. Request is malformed or invalid.");

    private final int code;
    private final int status;
    private final String error;
    private final @Nullable String suberror;
    private final String text;

    Aadsts(int code, String error, String text) {
        this(code, 400, error, null, text);
    }

    Aadsts(int code, int status, String error, @Nullable String suberror, String text) {
        this.code = code;
        this.status = status;
        this.error = error;
        this.suberror = suberror;
        this.text = text;
    }

    /** Returns the number. */
    public int code() {
        return code;
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    @Nullable
    String suberror() {
        return suberror;
    }

    String text() {
        return text;
    }
}
