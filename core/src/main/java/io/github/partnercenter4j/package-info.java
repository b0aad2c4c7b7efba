/**
 * The client: {@link io.github.partnercenter4j.PartnerCenter}, its calls and what they take, its retry policy, and who listens
 * to it. For everybody who reads or updates a support profile. The only place with policy; it knows the ports and no
 * library.
 */
@NullMarked
package io.github.partnercenter4j;

import org.jspecify.annotations.NullMarked;
