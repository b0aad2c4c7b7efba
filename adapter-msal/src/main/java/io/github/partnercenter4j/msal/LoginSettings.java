package io.github.partnercenter4j.msal;

import com.microsoft.aad.msal4j.IClientCredential;
import io.github.partnercenter4j.model.Cloud;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who asks, and where: what every request to the login service says. Immutable. */
record LoginSettings(
        Cloud cloud,
        String tenant,
        String clientId,
        @Nullable Supplier<? extends IClientCredential> credential) {

    ClientKind kind() {
        return credential != null ? ClientKind.CONFIDENTIAL : ClientKind.PUBLIC;
    }

    /** The tenant's authority as MSAL wants it, with its slash. */
    String authority() {
        return cloud.authority() + "/" + tenant + "/";
    }

    /** The service and the tenant, for messages. */
    String service() {
        int port = cloud.authority().getPort();
        return "login service " + cloud.authority().getHost() + ":" + (port < 0 ? 443 : port) + " (tenant " + tenant
                + ")";
    }

    URI endpoint(String name) {
        return URI.create(authority() + "oauth2/v2.0/" + name);
    }

    /** The scope, and what makes the service give a refresh token with it. */
    String scopes() {
        return cloud.scope() + " openid profile offline_access";
    }

    /** Encodes a form's or a query's parameters. */
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
