/** The client: {@link io.github.partnercenter4j.PartnerCenter} and what its calls take. */
@NullMarked
package io.github.partnercenter4j;

import org.jspecify.annotations.NullMarked;
