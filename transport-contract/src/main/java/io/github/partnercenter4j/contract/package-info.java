/**
 * What every transport keeps, as suites to run. A transport over HTTP extends
 * {@link io.github.partnercenter4j.contract.HttpGatewayContract}, any other
 * {@link io.github.partnercenter4j.contract.SupportProfileGatewayContract}; a builder with the usual settings has
 * {@link io.github.partnercenter4j.contract.GatewayBuilderContract}. May know the fake and the peers; used by those who
 * write a transport.
 */
@NullMarked
package io.github.partnercenter4j.contract;

import org.jspecify.annotations.NullMarked;
