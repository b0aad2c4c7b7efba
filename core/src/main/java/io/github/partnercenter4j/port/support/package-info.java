/**
 * What every transport needs, so that each transport need not write it again: futures that end, threads, a builder's
 * settings, and what a broken exchange proves of a write. For those who write a transport, and for nobody else.
 */
@NullMarked
package io.github.partnercenter4j.port.support;

import org.jspecify.annotations.NullMarked;
