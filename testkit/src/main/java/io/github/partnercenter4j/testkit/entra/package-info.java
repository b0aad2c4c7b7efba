/**
 * A fake of the parts of Microsoft Entra's login that a Partner Center client uses: its tokens and its errors. It has
 * no sockets and no faults, and gets the clock and the seed. Depends on core (the cloud), {@code http} (for the values
 * of a message), {@code json} and {@code service}. Used by {@code visit}, {@code door} and the fake. Not part of the
 * API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.entra;

import org.jspecify.annotations.NullMarked;
