/** Access tokens for Partner Center by MSAL4J. */
@NullMarked
package io.github.partnercenter4j.msal;

import org.jspecify.annotations.NullMarked;
