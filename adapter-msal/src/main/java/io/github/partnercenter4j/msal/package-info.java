/**
 * Access tokens for Partner Center by MSAL4J: a person's consent, the refresh token that it leaves, and the access tokens that
 * it is exchanged for. For applications: make a {@link io.github.partnercenter4j.msal.MsalAccessTokenProvider}, with a
 * {@link io.github.partnercenter4j.msal.RefreshTokenStore} of ours or on your vault. No type of MSAL4J is in a signature.
 */
@NullMarked
package io.github.partnercenter4j.msal;

import org.jspecify.annotations.NullMarked;
