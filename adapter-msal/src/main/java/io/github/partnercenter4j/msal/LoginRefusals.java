package io.github.partnercenter4j.msal;

import static io.github.partnercenter4j.error.AuthenticationReason.CREDENTIAL_REJECTED;
import static io.github.partnercenter4j.error.AuthenticationReason.INTERACTION_REQUIRED;
import static io.github.partnercenter4j.error.AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts error responses of the login service to failures with a reason and a remedy. They depend only on the status,
 * {@code error} and the numbers of Entra's errors (AADSTS...), which Microsoft documents under "Microsoft Entra
 * authentication and authorization error codes". The descriptions of the service contain names of users, so only the
 * numbers are used. Pure functions.
 */
final class LoginRefusals {

    private static final String CONSENT = "run the consent again";

    private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d{4,9})");
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private LoginRefusals() {}

    /** A reason and what to do. */
    private record Meaning(AuthenticationReason reason, String remedy) {}

    /**
     * Returns the failure for a response with another status than 200.
     *
     * @param service the service, for the message
     */
    static AuthenticationException of(LoginAnswer answer, String service) {
        Map<String, Object> members = answer.members();
        String error = members.get("error") instanceof String text ? text : "";
        List<Long> numbers = numbers(members);
        Meaning meaning = meaning(answer, error, numbers);
        StringBuilder message = new StringBuilder("The ")
                .append(service)
                .append(" answered HTTP ")
                .append(answer.status());
        if (ERROR.matcher(error).matches()) {
            message.append(", ").append(error);
        }
        numbers.forEach(number -> message.append(", AADSTS").append(number));
        message.append(": ").append(meaning.remedy()).append('.');
        if (members.get("trace_id") instanceof String trace
                && GUID.matcher(trace).matches()) {
            message.append(" [trace id ").append(trace).append(']');
        }
        AuthenticationException refusal = AuthenticationException.of(meaning.reason(), message.toString(), null);
        return mayPass(answer) ? refusal.withRetryAfter(answer.retryAfter().orElse(null)) : refusal;
    }

    private static boolean mayPass(LoginAnswer answer) {
        return answer.status() == 429 || answer.status() >= 500;
    }

    private static Meaning meaning(LoginAnswer answer, String error, List<Long> numbers) {
        int status = answer.status();
        if (mayPass(answer)) {
            return new Meaning(
                    TOKEN_ENDPOINT_UNAVAILABLE,
                    answer.retryAfter()
                            .map(wait -> "try again after " + wait.toSeconds() + " s")
                            .orElse("try again later"));
        }
        for (long number : numbers) {
            Meaning known = ofNumber(number);
            if (known != null) {
                return known;
            }
        }
        return ofError(status, error);
    }

    private static @Nullable Meaning ofNumber(long number) {
        if (number > Integer.MAX_VALUE) {
            return null;
        }
        return switch ((int) number) {
            case 7000215 -> rejected("the client secret is wrong: use its value, not its id");
            case 7000222 -> rejected("the client secret has expired: create a new one in the app registration");
            case 7000218, 7000216 ->
                rejected("the app is registered as confidential: set a secret, certificate or assertion, and run the"
                        + " consent again");
            case 700025 ->
                rejected("the app is registered as public: build with publicClient(), and run the consent again");
            case 700016 -> rejected("there is no app with this client id in the tenant: check both");
            case 700027, 700021, 700023, 700030 ->
                rejected("the certificate or assertion is not the app's: upload it to the app registration");
            case 700024 -> rejected("the assertion is not valid now: check this machine's clock");
            case 90002 -> rejected("there is no such tenant in this cloud: check both");
            case 50011, 500113 -> rejected("the redirect address is not registered for the app: register redirectUri");
            case 700082, 70008 ->
                interaction(
                        "the refresh token has expired after 90 days without use, or the code has expired: " + CONSENT);
            case 50173 -> interaction("the partner's sessions were revoked, for example by a new password: " + CONSENT);
            case 65001, 65004 -> interaction("nobody has consented to the app, or the consent was revoked: " + CONSENT);
            case 50076, 50079, 50072, 50074, 50078, 50158 ->
                interaction("the partner must pass multi-factor authentication: " + CONSENT);
            case 53000, 53001, 53002, 53003, 50005, 50097, 530003 ->
                interaction("conditional access blocks the sign-in: " + CONSENT + " from an allowed place or device");
            case 50055 -> interaction("the partner's password has expired: change it and " + CONSENT);
            case 50057, 50034, 50053 ->
                interaction("the account that consented is disabled, locked or deleted: " + CONSENT + " with another");
            case 700007, 700005 ->
                interaction("the refresh token or code was issued to another app or tenant: " + CONSENT);
            case 50196 -> new Meaning(TOKEN_ENDPOINT_UNAVAILABLE, "too many equal requests: try again later");
            case 90033, 90024, 90006 -> new Meaning(TOKEN_ENDPOINT_UNAVAILABLE, "try again later");
            default -> null;
        };
    }

    private static Meaning ofError(int status, String error) {
        return switch (error) {
            case "invalid_client", "unauthorized_client" ->
                rejected("the app is not accepted: check client id, credential and the app registration");
            case "invalid_grant" -> interaction("the refresh token or code is no longer accepted: " + CONSENT);
            case "interaction_required", "login_required", "consent_required" ->
                interaction("the partner must sign in: " + CONSENT);
            case "access_denied", "authorization_declined" ->
                interaction("the sign-in was declined: " + CONSENT + " and accept");
            case "expired_token", "code_expired" -> interaction("nobody signed in within the time limit: " + CONSENT);
            case "invalid_scope", "invalid_resource" ->
                rejected(
                        "the app is not allowed to request this scope: check the cloud's scope() and the app's permissions");
            case "invalid_request", "unsupported_grant_type", "unsupported_response_type" ->
                rejected("the request is not accepted: check tenant, client id, credential and cloud");
            case "temporarily_unavailable", "server_error" ->
                new Meaning(TOKEN_ENDPOINT_UNAVAILABLE, "try again later");
            default ->
                new Meaning(
                        TOKEN_ENDPOINT_UNAVAILABLE,
                        status >= 300 && status < 400
                                ? "a redirect is not followed, check the cloud's authority and any proxy"
                                : "check the cloud's authority and any proxy");
        };
    }

    private static Meaning rejected(String remedy) {
        return new Meaning(CREDENTIAL_REJECTED, remedy);
    }

    private static Meaning interaction(String remedy) {
        return new Meaning(INTERACTION_REQUIRED, remedy);
    }

    /** Returns the error numbers from {@code error_codes} or, if that is missing, from the description. */
    private static List<Long> numbers(Map<String, Object> members) {
        List<Long> numbers = new ArrayList<>();
        if (members.get("error_codes") instanceof List<?> codes) {
            for (Object code : codes) {
                if (code instanceof Number number && numbers.size() < 5) {
                    numbers.add(number.longValue());
                }
            }
        }
        if (numbers.isEmpty() && members.get("error_description") instanceof String description) {
            Matcher matcher = NUMBER.matcher(description);
            if (matcher.find()) {
                numbers.add(Long.parseLong(matcher.group(1)));
            }
        }
        return List.copyOf(numbers);
    }
}
