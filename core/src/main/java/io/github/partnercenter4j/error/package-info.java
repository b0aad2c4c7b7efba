/** Every failure: one unchecked root, few types, one category each. */
@NullMarked
package io.github.partnercenter4j.error;

import org.jspecify.annotations.NullMarked;
