/**
 * The steps of a request, written once for all interfaces: the service is called, a fault may be applied, and the
 * exchange is recorded. The port {@code FaultChooser} chooses faults. The port {@code ExchangeRecorder} records
 * exchanges. Depends on core (time), {@code http}, {@code service} and, for token requests, {@code entra}. Used by
 * {@code door}, {@code memory} and the fake. Not part of the API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.visit;

import org.jspecify.annotations.NullMarked;
