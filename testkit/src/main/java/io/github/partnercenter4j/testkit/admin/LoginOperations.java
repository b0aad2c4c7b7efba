package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.testkit.FakeLogin;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTokens;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.admin.Route.Body;
import io.github.partnercenter4j.testkit.json.Json;
import java.time.Duration;
import java.util.List;

/** The operations for tokens and the login. */
record LoginOperations(FakePartnerCenter fake) {

    private enum Kind {
        APP_PLUS_USER,
        LASTING,
        APP_ONLY,
        EXPIRED,
        WRONG_AUDIENCE,
        WITHOUT_ROLE,
        WITHOUT_MFA
    }

    List<Route> routes() {
        return List.of(
                Route.creating("/tokens", request -> token(request.fields())).with(Body.OPTIONAL),
                Route.creating("/refresh-tokens", request -> refreshToken(request.fields()))
                        .with(Body.OPTIONAL),
                Route.doing("POST", "/refresh-tokens/revoke", request -> revoke(request.fields()))
                        .with(Body.OPTIONAL),
                Route.doing("POST", "/refresh-tokens/expire", request -> expire(request.fields()))
                        .with(Body.REQUIRED),
                Route.doing("PATCH", "/login", request -> change(request.fields()))
                        .with(Body.REQUIRED),
                Route.doing("POST", "/login/refuse-next", request -> refuseNext(request.fields()))
                        .with(Body.REQUIRED),
                Route.doing(
                        "POST",
                        "/login/demand-interaction",
                        request -> fake.login().demandInteraction()),
                Route.doing(
                        "POST", "/login/deny-sign-in", request -> fake.login().denySignIn()),
                Route.doing("POST", "/login/devices", request -> decide(request.fields()))
                        .with(Body.REQUIRED),
                Route.doing("POST", "/login/faults", request -> next(request.fields()))
                        .with(Body.REQUIRED),
                Route.json(
                        "GET",
                        "/login/requests",
                        request -> Json.array(fake.login().tokenRequests(), Views::tokenCall)));
    }

    private String tenant(Fields asked) {
        return StateOperations.tenant(fake, asked.text("tenant"));
    }

    private Json token(Fields asked) {
        FakeTokens tokens = fake.tenant(tenant(asked)).tokens();
        Kind kind = asked.choice("kind", Kind.values());
        asked.requireNoOthers();
        AccessToken token = switch (kind == null ? Kind.APP_PLUS_USER : kind) {
            case APP_PLUS_USER -> tokens.appPlusUser();
            case LASTING -> tokens.lasting();
            case APP_ONLY -> tokens.appOnly();
            case EXPIRED -> tokens.expired();
            case WRONG_AUDIENCE -> tokens.wrongAudience();
            case WITHOUT_ROLE -> tokens.withoutRole();
            case WITHOUT_MFA -> tokens.withoutMfa();
        };
        return Json.members().add("token", token.value()).object();
    }

    private Json refreshToken(Fields asked) {
        String tenant = tenant(asked);
        boolean ofPublicApp = asked.flag("publicClient", false);
        asked.requireNoOthers();
        FakeLogin login = fake.login();
        return Json.members()
                .add(
                        "refreshToken",
                        ofPublicApp ? login.issuePublicRefreshToken(tenant) : login.issueRefreshToken(tenant))
                .object();
    }

    private void revoke(Fields asked) {
        String tenant = tenant(asked);
        asked.requireNoOthers();
        fake.login().revokeRefreshTokens(tenant);
    }

    private void expire(Fields asked) {
        String refreshToken = asked.requiredText("refreshToken");
        asked.requireNoOthers();
        fake.login().expireRefreshToken(refreshToken);
    }

    private void change(Fields asked) {
        FakeLogin login = fake.login();
        Boolean rotate = asked.flag("rotate");
        Boolean detectReuse = asked.flag("detectReuse");
        Boolean mfa = asked.flag("mfa");
        Duration life = asked.duration("accessTokenLife");
        asked.requireNoOthers();
        if (rotate == null && detectReuse == null && mfa == null && life == null) {
            throw new IllegalArgumentException("Set at least one of rotate, detectReuse, mfa and accessTokenLife.");
        }
        // What may be refused comes first, so that all is done or nothing.
        Fields.ifPresent(life, login::accessTokenLife);
        Fields.ifPresent(rotate, login::rotate);
        Fields.ifPresent(detectReuse, login::detectReuse);
        Fields.ifPresent(mfa, login::mfa);
    }

    private void decide(Fields asked) {
        String userCode = asked.requiredText("userCode");
        boolean approved = asked.flag("approved", true);
        asked.requireNoOthers();
        if (approved) {
            fake.login().approveDevice(userCode);
        } else {
            fake.login().declineDevice(userCode);
        }
    }

    private void refuseNext(Fields asked) {
        int aadsts = asked.requiredInteger("aadsts");
        asked.requireNoOthers();
        fake.login().refuseNext(aadsts);
    }

    private void next(Fields asked) {
        Fault[] faults = FaultJson.play(asked).toArray();
        asked.requireNoOthers();
        fake.login().next(faults);
    }
}
