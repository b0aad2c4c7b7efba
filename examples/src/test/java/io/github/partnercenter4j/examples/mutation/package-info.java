/** Checks the fault matrix and the simulation: if a mechanism is removed from the source, they must fail. */
@NullMarked
package io.github.partnercenter4j.examples.mutation;

import org.jspecify.annotations.NullMarked;
