package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.model.Cloud;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The common data of all requests to the login service: cloud, tenant, client id and credential. Immutable. */
record LoginSettings(
        Cloud cloud,
        String tenant,
        String clientId,
        @Nullable ClientProof<?> credential) {

    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{1,253}$)[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)+");

    /** Returns the tenant in lower case. Refuses what is neither a GUID nor a domain. */
    static String checkedTenant(String tenant) {
        if (!GUID.matcher(tenant).matches() && !DOMAIN.matcher(tenant).matches()) {
            throw new IllegalArgumentException(
                    "tenant must be the partner tenant's GUID, or a domain such as contoso.onmicrosoft.com");
        }
        return tenant.toLowerCase(Locale.ROOT);
    }

    /** Returns the client id. Refuses what is not a GUID. */
    static String checkedClientId(String clientId) {
        if (!GUID.matcher(clientId).matches()) {
            throw new IllegalArgumentException("clientId must be the app registration's application id, a GUID");
        }
        return clientId;
    }

    static boolean isGuid(String text) {
        return GUID.matcher(text).matches();
    }

    /** Returns the same settings for another tenant. */
    LoginSettings of(String otherTenant) {
        return new LoginSettings(cloud, otherTenant, clientId, credential);
    }

    ClientKind kind() {
        return credential != null ? ClientKind.CONFIDENTIAL : ClientKind.PUBLIC;
    }

    /** Returns the authority of the tenant in MSAL's form, with a slash at the end. */
    String authority() {
        return cloud.authority() + "/" + tenant + "/";
    }

    /** Returns the service and the tenant for messages. */
    String service() {
        int port = cloud.authority().getPort();
        return "login service " + cloud.authority().getHost() + ":" + (port < 0 ? 443 : port) + " (tenant " + tenant
                + ")";
    }

    URI endpoint(String name) {
        return URI.create(authority() + "oauth2/v2.0/" + name);
    }

    /** Returns the scope, plus the scopes that are needed for a refresh token. */
    String scopes() {
        return cloud.scope() + " openid profile offline_access";
    }

    /** Encodes the parameters of a form or a query. */
    static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> URLEncoder.encode(parameter.getKey(), StandardCharsets.UTF_8)
                        + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public String toString() {
        return cloud + ", tenant " + tenant + ", " + kind();
    }
}
