package io.github.partnercenter4j.error;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the message of an error response: what the service answered and what to do. It shows only the code and the
 * names of profile fields, because other texts may contain personal data. Pure functions.
 */
final class ServiceMessage {

    /** The server chooses the code, so a code that could be a telephone number is not shown. */
    private static final Pattern PLAIN_CODE = Pattern.compile("[0-9]{1,8}|[A-Za-z][A-Za-z0-9_.-]{0,63}");

    private static final List<String> FIELDS =
            List.of("Email", "Telephone", "Website", "ProfileType", "Attributes", "ObjectType", "Etag", "Links");

    private ServiceMessage() {}

    /** Returns the first part of a message: the status, the code and the named fields. */
    static String answered(int status, @Nullable String code, List<String> data) {
        return "Partner Center answered HTTP " + status + codeText(code) + fieldText(data) + ".";
    }

    /** Returns the code for a message, or an empty text if it is not a plain word. */
    static String codeText(@Nullable String code) {
        return code != null && PLAIN_CODE.matcher(code).matches() ? ", service code " + code : "";
    }

    /** The service names a field alone ("Email"), by its path ("profile.Email") or before a colon ("Email : why"). */
    private static String fieldText(List<String> data) {
        List<String> fields = new ArrayList<>();
        for (String item : data) {
            String path = item.substring(0, item.indexOf(':') < 0 ? item.length() : item.indexOf(':'));
            String name = path.substring(path.lastIndexOf('.') + 1).strip();
            for (String field : FIELDS) {
                if (field.equalsIgnoreCase(name) && !fields.contains(field)) {
                    fields.add(field);
                }
            }
        }
        if (fields.isEmpty()) {
            return "";
        }
        return (fields.size() == 1 ? ", field " : ", fields ") + String.join(", ", fields);
    }

    /** Returns what the response means and what to do. */
    static String remedy(int status, @Nullable String code, @Nullable Duration retryAfter, @Nullable String origin) {
        String known = ofCode(status, code == null ? "" : code);
        return known != null ? known : ofStatus(status, code, retryAfter, origin);
    }

    /** The same code may occur with several statuses, so both count. */
    private static @Nullable String ofCode(int status, String code) {
        return switch (status + "/" + code) {
            case "400/2000" -> "A parameter of the request is invalid: check the profile's texts.";
            case "400/3000" -> "A property of the profile is invalid: check the profile's texts.";
            case "400/800002" -> "The input of the request is invalid: check the profile's texts.";
            case "400/800042", "400/900141" -> "The service does not support this operation.";
            case "400/900127" ->
                "The service does not support this operation in this environment: check whether the account is a sandbox"
                        + " or belongs to another cloud.";
            case "403/1002" -> "The authorization failed: check the user's roles and the token's tenant.";
            case "403/2032" -> "Access is denied: check the user's roles and the token's tenant.";
            case "403/800039", "403/900149" ->
                "The partner's reseller program is not active: check its enrolment in Partner Center.";
            case "403/900124" ->
                "The Microsoft Partner Agreement is not accepted: an administrator of the partner must accept it in"
                        + " Partner Center.";
            case "403/900150" ->
                "The user's role does not allow this: use a token of a user who has an admin role in Partner Center.";
            case "404/60003" ->
                "Partner Center does not know the token's tenant: check the tenant, and that it is enrolled in this"
                        + " cloud.";
            default -> null;
        };
    }

    private static String ofStatus(
            int status, @Nullable String code, @Nullable Duration retryAfter, @Nullable String origin) {
        return switch (ErrorCategory.of(status, code)) {
            case FORBIDDEN -> "This resource needs an App+User token of a user whose role allows this.";
            case THROTTLED ->
                retryAfter == null
                        ? "Too many requests: wait before the next request."
                        : "Too many requests: wait "
                                + retryAfter.plusNanos(999_999_999).toSeconds() + " s before the next request.";
            case BAD_REQUEST -> "The service rejected the request as invalid: check the profile's texts.";
            case NOT_FOUND -> "The service has no such resource: check the cloud's address and the update route.";
            case PRECONDITION ->
                "The profile has changed since it was read: read it again, and check whether your change is still needed.";
            case CONFLICT -> "The request conflicts with another change: read the profile again.";
            case REDIRECT_REFUSED ->
                "The client never follows redirects, because a redirected write could be lost"
                        + (origin == null ? "" : " (it pointed to " + origin + ")")
                        + ": check the cloud's address and any proxy.";
            case SERVER, TIMEOUT ->
                ServiceException.mayPass(status)
                        ? "This may be temporary: try again later."
                        : "The service cannot do this: check the cloud's address and any proxy.";
            default ->
                switch (status) {
                    case 405 -> "This path does not support the method: check the update route.";
                    case 407 -> "A proxy asks for credentials: check proxyCredentials.";
                    default -> "The request was refused: check the cloud's address and any proxy.";
                };
        };
    }

    /** Returns what a refused token means and what to do. */
    static String tokenRemedy(@Nullable String code) {
        return switch (code == null ? "" : code.toLowerCase(Locale.ROOT)) {
            case "900420" -> "The token is for another audience: request it with the cloud's scope.";
            case "900421" ->
                "The token was issued without multi-factor authentication: the partner must repeat the consent with it.";
            case "800001" -> "The token names no partner: use an App+User token of the partner's own tenant.";
            default -> "Check that it has not expired and is for this cloud.";
        };
    }
}
