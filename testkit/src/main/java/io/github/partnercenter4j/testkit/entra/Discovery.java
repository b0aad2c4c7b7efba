package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What libraries ask before they ask for tokens. Immutable. */
final class Discovery {

    private final Surroundings around;

    Discovery(Surroundings around) {
        this.around = around;
    }

    /** The OpenID configuration of a tenant, in the spelling of the path that it was asked by. */
    Json openId(LoginRequest request, String tenantId) {
        boolean isV2 = request.version() == 2;
        String base = around.authority().get() + "/" + request.tenant();
        String oauth = base + (isV2 ? "/oauth2/v2.0" : "/oauth2");
        return Json.members()
                .add("token_endpoint", Json.text(oauth + "/token"))
                .add(
                        "token_endpoint_auth_methods_supported",
                        texts("client_secret_post", "private_key_jwt", "client_secret_basic"))
                .add("jwks_uri", Json.text(base + (isV2 ? "/discovery/v2.0/keys" : "/discovery/keys")))
                .add("response_modes_supported", texts("query", "form_post"))
                .add("subject_types_supported", texts("pairwise"))
                .add("id_token_signing_alg_values_supported", texts("RS256"))
                .add("response_types_supported", texts("code", "id_token", "code id_token"))
                .add("scopes_supported", texts("openid", "profile", "email", "offline_access"))
                .add(
                        "issuer",
                        Json.text(
                                isV2
                                        ? around.authority().get() + "/" + tenantId + "/v2.0"
                                        : "https://sts.windows.net/" + tenantId + "/"))
                .add("authorization_endpoint", Json.text(oauth + "/authorize"))
                .add("device_authorization_endpoint", Json.text(base + "/oauth2/v2.0/devicecode"))
                .object();
    }

    /** The authority speaks for itself alone. */
    Json instance(LoginRequest request) {
        URI own = around.authority().get();
        String host = own.getAuthority();
        Json metadata = Json.members()
                .add("preferred_network", Json.text(host))
                .add("preferred_cache", Json.text(host))
                .add("aliases", texts(host))
                .object();
        return Json.members()
                .add(
                        "tenant_discovery_endpoint",
                        Json.text(own + "/" + request.tenant() + "/v2.0/.well-known/openid-configuration"))
                .add("api-version", Json.text("1.1"))
                .add("metadata", new ArrayValue(List.of(metadata)))
                .object();
    }

    private static ArrayValue texts(String... values) {
        List<Json> texts = new ArrayList<>();
        for (String value : values) {
            texts.add(Json.text(value));
        }
        return new ArrayValue(texts);
    }
}
