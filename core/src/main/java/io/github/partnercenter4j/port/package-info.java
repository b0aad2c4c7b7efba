/** The ports: what a transport, a token source and a clock must do. */
@NullMarked
package io.github.partnercenter4j.port;

import org.jspecify.annotations.NullMarked;
