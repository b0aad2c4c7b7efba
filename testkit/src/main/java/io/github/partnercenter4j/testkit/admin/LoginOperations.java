package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.testkit.FakeLogin;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.FakeTokens;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.TokenCall;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tokens, and how the login behaves. */
final class LoginOperations {

    private final FakePartnerCenter fake;

    LoginOperations(FakePartnerCenter fake) {
        this.fake = fake;
    }

    /** The kinds of token that can be had for the asking. */
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
                Route.creating("/tokens", request -> token(request.fields())),
                Route.creating("/refresh-tokens", request -> refreshToken(request.fields())),
                Route.doing("POST", "/refresh-tokens/revoke", request -> revoke(request.fields())),
                Route.doing("PATCH", "/login", request -> change(request.fields())),
                Route.doing("POST", "/login/refuse-next", request -> refuseNext(request.fields())),
                Route.doing("POST", "/login/faults", request -> next(request.fields())),
                Route.json("GET", "/login/requests", request -> calls()));
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
        return Json.members().add("token", Json.text(token.value())).object();
    }

    private Json refreshToken(Fields asked) {
        String tenant = tenant(asked);
        boolean ofPublicApp = asked.flag("publicClient", false);
        asked.requireNoOthers();
        FakeLogin login = fake.login();
        return Json.members()
                .add(
                        "refreshToken",
                        Json.text(
                                ofPublicApp ? login.issuePublicRefreshToken(tenant) : login.issueRefreshToken(tenant)))
                .object();
    }

    private void revoke(Fields asked) {
        String tenant = tenant(asked);
        asked.requireNoOthers();
        fake.login().revokeRefreshTokens(tenant);
    }

    private void change(Fields asked) {
        FakeLogin login = fake.login();
        Boolean rotate = asked.flag("rotate");
        Boolean detectReuse = asked.flag("detectReuse");
        Duration life = asked.duration("accessTokenLife");
        boolean withoutMfa = asked.flag("withoutMfa", false);
        boolean demandInteraction = asked.flag("demandInteraction", false);
        boolean denySignIn = asked.flag("denySignIn", false);
        asked.requireNoOthers();
        // What may be refused comes first, so that all is done or nothing.
        if (life != null) {
            login.accessTokenLife(life);
        }
        if (rotate != null) {
            login.rotate(rotate);
        }
        if (detectReuse != null) {
            login.detectReuse(detectReuse);
        }
        if (withoutMfa) {
            login.withoutMfa();
        }
        if (demandInteraction) {
            login.demandInteraction();
        }
        if (denySignIn) {
            login.denySignIn();
        }
    }

    private void refuseNext(Fields asked) {
        int aadsts = asked.requiredInteger("aadsts");
        asked.requireNoOthers();
        fake.login().refuseNext(aadsts);
    }

    private void next(Fields asked) {
        Fault[] faults = FaultJson.play(asked);
        asked.requireNoOthers();
        fake.login().next(faults);
    }

    private Json calls() {
        List<Json> calls = new ArrayList<>();
        for (TokenCall call : fake.login().tokenRequests()) {
            calls.add(Views.tokenCall(call));
        }
        return new ArrayValue(calls);
    }
}
