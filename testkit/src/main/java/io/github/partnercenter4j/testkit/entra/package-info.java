/**
 * A fake of Microsoft Entra's login, as far as a Partner Center client meets it: what it issues, and how it refuses. Knows
 * no socket and no fault; time and chance come from outside. Not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.entra;

import org.jspecify.annotations.NullMarked;
