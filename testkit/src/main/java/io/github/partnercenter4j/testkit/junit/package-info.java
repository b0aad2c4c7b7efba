/** The fake as a JUnit 5 extension. */
@NullMarked
package io.github.partnercenter4j.testkit.junit;

import org.jspecify.annotations.NullMarked;
