/**
 * Partner Center itself, without a transport: what it stores for each tenant, which tokens it knows, which requests it takes and
 * what it answers. Pure but for what it stores: time and chance come from outside. Knows {@code http} for the values of a message,
 * {@code json} and {@code behaviour}. Not part of the API: not exported. On the class path, do not use it.
 */
@NullMarked
package io.github.partnercenter4j.testkit.service;

import org.jspecify.annotations.NullMarked;
