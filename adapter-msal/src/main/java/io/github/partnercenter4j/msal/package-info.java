/** Access tokens for Partner Center by MSAL4J: {@link io.github.partnercenter4j.msal.MsalAccessTokenProvider}. */
@NullMarked
package io.github.partnercenter4j.msal;

import org.jspecify.annotations.NullMarked;
