/** A fake Partner Center to test against, and the faults it can be told to play. */
@NullMarked
package io.github.partnercenter4j.testkit;

import org.jspecify.annotations.NullMarked;
