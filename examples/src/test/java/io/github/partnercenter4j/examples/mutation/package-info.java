/** The check of the fault matrix itself: break a mechanism, and a row must turn red. */
@NullMarked
package io.github.partnercenter4j.examples.mutation;

import org.jspecify.annotations.NullMarked;
