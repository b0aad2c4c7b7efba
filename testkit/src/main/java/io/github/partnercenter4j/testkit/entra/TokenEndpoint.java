package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.entra.Resources.Resource;
import io.github.partnercenter4j.testkit.json.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Exchanges grants for tokens, in both versions. Thread-safe. */
final class TokenEndpoint {

    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

    /** What it was called before the standard; MSAL4J still does. */
    private static final String OLD_DEVICE_CODE = "device_code";

    private final Clients clients;
    private final Grants grants;
    private final Resources resources;
    private final Tokens tokens;
    private final Rules rules;

    TokenEndpoint(Clients clients, Grants grants, Resources resources, Tokens tokens, Rules rules) {
        this.clients = clients;
        this.grants = grants;
        this.resources = resources;
        this.tokens = tokens;
        this.rules = rules;
    }

    /**
     * Answers a request for tokens.
     *
     * @param request the request
     * @param tenant the tenant it is made of, or null if the client leaves that open
     * @param home the tenant that users are of where it is left open
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
