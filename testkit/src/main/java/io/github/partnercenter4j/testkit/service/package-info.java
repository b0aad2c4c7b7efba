/**
 * Partner Center itself, without a transport: the stored profiles, the known tokens, the checks of requests, and the
 * responses. It gets the clock and the seed. Depends on {@code http} (for the values of a message), {@code json} and
 * {@code behaviour}. Not part of the API: not exported. On the class path, do not use it.
 */
@NullMarked
package io.github.partnercenter4j.testkit.service;

import org.jspecify.annotations.NullMarked;
