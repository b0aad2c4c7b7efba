/**
 * A fake of the parts of Microsoft Entra's login that a Partner Center client uses: its tokens and its errors. It has
 * no sockets and no faults, and gets the clock and the seed. Not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.entra;

import org.jspecify.annotations.NullMarked;
