@NullMarked
package io.github.partnercenter4j.examples.probe;

import org.jspecify.annotations.NullMarked;
