package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import java.net.URI;
import java.util.List;

/** The discovery documents, which libraries read before a token request. Immutable. */
record Discovery(Surroundings around) {

    /** The OpenID configuration of a tenant. Its URLs have the tenant as it was sent. */
    Json openId(LoginRequest request, String tenantId) {
        boolean isV2 = request.version() == 2;
        String base = around.authority(request) + "/" + request.tenant();
        String oauth = base + (isV2 ? "/oauth2/v2.0" : "/oauth2");
        return Json.members()
                .add("token_endpoint", oauth + "/token")
                .add(
                        "token_endpoint_auth_methods_supported",
                        Json.texts(List.of("client_secret_post", "private_key_jwt", "client_secret_basic")))
                .add("jwks_uri", base + (isV2 ? "/discovery/v2.0/keys" : "/discovery/keys"))
                .add("response_modes_supported", Json.texts(List.of("query", "fragment", "form_post")))
                .add("subject_types_supported", Json.texts(List.of("pairwise")))
                .add("id_token_signing_alg_values_supported", Json.texts(List.of("RS256")))
                .add("response_types_supported", Json.texts(List.of("code", "id_token", "code id_token")))
                .add("scopes_supported", Json.texts(List.of("openid", "profile", "email", "offline_access")))
                .add(
                        "issuer",
                        isV2
                                ? around.authority(request) + "/" + tenantId + "/v2.0"
                                : "https://sts.windows.net/" + tenantId + "/")
                .add("authorization_endpoint", oauth + "/authorize")
                .add("device_authorization_endpoint", base + "/oauth2/v2.0/devicecode")
                .object();
    }

    /** The metadata of the authority, which has no other names. */
    Json instance(LoginRequest request) {
        URI own = around.authority(request);
        String host = own.getAuthority();
        Json metadata = Json.members()
                .add("preferred_network", host)
                .add("preferred_cache", host)
                .add("aliases", Json.texts(List.of(host)))
                .object();
        return Json.members()
                .add(
                        "tenant_discovery_endpoint",
                        own + "/" + request.tenant() + "/v2.0/.well-known/openid-configuration")
                .add("api-version", "1.1")
                .add("metadata", new ArrayValue(List.of(metadata)))
                .object();
    }
}
