package io.github.partnercenter4j.testkit.entra;

import org.jspecify.annotations.Nullable;

/**
 * A user who has signed in to an application.
 *
 * @param app the application
 * @param tenant the tenant's id
 * @param mfa whether a second factor was used
 * @param nonce what the application wants to see in the id token, or null
 * @param scope what the application may ask for in the user's name
 */
record SignIn(App app, String tenant, boolean mfa, @Nullable String nonce, Scope scope) {}
