/**
 * Partner Center itself, without a transport: the stored profiles, the known tokens, the checks of requests, and the
 * responses. It gets the clock and the seed. Depends on core (model, ids, paths), {@code http} (for the values of a
 * message), {@code json} and {@code behaviour}. Used by {@code entra}, {@code visit}, {@code door}, {@code memory},
 * {@code admin} and the fake. Not part of the API: not exported. On the class path, do not use it.
 */
@NullMarked
package io.github.partnercenter4j.testkit.service;

import org.jspecify.annotations.NullMarked;
