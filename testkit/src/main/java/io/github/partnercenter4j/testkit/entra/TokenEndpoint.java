package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.entra.Resources.Resource;
import io.github.partnercenter4j.testkit.json.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The token endpoint, in both versions. Thread-safe. */
record TokenEndpoint(Clients clients, Grants grants, Resources resources, Tokens tokens, Rules rules) {

    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

    /** The name before the standard, which MSAL4J still uses. */
    private static final String OLD_DEVICE_CODE = "device_code";

    /**
     * Answers a token request.
     *
     * @param tenant the tenant of the request, or null if the client does not name one
     * @param home the tenant of a user if the client does not name one
     */
    Json answer(LoginRequest request, @Nullable String tenant, String home) throws RefusedException {
        if (!request.method().equals("POST")) {
            throw new RefusedException(Aadsts.POST_ONLY);
        }
        Form form = request.form();
        String grantType = form.require("grant_type");
        App app = clients.authenticated(request);
        Scope asked = resources.asked(request);
        Aadsts refusal = rules.takeRefusal();
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
        return switch (grantType) {
            case "refresh_token" -> {
                String value = form.require("refresh_token");
                SignIn signIn = grants.refresh(value, app, tenant, rules.detectsReuse());
                Scope scope = signIn.scope().narrowedTo(asked);
                String next = rules.rotates() && scope.offline() ? grants.exchange(value) : null;
                yield tokens.answer(request, signIn, scope, rules.life(), next).object();
            }
            case "authorization_code" ->
                forUser(
                        request,
                        asked,
                        grants.redeem(
                                form.require("code"),
                                app,
                                tenant,
                                asked,
                                form.require("redirect_uri"),
                                form.get("code_verifier")));
            case DEVICE_CODE, OLD_DEVICE_CODE ->
                forUser(request, asked, grants.poll(form.get("device_code", form.get("code", "")), app, tenant, asked));
            case "client_credentials" -> {
                if (!app.confidential()) {
                    throw new RefusedException(Aadsts.SECRET_MISSING);
                }
                Resource resource =
                        Objects.requireNonNull(resources.granted(asked).resource());
                if (request.version() == 2 && !resource.isDefault()) {
                    throw new RefusedException(Aadsts.SCOPE_NOT_DEFAULT);
                }
                yield tokens.answer(request, app, tenant == null ? home : tenant, resource, rules.life())
                        .object();
            }
            default -> throw new RefusedException(Aadsts.GRANT_TYPE_UNKNOWN);
        };
    }

    private Json forUser(LoginRequest request, @Nullable Scope asked, SignIn signIn) {
        Scope scope = signIn.scope().narrowedTo(asked);
        String refreshToken = scope.offline() ? grants.issueRefreshToken(signIn) : null;
        return tokens.answer(request, signIn, scope, rules.life(), refreshToken).object();
    }
}
