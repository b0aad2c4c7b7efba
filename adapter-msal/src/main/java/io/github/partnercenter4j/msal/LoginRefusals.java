package io.github.partnercenter4j.msal;

import static io.github.partnercenter4j.error.AuthenticationReason.CREDENTIAL_REJECTED;
import static io.github.partnercenter4j.error.AuthenticationReason.INTERACTION_REQUIRED;
import static io.github.partnercenter4j.error.AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    /** A secret that is wrong or has expired; an assertion whose signature, key, audience or time is not accepted. */
    private static final Set<Long> OF_CREDENTIAL =
            Set.of(7000215L, 7000222L, 700027L, 700021L, 700023L, 700024L, 700030L, 50013L);

    private LoginRefusals() {}

    /** A reason and what to do. */
    private record Meaning(AuthenticationReason reason, String remedy) {}

    /** An error of a callback that is not in the tables. */
    private static final Meaning UNKNOWN = interaction(
            "this library does not know the error: look it up in Microsoft's" + " documentation, and " + CONSENT);

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

    /** Returns the failure for a callback with an error instead of a code. */
    static ConsentException ofCallback(String error, @Nullable String description, String service) {
        List<Long> numbers = description == null ? List.of() : numbers(Map.of("error_description", description));
        Meaning meaning = null;
        for (long number : numbers) {
            meaning = ofNumber(number);
        }
        if (meaning == null) {
            meaning = Objects.requireNonNullElse(ofError(error), UNKNOWN);
        }
        boolean isFault = meaning.reason() == TOKEN_ENDPOINT_UNAVAILABLE;
        StringBuilder message = new StringBuilder(
                        isFault ? "The sign-in failed at the " : "The sign-in was refused by the ")
                .append(service);
        if (ERROR.matcher(error).matches()) {
            message.append(", ").append(error);
        }
        numbers.forEach(number -> message.append(", AADSTS").append(number));
        message.append(": ")
                .append(isFault ? "the service has a problem: " + CONSENT + " later" : meaning.remedy())
                .append(". Nothing was stored.");
        long number = numbers.isEmpty() ? 0 : numbers.get(0);
        return new ConsentException(
                ConsentException.Reason.REFUSED, message.toString(), number > Integer.MAX_VALUE ? 0 : (int) number);
    }

    /** Tells whether the login service refused the credential of the app, so that a renewed one may help. */
    static boolean isOfCredential(LoginAnswer answer) {
        Map<String, Object> members = answer.members();
        List<Long> numbers = numbers(members);
        return numbers.isEmpty()
                ? Objects.equals(members.get("error"), "invalid_client") && !mayPass(answer)
                : numbers.stream().anyMatch(OF_CREDENTIAL::contains);
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
        Meaning known = ofError(error);
        if (known != null) {
            return known;
        }
        return new Meaning(
                TOKEN_ENDPOINT_UNAVAILABLE,
                status >= 300 && status < 400
                        ? "a redirect is not followed, check the cloud's authority and any proxy"
                        : "check the cloud's authority and any proxy");
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
            case 50013 -> rejected("the assertion is not signed by the key of its issuer: check where it comes from");
            case 700024 -> rejected("the assertion is not valid now: check this machine's clock");
            case 90002 -> rejected("there is no such tenant in this cloud: check both");
            case 50011, 500113 -> rejected("the redirect address is not registered for the app: register redirectUri");
            case 700082, 70008 ->
                interaction(
                        "the refresh token has expired after 90 days without use, or the code has expired: " + CONSENT);
            case 50173 -> interaction("the partner's sessions were revoked, for example by a new password: " + CONSENT);
            case 65004 -> interaction("the user declined to give the app its permissions: " + CONSENT + " and accept");
            case 65001 -> interaction("nobody has consented to the app, or the consent was revoked: " + CONSENT);
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

    private static @Nullable Meaning ofError(String error) {
        return switch (error) {
            case "invalid_client", "unauthorized_client" ->
                rejected("the app is not accepted: check client id, credential and the app registration");
            case "invalid_grant" -> interaction("the refresh token or code is no longer accepted: " + CONSENT);
            case "interaction_required", "login_required", "consent_required", "account_selection_required" ->
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
            default -> null;
        };
    }

    private static Meaning rejected(String remedy) {
        return new Meaning(CREDENTIAL_REJECTED, remedy);
    }

    private static Meaning interaction(String remedy) {
        return new Meaning(INTERACTION_REQUIRED, remedy);
    }

    /** Returns the error numbers from {@code error_codes} or, if that is missing, from the description. */
    static List<Long> numbers(Map<String, Object> members) {
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
