/**
 * The contract of the HTTP port as suites to run: extend
 * {@link io.github.partnercenter4j.testkit.tck.HttpGatewayContract} and say how your gateway is opened. For those who write a
 * transport; needs JUnit.
 */
@NullMarked
package io.github.partnercenter4j.testkit.tck;

import org.jspecify.annotations.NullMarked;
