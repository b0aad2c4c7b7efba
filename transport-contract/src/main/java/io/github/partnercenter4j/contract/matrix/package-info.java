/**
 * The fault matrix: what a whole client does over a transport when something goes wrong. A transport over HTTP extends
 * {@link io.github.partnercenter4j.contract.matrix.HttpFaultMatrix}, any other
 * {@link io.github.partnercenter4j.contract.matrix.FaultMatrix}. May know the fake and the peers; used by those who write a
 * transport.
 */
@NullMarked
package io.github.partnercenter4j.contract.matrix;

import org.jspecify.annotations.NullMarked;
