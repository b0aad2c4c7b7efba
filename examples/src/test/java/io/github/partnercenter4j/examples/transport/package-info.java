/** A transport on the JDK's client, as an outside developer would write it. */
@NullMarked
package io.github.partnercenter4j.examples.transport;

import org.jspecify.annotations.NullMarked;
