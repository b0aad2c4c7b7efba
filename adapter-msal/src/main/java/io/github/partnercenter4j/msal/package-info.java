/**
 * Access tokens for Partner Center with MSAL4J. A user signs in once; then a stored refresh token is exchanged for
 * access tokens. Applications create a {@link io.github.partnercenter4j.msal.MsalAccessTokenProvider} with a
 * {@link io.github.partnercenter4j.msal.RefreshTokenStore}: a file, or an implementation for a vault. The public API
 * has no type of MSAL4J.
 */
@NullMarked
package io.github.partnercenter4j.msal;

import org.jspecify.annotations.NullMarked;
