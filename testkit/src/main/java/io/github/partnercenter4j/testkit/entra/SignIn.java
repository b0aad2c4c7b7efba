package io.github.partnercenter4j.testkit.entra;

import org.jspecify.annotations.Nullable;

/**
 * A user who has signed in to an application.
 *
 * @param tenant the id of the tenant
 * @param mfa whether a second factor was used
 * @param nonce the nonce for the id token, or null
 * @param scope the granted scope
 */
record SignIn(App app, String tenant, boolean mfa, @Nullable String nonce, Scope scope) {}
