package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.msal.MsalAccessTokenProvider;

/**
 * Changes the sign-in of each partner before it is built, after the properties were applied: for example, a client
 * assertion in place of a secret, or another timeout. Define it as a bean. There may be several; they run in the order
 * of {@code @Order}.
 */
@FunctionalInterface
public interface PartnerTokensCustomizer {

    /**
     * Changes a sign-in. Called for each partner at the start of the application, and again for each consent.
     *
     * @param partner the name of the partner in the properties
     * @param builder the builder of its token provider
     */
    void customize(String partner, MsalAccessTokenProvider.Builder builder);
}
