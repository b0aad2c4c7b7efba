package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.service.Seed;
import io.github.partnercenter4j.testkit.service.TenantId;
import java.util.Locale;
import java.util.SplittableRandom;

/** The fake login: passes each request to the object that answers it. Thread-safe. */
public final class Login {

    private final String home;
    private final Clients clients;
    private final Grants grants;
    private final Resources resources;
    private final Rules rules = new Rules();
    private final Answers answers;
    private final TokenEndpoint tokenEndpoint;
    private final SignInPage signInPage;
    private final Discovery discovery;

    public Login(Surroundings around) {
        SplittableRandom apps = around.seed().stream("login apps");
        this.home = around.home();
        this.clients = new Clients(Seed.guid(apps), "secret~" + Long.toHexString(apps.nextLong()), Seed.guid(apps));
        this.grants = new Grants(around.clock(), around.seed().stream("login grants"));
        this.answers = new Answers(around);
        Tokens tokens = new Tokens(around);
        this.resources = new Resources(around);
        this.tokenEndpoint = new TokenEndpoint(clients, grants, resources, tokens, rules);
        this.signInPage = new SignInPage(clients, grants, resources, tokens, rules, answers, around);
        this.discovery = new Discovery(around);
    }

    /**
     * A response of the login.
     *
     * @param aadsts the number of the refusal, or 0
     */
    public record Reply(HttpAnswer answer, int aadsts) {}

    public Reply answer(LoginRequest request) {
        try {
            return new Reply(route(request), 0);
        } catch (RefusedException refused) {
            boolean isPage = request.route().endsWith("/authorize");
            return new Reply(
                    isPage ? signInPage.refused(request, refused.getMessage()) : answers.refusal(request, refused),
                    refused.reason().code());
        }
    }

    /** Signs the user of a tenant in and returns the refresh token. */
    public String issueRefreshToken(boolean confidential, String tenant) {
        App app = confidential ? clients.confidential() : clients.open();
        return grants.issueRefreshToken(new SignIn(app, tenant, rules.mfa(), null, resources.everything()));
    }

    public Clients clients() {
        return clients;
    }

    public Grants grants() {
        return grants;
    }

    /** Returns what can be changed about it. */
    public Rules rules() {
        return rules;
    }

    private HttpAnswer route(LoginRequest request) throws RefusedException {
        String tenant = tenantId(request.tenant());
        return switch (request.route()) {
            case "/oauth2/token", "/oauth2/v2.0/token" ->
                answers.json(
                        request, 200, tokenEndpoint.answer(request, isOpen(request.tenant()) ? null : tenant, home));
            case "/oauth2/v2.0/devicecode" ->
                answers.json(request, 200, signInPage.deviceCode(request, ofUser(request.tenant(), tenant)));
            case "/oauth2/authorize", "/oauth2/v2.0/authorize" ->
                signInPage.authorize(request, ofUser(request.tenant(), tenant));
            case "/oauth2/deviceauth" -> signInPage.devicePage(request);
            case "/.well-known/openid-configuration", "/v2.0/.well-known/openid-configuration" ->
                answers.json(request, 200, discovery.openId(request, tenant));
            case "/discovery/instance" -> answers.json(request, 200, discovery.instance(request));
            case "/discovery/keys", "/discovery/v2.0/keys" -> answers.json(request, 200, Jwt.keys());
            default -> answers.html(request, 404, "");
        };
    }

    private static boolean isOpen(String tenant) {
        String lower = tenant.toLowerCase(Locale.ROOT);
        return lower.equals("common") || lower.equals("organizations");
    }

    /** Returns the tenant that a user signs in to. */
    private String ofUser(String asked, String tenant) throws RefusedException {
        String users = rules.signInTenant();
        if (users == null || users.equals(tenant)) {
            return tenant;
        }
        if (!isOpen(asked)) {
            throw new RefusedException(Aadsts.OTHER_USER);
        }
        return users;
    }

    private String tenantId(String tenant) throws RefusedException {
        if (isOpen(tenant)) {
            return home;
        }
        try {
            return TenantId.of(tenant);
        } catch (IllegalArgumentException neither) {
            throw new RefusedException(Aadsts.TENANT_UNKNOWN);
        }
    }
}
