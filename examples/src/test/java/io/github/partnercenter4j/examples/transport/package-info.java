/** A transport of one's own, on the JDK's client, as somebody outside the house would write it. */
@NullMarked
package io.github.partnercenter4j.examples.transport;

import org.jspecify.annotations.NullMarked;
