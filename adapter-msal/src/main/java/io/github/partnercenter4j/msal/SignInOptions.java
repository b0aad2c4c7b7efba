package io.github.partnercenter4j.msal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the login service asks a user to sign in, for a consent. Unless changed, the user chooses an account, and the
 * login service is asked for multi-factor authentication, because Partner Center refuses tokens without it (code
 * 900421). A user whose session already has a second factor is not asked for it again. Immutable.
 */
public final class SignInOptions {

    /**
     * Requests the claim that Partner Center checks. Microsoft documents the parameter, and that a request can require
     * multi-factor authentication; that this claim does so is known from public clients only.
     */
    private static final String SECOND_FACTOR =
            "{\"access_token\":{\"amr\":{\"essential\":true,\"values\":[\"mfa\"]}}}";

    private static final int LONGEST_HINT = 320;
    private static final int LONGEST_CLAIMS = 4096;

    private static final SignInOptions DEFAULTS = new SignInOptions(Prompt.SELECT_ACCOUNT, null, SECOND_FACTOR);

    private final Prompt prompt;
    private final @Nullable String loginHint;
    private final @Nullable String claims;

    private SignInOptions(Prompt prompt, @Nullable String loginHint, @Nullable String claims) {
        this.prompt = prompt;
        this.loginHint = loginHint;
        this.claims = claims;
    }

    /** What the sign-in page asks, although the browser may be signed in. */
    public enum Prompt {
        /** The user chooses the account. */
        SELECT_ACCOUNT,
        /** The user enters the credentials again. */
        LOGIN,
        /** The user confirms the permissions of the app again. */
        CONSENT
    }

    /**
     * Returns the options that are used unless others are given.
     *
     * @return the defaults
     */
    public static SignInOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these options with another prompt.
     *
     * @param newPrompt what the page asks
     * @return a copy
     */
    public SignInOptions withPrompt(Prompt newPrompt) {
        return new SignInOptions(Objects.requireNonNull(newPrompt, "prompt"), loginHint, claims);
    }

    /**
     * Returns these options with a user name that the page fills in. It is personal data, and part of the page's
     * address.
     *
     * @param userName the name, such as {@code admin@contoso.example}
     * @return a copy
     * @throws IllegalArgumentException if it is empty, longer than 320 characters or has control characters
     */
    public SignInOptions withLoginHint(String userName) {
        Objects.requireNonNull(userName, "loginHint");
        if (userName.isBlank()
                || userName.length() > LONGEST_HINT
                || userName.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("loginHint must be a user name of 1 to " + LONGEST_HINT
                    + " characters, without control characters");
        }
        return new SignInOptions(prompt, userName, claims);
    }

    /**
     * Returns these options with the claims that an API demanded in the header {@code WWW-Authenticate}. They replace
     * the request for a second factor.
     *
     * @param challenge the value of {@code claims} in that header, in Base64, or its JSON
     * @return a copy
     * @throws IllegalArgumentException if it is not a JSON object, or longer than 4096 characters
     */
    public SignInOptions withClaims(String challenge) {
        Objects.requireNonNull(challenge, "claims");
        String json = challenge.strip().startsWith("{") ? challenge.strip() : decoded(challenge.strip());
        if (json.length() > LONGEST_CLAIMS || !LoginAnswer.isObject(json)) {
            throw new IllegalArgumentException(
                    "claims must be a JSON object of at most " + LONGEST_CLAIMS + " characters, or one in Base64");
        }
        return new SignInOptions(prompt, loginHint, json);
    }

    private static String decoded(String base64) {
        try {
            // The header has either alphabet.
            return new String(
                    Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/')), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    /**
     * Returns these options with a demand to sign in anew, with a second factor, also if the browser has a session.
     * Use it after code 900421. The tenant's Conditional Access policy decides whether an earlier second factor still
     * counts.
     *
     * @return a copy with {@link Prompt#LOGIN} and the request for a second factor
     */
    public SignInOptions withFreshSecondFactor() {
        return new SignInOptions(Prompt.LOGIN, loginHint, SECOND_FACTOR);
    }

    /**
     * Returns these options without the request for a second factor and without other claims, for a tenant whose
     * identity provider does not understand it. The tenant then must require multi-factor authentication by itself.
     *
     * @return a copy
     */
    public SignInOptions withoutSecondFactor() {
        return new SignInOptions(prompt, loginHint, null);
    }

    /** Returns the claims to demand, or null for none. */
    @Nullable
    String claims() {
        return claims;
    }

    /** Returns the parameters of the sign-in page. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("prompt", prompt.name().toLowerCase(Locale.ROOT));
        if (loginHint != null) {
            parameters.put("login_hint", loginHint);
        }
        if (claims != null) {
            parameters.put("claims", claims);
        }
        return parameters;
    }

    /** Shows the prompt only, because a user name is personal data. */
    @Override
    public String toString() {
        return "SignInOptions[" + prompt + ", loginHint " + (loginHint == null ? "none" : "set") + ", claims "
                + (claims == null ? "none" : "set") + "]";
    }
}
