package io.github.partnercenter4j.msal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request for an authorization code. Its values bind the answer to whoever has begun the sign-in. Immutable.
 *
 * @param state comes back with the code
 * @param nonce comes back in the id token
 * @param verifier redeems the code; the page gets only its hash (PKCE)
 */
record AuthorizationRequest(String state, String nonce, String verifier) {

    /** Returns a request with new random values. */
    static AuthorizationRequest create() {
        return new AuthorizationRequest(random(), random(), random());
    }

    /**
     * Returns the address of the sign-in page. MSAL's address would make the service answer with a form post, to which
     * browsers add no cookies of the application.
     */
    URI page(LoginSettings settings, URI redirect, SignInOptions options) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", settings.clientId());
        query.put("response_type", "code");
        query.put("response_mode", "query");
        query.put("redirect_uri", redirect.toString());
        query.put("scope", settings.scopes());
        query.put("state", state);
        query.put("nonce", nonce);
        query.put("code_challenge", challenge());
        query.put("code_challenge_method", "S256");
        query.putAll(options.parameters());
        return URI.create(settings.endpoint("authorize") + "?" + LoginSettings.encode(query));
    }

    private String challenge() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    /** Compares secrets in constant time. */
    static boolean isSame(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "AuthorizationRequest[redacted]";
    }
}
