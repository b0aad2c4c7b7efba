/**
 * Common code of all transports: futures, threads, the settings of a builder, and the failures of broken exchanges with
 * their write outcomes. Only for authors of transports.
 */
@NullMarked
package io.github.partnercenter4j.port.support;

import org.jspecify.annotations.NullMarked;
