package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.PartnerCenter;

/**
 * Changes the client of each partner before it is built, after the properties were applied. Define it as a bean. There
 * may be several; they run in the order of {@code @Order}.
 */
@FunctionalInterface
public interface PartnerCenterCustomizer {

    /**
     * Changes a client. Called once for each partner, at the start of the application.
     *
     * @param partner the name of the partner in the properties
     * @param builder the builder of its client; gateway and tokens are set
     */
    void customize(String partner, PartnerCenter.Builder builder);
}
