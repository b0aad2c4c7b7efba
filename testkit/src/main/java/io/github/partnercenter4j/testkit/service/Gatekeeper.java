package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.http.Headers;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the head of a request: the token, the route and the format. A refusal comes before the body is read, so a
 * client that expects 100 (Continue) gets the final status instead. Thread-safe.
 */
public final class Gatekeeper {

    private static final String BEARER = "bearer ";
    private static final String NO_ROLE =
            "The supplied role does not have the rights to perform the requested operation";

    private final IssuedTokens tokens;
    private final Routes routes;
    private final Set<Behaviour> behaviours;
    private final RequestCheck check;
    private final InstantSource clock;
    private final String realm;

    Gatekeeper(IssuedTokens tokens, Set<Behaviour> behaviours, RequestCheck check, InstantSource clock, String appId) {
        this.tokens = tokens;
        this.routes = new Routes(behaviours);
        this.behaviours = behaviours;
        this.check = check;
        this.clock = clock;
        this.realm = "OAuth realm=urn:cpsvc:cpid:" + appId;
    }

    /** Returns the identity of a request's token, expired or not, or null if the fake did not issue it. */
    @Nullable
    TokenIdentity identify(ServiceRequest request) {
        String token = bearer(request.headers());
        return token == null ? null : tokens.find(token);
    }

    /** Returns the refusal of a request, or null if it is accepted. */
    @Nullable
    Verdict refuse(ServiceRequest request, @Nullable TokenIdentity identity) {
        Verdict refusal = unauthenticated(request, identity);
        if (refusal == null) {
            refusal = routes.refuse(request);
        }
        if (refusal == null) {
            refusal = forbidden(request, identity);
        }
        if (refusal == null) {
            refusal = check.refuse(request);
        }
        return refusal == null ? wrongFormat(request) : refusal;
    }

    private @Nullable Verdict unauthenticated(ServiceRequest request, @Nullable TokenIdentity identity) {
        if (bearer(request.headers()) == null) {
            return Verdict.fault(401, 800001, "There is no partner token in the request context.")
                    .with("WWW-Authenticate", realm);
        }
        if (identity == null || !clock.instant().isBefore(identity.expiresAt())) {
            return Verdict.fault(401, 400, "Unauthorized access");
        }
        if (identity.kind() == TokenIdentity.Kind.OTHER_AUDIENCE) {
            return Verdict.fault(401, 900420, "The token is invalid: its audience is another API.");
        }
        if (identity.kind() == TokenIdentity.Kind.USER_WITHOUT_MFA && behaviours.contains(Behaviour.MFA_ENFORCED)) {
            return Verdict.fault(401, 900421, "The token is not of a sign-in with multi-factor authentication.")
                    .with("isMfaCompliant", "false");
        }
        return null;
    }

    /** Returns the token in the headers, or null if there is no readable one. */
    public static @Nullable String bearer(Headers headers) {
        List<String> values = headers.all("Authorization");
        if (values.size() != 1 || !values.get(0).toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return null;
        }
        String token = values.get(0).substring(BEARER.length()).strip();
        return token.isEmpty() ? null : token;
    }

    private @Nullable Verdict forbidden(ServiceRequest request, @Nullable TokenIdentity identity) {
        if (identity == null || !identity.isUser()) {
            return Verdict.text(403, "This resource can't be accessed by application credentials.");
        }
        if (identity.kind() == TokenIdentity.Kind.USER_WITHOUT_ROLE
                && request.method().equals("PUT")) {
            return behaviours.contains(Behaviour.ROLE_REFUSAL_IN_TEXT)
                    ? Verdict.text(403, NO_ROLE)
                    : Verdict.fault(403, 900150, NO_ROLE);
        }
        return null;
    }

    private @Nullable Verdict wrongFormat(ServiceRequest request) {
        if (!behaviours.contains(Behaviour.MEDIA_TYPES_CHECKED)) {
            return null;
        }
        if (!MediaTypes.acceptsJson(request.headers().all("Accept"))) {
            return Verdict.empty(406);
        }
        String contentType = request.headers().first("Content-Type");
        // Whether a content type is required depends on the body.
        if (request.method().equals("PUT") && contentType != null && !MediaTypes.isJson(contentType)) {
            return Verdict.empty(415);
        }
        return null;
    }
}
