package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.entra.Resources.Resource;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.Members;
import io.github.partnercenter4j.testkit.service.TokenIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Creates tokens, and the responses that contain them. Thread-safe. */
final class Tokens {

    /** Entra backdates its tokens, so that a server whose clock is slow accepts them. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final String USER_NAME = "admin@fake-partner.example";

    private final Surroundings around;
    private final InstantSource clock;
    private final AtomicLong number = new AtomicLong();

    Tokens(Surroundings around) {
        this.around = around;
        this.clock = around.clock();
    }

    /** Returns the id of a tenant's user: the same in every run, and different for each tenant. */
    static String userId(String tenant) {
        return UUID.nameUUIDFromBytes(("user of " + tenant).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Returns the id of an app's principal in a tenant: the same in every run, and different for each tenant. */
    private static String principalId(App app, String tenant) {
        return UUID.nameUUIDFromBytes((app.id() + " in " + tenant).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Returns the response with a user's tokens. */
    Members answer(LoginRequest request, SignIn signIn, Scope scope, Duration life, @Nullable String refreshToken) {
        Instant now = clock.instant();
        Resource resource = Objects.requireNonNull(scope.resource(), "a grant is for an API");
        TokenIdentity.Kind kind = signIn.mfa() ? TokenIdentity.Kind.USER : TokenIdentity.Kind.USER_WITHOUT_MFA;
        Members claims = claims(resource.audience(), "https://sts.windows.net/" + signIn.tenant() + "/", now, life)
                .add(
                        "amr",
                        new ArrayValue(
                                signIn.mfa() ? List.of(Json.text("pwd"), Json.text("mfa")) : List.of(Json.text("pwd"))))
                .add("appid", signIn.app().id())
                .add("appidacr", signIn.app().confidential() ? "1" : "0")
                .add("oid", userId(signIn.tenant()))
                .add("scp", "user_impersonation")
                .add("sub", userId(signIn.tenant()))
                .add("tid", signIn.tenant())
                .add("upn", USER_NAME);
        Members answer = answer(
                        request,
                        resource,
                        now,
                        life,
                        accessToken(claims, kind, signIn.tenant(), resource, now.plus(life)))
                .addPresent("refresh_token", refreshToken);
        if (scope.openId()) {
            answer.add("id_token", idToken(request, signIn, life, null));
        }
        if (request.form().get("client_info", "").equals("1")) {
            answer.add(
                    "client_info",
                    Jwt.part(Json.members()
                            .add("uid", userId(signIn.tenant()))
                            .add("utid", signIn.tenant())
                            .object()));
        }
        return answer;
    }

    /** Returns the response with an app-only token. It has no user, no scope and no refresh token. */
    Members answer(LoginRequest request, App app, String tenant, Resource resource, Duration life) {
        Instant now = clock.instant();
        String principal = principalId(app, tenant);
        Members claims = claims(resource.audience(), "https://sts.windows.net/" + tenant + "/", now, life)
                .add("appid", app.id())
                .add("appidacr", "1")
                .add("oid", principal)
                .add("sub", principal)
                .add("tid", tenant);
        return answer(
                request,
                resource,
                now,
                life,
                accessToken(claims, TokenIdentity.Kind.APP, tenant, resource, now.plus(life)));
    }

    /**
     * Creates an id token.
     *
     * @param code the authorization code in the same response, or null; the token contains its hash
     */
    String idToken(LoginRequest request, SignIn signIn, Duration life, @Nullable String code) {
        int version = request.version();
        Instant now = clock.instant();
        String issuer = version == 2
                ? around.authority(request) + "/" + signIn.tenant() + "/v2.0"
                : "https://sts.windows.net/" + signIn.tenant() + "/";
        return Jwt.sign(
                version,
                claims(signIn.app().id(), issuer, now, life)
                        .addPresent("c_hash", code == null ? null : Jwt.halfHash(code))
                        .add("name", "Fake Partner Admin")
                        .addPresent("nonce", signIn.nonce())
                        .add("oid", userId(signIn.tenant()))
                        .add(version == 2 ? "preferred_username" : "upn", Json.text(USER_NAME))
                        .add("sub", userId(signIn.tenant()))
                        .add("tid", signIn.tenant())
                        .add("ver", version + ".0")
                        .object());
    }

    private Members claims(String audience, String issuer, Instant now, Duration life) {
        Json from = seconds(now.minus(BACKDATED));
        return Json.members()
                .add("aud", audience)
                .add("iss", issuer)
                .add("iat", from)
                .add("nbf", from)
                .add("exp", seconds(now.plus(life)));
    }

    /** The number makes each token unique, even within a second. */
    private String accessToken(Members claims, TokenIdentity.Kind kind, String tenant, Resource resource, Instant end) {
        String value = Jwt.sign(
                1,
                claims.add("uti", Long.toString(number.incrementAndGet()))
                        .add("ver", "1.0")
                        .object());
        around.tokens()
                .add(
                        value,
                        new TokenIdentity(
                                resource.isPartnerCenter() ? kind : TokenIdentity.Kind.OTHER_AUDIENCE, tenant, end));
        return value;
    }

    private static Members answer(
            LoginRequest request, Resource resource, Instant now, Duration life, String accessToken) {
        Members answer = Json.members().add("token_type", "Bearer");
        boolean isApp = request.grantType().equals("client_credentials");
        String expiresIn = Long.toString(life.toSeconds());
        if (request.version() == 2) {
            answer.addPresent("scope", isApp ? null : resource.audience() + "/user_impersonation")
                    .add("expires_in", life.toSeconds())
                    .add("ext_expires_in", life.toSeconds());
        } else {
            answer.addPresent("scope", isApp ? null : "user_impersonation")
                    .add("expires_in", expiresIn)
                    .add("ext_expires_in", expiresIn)
                    .add("expires_on", Long.toString(now.plus(life).getEpochSecond()))
                    .add("not_before", Long.toString(now.minus(BACKDATED).getEpochSecond()))
                    .add("resource", resource.audience());
        }
        return answer.add("access_token", accessToken);
    }

    private static Json seconds(Instant instant) {
        return Json.number(instant.getEpochSecond());
    }
}
