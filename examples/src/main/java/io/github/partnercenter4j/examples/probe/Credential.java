package io.github.partnercenter4j.examples.probe;

import org.jspecify.annotations.Nullable;

/** A kind of access token that a question sends. A question names it by its placeholder, so a report never has a token. */
public enum Credential {
    /** The signed-in user's token. */
    USER("<token>", null),
    /** A token of the app alone, without a user. */
    APP_ONLY("<app-only token>", "PARTNER_CENTER_TOKEN_APP_ONLY"),
    /** A token of a user who signed in without a second factor. */
    WITHOUT_MFA("<token without MFA>", "PARTNER_CENTER_TOKEN_WITHOUT_MFA"),
    /** A token of a user who may not change the profile. */
    WITHOUT_ROLE("<token without the role>", "PARTNER_CENTER_TOKEN_WITHOUT_ROLE"),
    /** A token for another API. */
    OTHER_AUDIENCE("<token for another API>", "PARTNER_CENTER_TOKEN_OTHER_AUDIENCE"),
    /** A token of a signed-in user, kept until it has expired. */
    EXPIRED("<expired token>", "PARTNER_CENTER_TOKEN_EXPIRED");

    private final String placeholder;
    private final @Nullable String variable;

    Credential(String placeholder, @Nullable String variable) {
        this.placeholder = placeholder;
        this.variable = variable;
    }

    String placeholder() {
        return placeholder;
    }

    /** Returns the environment variable that has such a token, or null if the sign-in gives it. */
    public @Nullable String variable() {
        return variable;
    }
}
