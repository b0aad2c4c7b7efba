/** Observations of calls, attempts and token requests, for metrics and traces with Micrometer. */
@NullMarked
package io.github.partnercenter4j.micrometer;

import org.jspecify.annotations.NullMarked;
