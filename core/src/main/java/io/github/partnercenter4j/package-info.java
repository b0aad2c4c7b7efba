/**
 * The client: {@link io.github.partnercenter4j.PartnerCenter}, its operations, call options, retry policy and
 * listeners. For all applications that read or update a support profile. All policy is here, such as retries and
 * deadlines. This package depends on the ports and on no library.
 */
@NullMarked
package io.github.partnercenter4j;

import org.jspecify.annotations.NullMarked;
